import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { patchOf } from './patch.ts';
import type { Play } from './play.ts';
import { play } from './player.ts';
import { s, type Measured } from './table.ts';

const media = join(dirname(fileURLToPath(import.meta.url)), '../../graphs/media');
const lengths = [10, 600];

/** A film with a clip, its effect and a sound: what was resident at most, for a short and a long one. */
export async function memory(folder: string): Promise<Measured> {
  const ran = [];
  for (const seconds of lengths) ran.push(await play(folder, [graph(seconds, join(folder, 'memory.mp4'))]));
  const [short, long] = ran.map((r) => r.peak / 1024) as [number, number];
  return {
    title: 'Memory that is resident at most, a small film with clip, effect and sound',
    lines: [{ what: `${lengths[1]} s against ${lengths[0]} s`, ours: `${long.toFixed(1)} MB`, theirs: `${short.toFixed(1)} MB`, ratio: long / short }],
    notes: [`${(long - short).toFixed(1)} MB more for the long one; no more than 20 MB is the goal`, `the long render took ${s(ran[1]!.plays[0]![0]!.wall)}`],
  };
}

function graph(seconds: number, film: string): Play {
  const patch = patchOf({
    // Seen whole in both: the cache of decoded frames, which has a budget of its own, holds the same.
    clip: { type: 'util.video_in', media: 'street', params: { end: 5 } }, trails: { type: 'fx.feedback_trails' }, screen: { type: 'util.video_out' },
    voice: { type: 'util.audio_in', media: 'voice' }, filter: { type: 'fx.filter' }, speaker: { type: 'util.audio_out' },
    band: { type: 'mod.band' },
  }, [
    'clip.video -> trails.inputImage', 'trails.out -> screen.video', 'voice.audio -> filter.in', 'filter.out -> speaker.in', 'voice.audio -> band.in',
    { from: 'band.out', to: 'trails.$mix', stage: 'modulation', mode: 'multiply', depth: 0.5 },
  ], { width: 160, height: 120, fps: 30 }, { street: join(media, 'street.mp4'), voice: join(media, 'voice.flac') });
  return { patch, seconds, picture: true, sound: true, film };
}
