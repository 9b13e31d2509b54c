/** SuperCollider's offline server: a score of OSC bundles with a synth definition in it, both written here byte by byte. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type Cost } from '../measure.ts';

const int8 = (v: number) => Buffer.from(Int8Array.of(v).buffer);
const int16 = (v: number) => { const b = Buffer.alloc(2); b.writeInt16BE(v); return b; };
const int32 = (v: number) => { const b = Buffer.alloc(4); b.writeInt32BE(v); return b; };
const float32 = (v: number) => { const b = Buffer.alloc(4); b.writeFloatBE(v); return b; };
const pstring = (v: string) => Buffer.concat([int8(v.length), Buffer.from(v, 'latin1')]);

type Input = readonly [ugen: number, output: number]; // ugen -1: a constant
function ugen(name: string, rate: number, inputs: readonly Input[], outputs: readonly number[], special = 0): Buffer {
  return Buffer.concat([
    pstring(name), int8(rate), int32(inputs.length), int32(outputs.length), int16(special),
    ...inputs.flatMap(([u, o]) => [int32(u), int32(o)]), ...outputs.map(int8),
  ]);
}

/** Synth Definition File Format, version 2: Out.ar(0, RLPF.ar(Saw.ar(freq), cutoff, rq) * amp). */
export function voiceDefinition(): Buffer {
  const names = ['freq', 'cutoff', 'rq', 'amp'];
  const ugens = [
    ugen('Control', 1, [], [1, 1, 1, 1]),
    ugen('Saw', 2, [[0, 0]], [2]),
    ugen('RLPF', 2, [[1, 0], [0, 1], [0, 2]], [2]),
    ugen('BinaryOpUGen', 2, [[2, 0], [0, 3]], [2], 2), // 2: times
    ugen('Out', 2, [[-1, 0], [3, 0]], []),
  ];
  return Buffer.concat([
    Buffer.from('SCgf'), int32(2), int16(1), pstring('voice'),
    int32(1), float32(0),
    int32(names.length), ...[220, 1000, 0.5, 0.002].map(float32),
    int32(names.length), ...names.flatMap((n, i) => [pstring(n), int32(i)]),
    int32(ugens.length), ...ugens, int16(0),
  ]);
}

const padded = (b: Buffer, zero: number) => Buffer.concat([b, Buffer.alloc(zero + ((4 - ((b.length + zero) % 4)) % 4))]);
const oscString = (v: string) => padded(Buffer.from(v, 'latin1'), 1);
function message(address: string, ...args: (number | string | Buffer | { float: number })[]): Buffer {
  const tags = args.map((a) => (typeof a === 'number' ? 'i' : typeof a === 'string' ? 's' : Buffer.isBuffer(a) ? 'b' : 'f')).join('');
  return Buffer.concat([oscString(address), oscString(`,${tags}`), ...args.map((a) =>
    typeof a === 'number' ? int32(a) : typeof a === 'string' ? oscString(a) : Buffer.isBuffer(a) ? Buffer.concat([int32(a.length), padded(a, 0)]) : float32(a.float))]);
}
/** One entry of a score: its length, then a bundle. at: whole seconds. */
function bundle(at: number, m: Buffer): Buffer {
  const body = Buffer.concat([oscString('#bundle'), int32(at), int32(0), int32(m.length), m]);
  return Buffer.concat([int32(body.length), body]);
}

/** Renders to a file and throws it away. */
export async function renderVoices(scsynth: string, folder: string, frequencies: readonly number[], seconds: number, rate: number): Promise<Cost & { file: string }> {
  const score = join(folder, `score-${seconds}.osc`);
  const file = join(folder, 'scsynth.wav');
  writeFileSync(score, Buffer.concat([
    bundle(0, message('/d_recv', voiceDefinition())),
    ...frequencies.map((f, i) => bundle(0, message('/s_new', 'voice', 1000 + i, 1, 0, 'freq', { float: f }, 'cutoff', { float: 1000 }, 'rq', { float: 0.5 }, 'amp', { float: 0.002 }))),
    bundle(seconds, message('/c_set', 0, { float: 0 })),
  ]));
  const ran = await run(scsynth, ['-N', score, '_', file, String(rate), 'WAV', 'float', '-o', '2', '-m', '65536', '-n', '2048', '-z', '64']);
  return { wall: ran.wall, cpu: ran.cpu, file };
}
