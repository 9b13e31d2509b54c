/** Editor -> host: requests and their replies. Host -> editor: what it hears unasked. JSON over one WebSocket. */
import type { Catalog, NodeType } from '../catalog/types.ts';
import { bpm, deviceChoice, diagnostics, edit, error, id, patch, rev, rowName, setValues, stats, transportState, values } from './parts.ts';
import { either, just, list, maybe, nothing, number, object, oneOf, record, table, text, truth, whole, type Of, type Shape } from './shape.ts';

const head = { id };

export const pageRequests = {
  /** Gives the document. take: with a conflict, which of the two goes on. */
  open: object({ ...head, do: just('open'), protocol: whole(0, 1e6), take: maybe(oneOf('file', 'journal')) }),
  /** over: also when the file has been changed by others meanwhile */
  save: object({ ...head, do: just('save'), over: maybe(truth) }),
  lease: object({ ...head, do: just('lease'), take: truth }),
  /** rev: of the document after it, the last one's + 1. Acknowledged once it is on disk. */
  edit: object({ ...head, do: just('edit'), rev, edit }),
  set: object({ ...head, do: just('set'), values: setValues }),
  /** seconds on the transport */
  transport: object({ ...head, do: just('transport'), command: either(
    object({ do: oneOf('play', 'pause') }),
    either(
      object({ do: just('seek'), seconds: number(0, 1e7) }),
      either(object({ do: just('loop'), from: number(0, 1e7), to: number(0, 1e7) }), object({ do: just('tempo'), bpm })),
    ),
  ) }),
  watch: object({ ...head, do: just('watch'), rows: list(rowName, 4096), /** pictures of the program, at most this wide; 0: none */ picture: maybe(whole(0, 16384)) }),
  catalog: object({ ...head, do: just('catalog') }),
  'node.read': object({ ...head, do: just('node.read'), type: text(256) }),
  'node.write': object({ ...head, do: just('node.write'), type: text(256), text: text(1024 * 1024) }),
  /** the edits since the file was last saved, newest last */
  history: object({ ...head, do: just('history'), most: maybe(whole(1, 2000)) }),
  devices: object({ ...head, do: just('devices'), use: maybe(deviceChoice) }),
  /** Records the program; null ends it. A name beneath the project, or absolute on a machine whose user typed it: never a page's. */
  render: object({ ...head, do: just('render'), file: either(nothing, text(512)) }),
} as const;
export type PageDo = keyof typeof pageRequests;
export type PageRequest<D extends PageDo = PageDo> = D extends PageDo ? Of<(typeof pageRequests)[D]> : never;

const ok = { id, ok: just(true) };
export const lease = oneOf('yours', 'other', 'free', 'read-only');
export const pageReplies = {
  open: object({ ...ok, rev }),
  save: object({ ...ok, rev, hash: text(64) }),
  lease: object({ ...ok, lease }),
  edit: object({ ...ok, rev, repeated: maybe(truth) }),
  set: object({ ...ok, unknown: list(rowName, 4096) }),
  transport: object({ ...ok, transport: transportState }),
  watch: object({ ...ok }),
  catalog: object({ ...ok }),
  'node.read': object({ ...ok, text: text(1024 * 1024), writable: truth }),
  'node.write': object({ ...ok }),
  history: object({ ...ok, rev, edits: list(object({ rev, edit }), 2000) }),
  devices: object({ ...ok, device: stats }),
  render: object({ ...ok, recorded: either(nothing, object({ file: text(), frames: whole(), seconds: number(0), dropped: whole() }, true)) }),
} as const;
export type PageReply<D extends PageDo = PageDo> = Of<(typeof pageReplies)[D]>;
export const pageFailure = object({ id: whole(0), error });

export interface CatalogSent { types: NodeType[]; diagnostics: Catalog['diagnostics']; faults: Record<string, Catalog['diagnostics']> }
const told = <T>(): Shape<T> => record<T>();

/** state of the engine. safe: it plays without `bypassed`. gone: it cannot be started. */
export const engineState = object({ tell: just('engine'), state: oneOf('starting', 'playing', 'restarting', 'safe', 'gone'), sentence: text(), generation: whole(0), bypassed: list(text(1024), 64) });

export const pageNews = {
  document: object({ tell: just('document'), patch, rev, file: text(), saved: truth, lease }),
  /** all up to `rev` is on disk. edits: those that other pages made, in order. */
  ack: object({ tell: just('ack'), rev, saved: truth, edits: maybe(list(object({ rev, edit }), 2000)) }),
  lease: object({ tell: just('lease'), lease }),
  catalog: object({ tell: just('catalog'), catalog: told<CatalogSent>() }),
  diagnostics: object({ tell: just('diagnostics'), rev, diagnostics }),
  values: object({ tell: just('values'), values }),
  meters: object({ tell: just('meters'), peak: list(number(0), 2), load: number(0), transport: transportState }),
  stats: object({ tell: just('stats'), stats, /** pictures a second, drawn since the last time */ fps: number(0) }),
  live: object({ tell: just('live'), rev }),
  progress: object({ tell: just('progress'), what: text(256), done: number(0), total: number(0) }),
  thumbnails: object({ tell: just('thumbnails'), width: whole(1, 16384), height: whole(1, 16384), map: table(object({ x: whole(), y: whole(), width: whole(), height: whole() }), 1024), jpeg: text(4 * 1024 * 1024) }),
  engine: engineState,
  /** The file and the journal differ: `open` with `take` says which goes on. */
  conflict: object({ tell: just('conflict'), sentence: text(), file: object({ title: text(), changed: text(64) }), journal: object({ title: text(), changed: text(64), edits: whole() }) }),
} as const;
export type News = keyof typeof pageNews;
export type PageNews<N extends News = News> = N extends News ? Of<(typeof pageNews)[N]> : never;
