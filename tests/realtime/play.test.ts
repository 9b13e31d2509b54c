/** weft play: statistics, Ctrl-C, recordings that survive a kill and a full disk. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { film, patchOf } from '../cli/fixture/patch.ts';
import { openPlace, type Place } from '../cli/fixture/weft.ts';

let place: Place;
beforeEach(() => { place = openPlace(); });
afterEach(() => place.gone());

interface Statistics {
  xruns: number; blocks: number; callback_us: Record<'p50' | 'p99' | 'p999' | 'max', number>; frames: Record<'rendered' | 'late' | 'held', number>;
  decode_late: number; tier: number; ring: { published: number }; recorded: { frames: number; seconds: number; dropped: number } | null;
}

const moving = film({ canvas: { width: 64, height: 36, fps: 30, depth: 8, pictureDelay: 2 } });
const rings = () => readdirSync(tmpdir()).filter((f) => f.startsWith('weft-play-'));

interface Probed { streams: { codec_type: string; duration?: string; nb_read_packets?: string }[]; format: { duration?: string } }
function probe(file: string): Probed {
  const run = spawnSync('ffprobe', ['-v', 'error', '-count_packets', '-show_streams', '-show_format', '-of', 'json', file], { encoding: 'utf8' });
  return run.status === 0 ? (JSON.parse(run.stdout) as Probed) : { streams: [], format: {} };
}
/** Decodes all of it; what the decoder has to complain about. */
const complaints = (file: string): string => spawnSync('ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'], { encoding: 'utf8' }).stderr;

/** Waits for something that another process does. */
async function until<T>(look: () => T | null): Promise<T> {
  for (;;) {
    const seen = look();
    if (seen !== null) return seen;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('weft play', () => {
  test('ends after --seconds with one JSON object of statistics, and leaves nothing behind', async () => {
    const before = rings();
    const patch = place.put('p.weft.json', moving);
    const ran = await place.weft('play', patch, '--device', 'null', '--block', '64', '--seconds', '1.5', '--json');
    expect(ran.code, ran.err).toBe(0);
    const last = JSON.parse(ran.out.trimEnd().split('\n').at(-1)!) as Statistics;
    expect(last.blocks).toBeGreaterThan((1.5 * 48000) / 64 / 2);
    expect(last.xruns).toBeGreaterThanOrEqual(0);
    expect(Object.values(last.callback_us).every((us) => us > 0)).toBe(true);
    expect(last.frames.rendered).toBeGreaterThan(0);
    expect(last.frames.rendered + last.frames.held).toBeGreaterThan(20);
    // but for frames that are on their way when it is asked
    expect(Math.abs(last.ring.published - last.frames.rendered)).toBeLessThanOrEqual(3);
    expect([100, 75, 50, 25]).toContain(last.tier);
    expect(last.decode_late).toBe(0);
    expect(rings().filter((r) => !before.includes(r))).toEqual([]);
  });

  test('ends with its statistics on Ctrl-C', async () => {
    const started = place.start(['play', place.put('p.weft.json', moving), '--device', 'null', '--record', place.path('out.mkv')]);
    await until(() => (existsSync(place.path('out.mkv')) && lastTime(place.path('out.mkv')) > 0.5 ? true : null));
    started.child.kill('SIGINT');
    const ran = await started.ended;
    expect(ran.code, ran.err).toBe(0);
    expect(ran.out).toMatch(/sound {4}\d+ blocks/);
    expect(ran.out).toMatch(/picture {2}\d+ frames/);
    expect(complaints(place.path('out.mkv'))).toBe('');
  });

  test('refuses what it cannot record to, before anything plays', async () => {
    const ran = await place.weft('play', place.put('p.weft.json', moving), '--device', 'null', '--record', place.path('none/out.mp4'), '--json');
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('error [output.write]');
    expect((await place.weft('play', place.path('p.weft.json'), '--record', 'out.avi')).code).toBe(1);
  });
});

/** Seconds of each fragment of an MP4 file, by the time of its first picture: where a file that is cut off ends. */
function fragments(file: string): number {
  const bytes = readFileSync(file);
  let count = 0;
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'moof') count++;
    if (size < 8) break;
    at += size;
  }
  return count;
}

describe('a recording', () => {
  test.for(['mp4', 'mkv'])('%s can be played up to its last second after the process was killed', async (form) => {
    const out = place.path(`out.${form}`);
    const started = place.start(['play', place.put('p.weft.json', moving), '--device', 'null', '--record', out]);
    const seen = await until(() => {
      const seconds = Number(probe(out).streams.length === 2 ? lastTime(out) : 0);
      return seconds >= 3 ? seconds : null;
    });
    started.child.kill('SIGKILL');
    await started.ended;
    for (const child of childrenOf(started.child.pid!)) process.kill(child, 'SIGKILL');
    expect(lastTime(out)).toBeGreaterThanOrEqual(seen);
    const { streams } = probe(out);
    expect(streams.map((s) => s.codec_type).sort()).toEqual(['audio', 'video']);
    for (const s of streams) expect(Number(s.nb_read_packets)).toBeGreaterThan(20);
    // pieces are shorter than a second, so that no more than that can be missing
    if (form === 'mp4') expect(lastTime(out) / fragments(out)).toBeLessThan(1);
  });

  test('holds picture and sound together: flashes come with their clicks', async () => {
    place.put('flash.fs', '/*{ "ISFVSN": "2", "INPUTS": [ { "NAME": "level", "TYPE": "float", "MIN": 0, "MAX": 1, "DEFAULT": 0 } ] }*/\nvoid main() { gl_FragColor = vec4(vec3(step(0.5, level)), 1.0); }\n');
    place.put('click.dsp', 'declare weft_category "Sound";\nlevel = hslider("level", 0, 0, 1, 0.01);\nprocess = (level > 0.5) * 0.5;\n');
    const patch = patchOf({ n_beat: { type: 'mod.beat', params: { every: 3, gate: 0.5 } }, n_flash: 'user.flash', n_click: 'user.click', n_video: 'util.video_out', n_sound: 'util.audio_out' },
      ['n_flash.out -> n_video.video', 'n_click.out -> n_sound.in'], { canvas: moving.canvas });
    for (const to of ['n_flash.level', 'n_click.level']) patch.wires[`w_${to.slice(0, 7)}`] = { from: 'n_beat.trigger', to, stage: 'modulation', mode: 'add', depth: 1 };
    const out = place.path('out.mp4');
    const ran = await place.weft('play', place.put('p.weft.json', patch), '--nodes', place.folder, '--device', 'null', '--seconds', '6', '--record', out, '--json');
    expect(ran.code, ran.err).toBe(0);
    const [seen, heard] = [onsets(pictures(out)), onsets(sound(out))];
    expect(seen.length).toBeGreaterThan(2);
    for (const at of seen.slice(1)) {
      const nearest = Math.min(...heard.map((h) => Math.abs(h - at)));
      // a frame and a half: the picture shows the first frame at or after the click
      expect(nearest).toBeLessThan(0.05);
    }
  });

  test('ends with a sentence when the disk is full, what is there can be played, and the show goes on', async () => {
    const full = '/dev/full';
    if (!existsSync(full)) return;
    spawnSync('ln', ['-s', full, place.path('out.mkv')]);
    const ran = await place.weft('play', place.put('p.weft.json', moving), '--device', 'null', '--seconds', '2', '--record', place.path('out.mkv'), '--json');
    expect(ran.err).toContain('error [output.write]');
    expect(ran.err).toMatch(/“out\.mkv” could not be written: No space left on device\./);
  });
});

/** Seconds at which the last picture is shown. */
function lastTime(file: string): number {
  const run = spawnSync('ffprobe', ['-v', 'quiet', '-select_streams', 'v', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', file], { encoding: 'utf8' });
  return Math.max(0, ...run.stdout.split('\n').filter((l) => l !== '').map(Number.parseFloat));
}

type Level = { at: number; level: number };

function pictures(file: string): Level[] {
  const times = spawnSync('ffprobe', ['-v', 'quiet', '-select_streams', 'v', '-show_entries', 'frame=pts_time', '-of', 'csv=p=0', file], { encoding: 'utf8' }).stdout.split('\n').filter((l) => l !== '').map(Number.parseFloat);
  const grey = spawnSync('ffmpeg', ['-v', 'quiet', '-i', file, '-vsync', 'passthrough', '-vf', 'scale=1:1:flags=area', '-pix_fmt', 'gray', '-f', 'rawvideo', '-']).stdout;
  return times.map((at, i) => ({ at, level: grey[i]! / 255 }));
}

function sound(file: string): Level[] {
  const start = Number(spawnSync('ffprobe', ['-v', 'quiet', '-select_streams', 'a', '-show_entries', 'stream=start_time', '-of', 'csv=p=0', file], { encoding: 'utf8' }).stdout);
  const raw = spawnSync('ffmpeg', ['-v', 'quiet', '-i', file, '-ac', '1', '-f', 'f32le', '-'], { maxBuffer: 2 ** 28 }).stdout;
  const samples = new Float32Array(raw.buffer, raw.byteOffset, Math.floor(raw.length / 4));
  return Array.from(samples, (v, i) => ({ at: start + i / 48000, level: Math.abs(v) * 2 }));
}

/** Times at which the level rises through a half after a while below. */
function onsets(list: readonly Level[]): number[] {
  const found: number[] = [];
  let below = 0;
  for (const { at, level } of list) {
    if (level < 0.25) continue;
    if (level > 0.5 && at - below > 0.2) found.push(at);
    below = at;
  }
  return found;
}

function childrenOf(pid: number): number[] {
  const run = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  return run.stdout.split('\n').filter((l) => l !== '').map(Number);
}
