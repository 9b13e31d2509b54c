/** Pure Data without devices: a patch as text, run as fast as it goes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type Cost } from '../measure.ts';

/** phasor~ (a saw from 0 to 1, not band-limited), vcf~ with its cutoff as a signal, gain, and the sum that dac~ makes. */
function voices(frequencies: readonly number[], seconds: number, file: string | null): string {
  const lines = ['#N canvas 0 0 400 300 12;'];
  let count = 0;
  const object = (text: string) => {
    lines.push(`#X obj 10 10 ${text};`);
    return count++;
  };
  const note = (text: string) => {
    lines.push(`#X msg 10 10 ${text};`);
    return count++;
  };
  const wire = (from: number, outlet: number, to: number, inlet: number) => lines.push(`#X connect ${from} ${outlet} ${to} ${inlet};`);
  const wires: [number, number, number, number][] = [];
  const out = object('dac~ 1');
  const write = file === null ? -1 : object('writesf~ 1');
  for (const f of frequencies) {
    const [saw, cutoff, filter, gain] = [object(`phasor~ ${f}`), object('sig~ 1000'), object('vcf~ 2'), object('*~ 0.002')];
    wires.push([saw, 0, filter, 0], [cutoff, 0, filter, 1], [filter, 0, gain, 0], [gain, 0, out, 0]);
    if (write >= 0) wires.push([gain, 0, write, 0]);
  }
  const start = object('loadbang');
  const order = object('t b b b');
  const wait = object(`del ${seconds * 1000}`);
  const on = note('\\; pd dsp 1');
  const off = note('\\; pd quit');
  wires.push([start, 0, order, 0], [order, 0, wait, 0], [order, 1, on, 0], [wait, 0, off, 0]);
  if (write >= 0) {
    const open = note(`open ${file} \\, start`);
    wires.push([order, 2, open, 0], [open, 0, write, 0]);
  }
  for (const w of wires) wire(...w);
  return `${lines.join('\n')}\n`;
}

export async function renderVoices(pd: string, folder: string, frequencies: readonly number[], seconds: number, rate: number, file: string | null = null): Promise<Cost> {
  const patch = join(folder, `voices-${seconds}.pd`);
  writeFileSync(patch, voices(frequencies, seconds, file));
  const ran = await run(pd, ['-batch', '-noprefs', '-nosound', '-nomidi', '-r', String(rate), '-open', patch]);
  return { wall: ran.wall, cpu: ran.cpu };
}
