/** What several messages have in common. */
import type { Diagnostic } from '../document/diagnostic.ts';
import type { Edit, Patch } from '../document/index.ts';
import { LONGEST_DEADLINE_MS, MOST_DIAGNOSTICS, MOST_ROWS } from './limits.ts';
import { either, just, list, maybe, nothing, number, object, oneOf, pair, record, table, text, truth, whole, type Of, type Shape } from './shape.ts';

export const id = whole(1);
export const rev = whole(0);
export const rowName = text(1024);
export const nodePath = text(1024);
/** judged by runtime/document when it is applied */
export const edit: Shape<Edit> = record<Edit>();
export const patch: Shape<Patch> = record<Patch>();
/** ms from arrival */
export const deadline = whole(1, LONGEST_DEADLINE_MS);

export const diagnostics = list(object({
  code: text(64) as Shape<Diagnostic['code']>, severity: oneOf('error', 'warning', 'info'), message: text(16_384),
  node: maybe(nodePath), wire: maybe(text(1024)), file: maybe(text()), line: maybe(whole()), column: maybe(whole()),
}), MOST_DIAGNOSTICS);

export const setValues = list(object({ row: rowName, value: number(-1e30, 1e30) }), MOST_ROWS);
export const values = table(number(-1e38, 1e38), MOST_ROWS);

/** samples */
const place = whole(0, 2 ** 48);
export const bpm = number(1, 1000);

/** Of an anyOf the first that fits, so the least particular one last. */
export const transportCommand = either(
  object({ do: oneOf('play', 'pause') }),
  either(
    object({ do: just('seek'), to: place }),
    either(object({ do: just('loop'), from: place, to: place }), object({ do: just('tempo'), bpm })),
  ),
);

export const transportState = object({
  now: whole(0, 2 ** 53 - 1), position: number(), beat: number(), bpm: number(0, 100_000), playing: truth,
  loop: either(nothing, object({ from: number(), to: number() })),
});
export type TransportNow = Of<typeof transportState>;

export const deviceChoice = object({
  name: text(512), block: maybe(whole(0, 2048)), outputs: maybe(whole(0, 256)), inputs: maybe(whole(0, 256)),
  firstOutput: maybe(whole(0, 256)), firstInput: maybe(whole(0, 256)), rate: maybe(whole(0, 384_000)),
});

const count = whole();
const us = number(0);
/** LiveStats of runtime/engine/live.ts; tests hold the two together. */
export const stats = object({
  transport: transportState,
  sound: object({
    state: text(64),
    device: object({ id: text(512), name: text(512), backend: text(64), rate: number(0), frames: count, outputs: count, inputs: count }, true),
    problem: text(), xruns: count, blocks: count, callbacks: count, lostDevice: count, latency: number(), inputLatency: number(),
    callbackUs: object({ p50: us, p99: us, p999: us, max: us }, true), load: number(0), peak: pair(number(0)), realtime: truth, lateValues: count,
  }, true),
  picture: object({
    renderer: text(512), frames: object({ rendered: count, late: count, held: count }, true), decodeLate: count, tier: number(0, 100),
    frameMs: object({ p50: us, p99: us, max: us }, true), frame: whole(-1), problem: text(),
  }, true),
  ring: either(nothing, object({ path: text(), published: count }, true)),
  recording: either(nothing, object({ file: text(), frames: count, seconds: number(0), dropped: count }, true)),
  memory: object({ decode: number(0), textures: number(0), budget: number(0) }, true),
  rev,
}, true);
export type StatsNow = Of<typeof stats>;

export const error = object({ code: text(64), message: text(16_384), node: maybe(nodePath) });
