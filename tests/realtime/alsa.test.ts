/** PortAudio over the ALSA of this machine, set up so that its devices lead nowhere. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { unitCases } from './units.ts';

const shared = '/usr/share/alsa/alsa.conf';

describe('ALSA', () => {
  if (!existsSync(shared)) {
    it.skip(`is not here: there is no ${shared}. To run these: apt install libasound2-data`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'weft-alsa-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'asound.conf');
  writeFileSync(config, `<${shared}>
pcm.weft_nowhere { type null hint { show on description "Nowhere" } }
pcm.!default { type plug slave.pcm "weft_nowhere" }
`);
  // No JACK server of this machine comes between.
  unitCases('alsa', 3, { WEFT_ALSA: '1', ALSA_CONFIG_PATH: config, JACK_DEFAULT_SERVER: `weft-none-${process.pid}` });
});
