/** Host -> engine: requests and their replies, over DEALER/ROUTER. Engine -> host: telemetry, over PUB/SUB. */
import { PROTOCOL } from './limits.ts';
import { bpm, deadline, deviceChoice, diagnostics, edit, error, id, nodePath, rev, rowName, setValues, stats, transportCommand, transportState, values } from './parts.ts';
import { either, just, list, maybe, nothing, number, object, oneOf, table, text, truth, whole, type Of } from './shape.ts';

const head = { id, /** of the engine that is meant */ generation: whole(1), deadline: maybe(deadline) };

/** A request is one JSON frame; the document of `load` is a second frame, its file's text. */
export const engineRequests = {
  hello: object({ ...head, do: just('hello'), protocol: whole(0, 1e6) }),
  ping: object({ ...head, do: just('ping') }),
  /** bypassed: nodes that are left out (safe mode), by path. transport: how it stands when the plan is there. */
  load: object({
    ...head, do: just('load'), rev, file: text(), bypassed: list(nodePath, 64),
    transport: maybe(object({ position: whole(0, 2 ** 48), bpm: maybe(bpm), playing: truth, loop: either(nothing, object({ from: whole(0, 2 ** 48), to: whole(0, 2 ** 48) })) })),
  }),
  edit: object({ ...head, do: just('edit'), rev, edit }),
  set: object({ ...head, do: just('set'), values: setValues }),
  transport: object({ ...head, do: just('transport'), command: transportCommand }),
  watch: object({ ...head, do: just('watch'), rows: list(rowName, 4096), thumbnails: maybe(list(nodePath, 1024)) }),
  device: object({ ...head, do: just('device'), choice: maybe(deviceChoice) }),
  /** Records the live program to a file; null ends it. */
  render: object({ ...head, do: just('render'), file: either(nothing, text()), preset: maybe(text(32)) }),
  stats: object({ ...head, do: just('stats') }),
  quit: object({ ...head, do: just('quit') }),
} as const;
export type EngineDo = keyof typeof engineRequests;
export type EngineRequest<D extends EngineDo = EngineDo> = D extends EngineDo ? Of<(typeof engineRequests)[D]> : never;

const ok = { id, ok: just(true) };
export const engineReplies = {
  hello: object({ ...ok, protocol: just(PROTOCOL), pid: whole(1), generation: whole(1) }),
  ping: object({
    ...ok, status: oneOf('alive', 'busy'), uptime_s: number(0), last_frame_ms: number(-1), blocks: whole(), rev,
    in_flight: either(nothing, object({ thread: oneOf('render', 'loader'), node: nodePath, seconds: number(0) })),
  }),
  load: object({ ...ok, rev, diagnostics }),
  /** repeated: it had come before; nothing was done */
  edit: object({ ...ok, rev, diagnostics, repeated: maybe(truth) }),
  /** unknown: rows that the plan does not have */
  set: object({ ...ok, unknown: list(rowName, 4096) }),
  transport: object({ ...ok, transport: transportState }),
  watch: object({ ...ok }),
  device: object({ ...ok, device: stats }),
  render: object({ ...ok, recorded: either(nothing, object({ file: text(), frames: whole(), seconds: number(0), dropped: whole() }, true)) }),
  stats: object({ ...ok, stats }),
  quit: object({ ...ok }),
} as const;
export type EngineReply<D extends EngineDo = EngineDo> = Of<(typeof engineReplies)[D]>;
export const engineFailure = object({ id: whole(0), error });

/** What the engine says unasked. generation: of the engine; the host drops what an older one says. */
const from = { generation: whole(1) };
export const telemetry = {
  values: object({ ...from, tell: just('values'), values }),
  meters: object({ ...from, tell: just('meters'), peak: list(number(0), 2), load: number(0), transport: transportState }),
  diagnostics: object({ ...from, tell: just('diagnostics'), rev, diagnostics }),
  stats: object({ ...from, tell: just('stats'), stats }),
  progress: object({ ...from, tell: just('progress'), what: text(256), done: number(0), total: number(0) }),
  /** this revision is heard and seen from here on */
  live: object({ ...from, tell: just('live'), rev, now: number(-1), frame: number(-1) }),
  ring: object({ ...from, tell: just('ring'), path: text(), width: whole(0, 16384), height: whole(0, 16384), /** why there is none */ problem: text() }),
  thumbnails: object({
    ...from, tell: just('thumbnails'), width: whole(1, 16384), height: whole(1, 16384),
    map: table(object({ x: whole(), y: whole(), width: whole(), height: whole() }), 1024), jpeg: text(4 * 1024 * 1024),
  }),
} as const;
export type Tell = keyof typeof telemetry;
export type Telemetry<T extends Tell = Tell> = T extends Tell ? Of<(typeof telemetry)[T]> : never;
