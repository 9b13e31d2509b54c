/** What the editor asks of the host and hears from it. The page never talks to anything else. */
import type { Catalog } from '../../runtime/catalog/types.ts';
import type { Diagnostic, Edit, Patch } from '../../runtime/document/index.ts';

export interface TransportNow {
  /** seconds on the transport */
  seconds: number;
  beat: number;
  bpm: number;
  playing: boolean;
}

export interface Stats {
  /** frames per second that were drawn, milliseconds of a frame (median) */
  fps: number;
  frameMs: number;
  xruns: number;
  /** per cent of full resolution */
  tier: number;
  /** peak since the last time, left and right, 0..1 */
  peak: readonly number[];
  /** 0..1 of the time a block has */
  load: number;
}

export type TransportAsk = { do: 'play' } | { do: 'pause' } | { do: 'seek'; seconds: number } | { do: 'tempo'; bpm: number };

export type HostEvent =
  | { event: 'link'; state: 'connecting' | 'open' | 'lost' }
  /** the whole document: at first, and whenever this page and the host no longer agree. base: what stands in the file */
  | { event: 'document'; patch: Patch; rev: number; file: string; saved: boolean; readOnly: boolean }
  | { event: 'catalog'; catalog: Catalog }
  /** up to this revision everything is on disk */
  | { event: 'ack'; rev: number }
  /** an edit was not taken; the document follows */
  | { event: 'refused'; message: string }
  /** the file holds all of it */
  | { event: 'saved' }
  /** edits that another page made, in order */
  | { event: 'edits'; edits: readonly { rev: number; edit: Edit }[] }
  /** who may write: this page or another */
  | { event: 'lease'; readOnly: boolean }
  /** file and journal differ: choose() says which goes on */
  | { event: 'conflict'; sentence: string; file: { title: string; changed: string }; journal: { title: string; changed: string; edits: number } }
  | { event: 'diagnostics'; rev: number; diagnostics: readonly Diagnostic[] }
  | { event: 'values'; rows: ReadonlyMap<string, number> }
  | { event: 'meters'; peak: readonly number[]; load: number; transport: TransportNow }
  | { event: 'stats'; stats: Stats; transport: TransportNow }
  /** one program picture */
  | { event: 'frame'; jpeg: Blob; width: number; height: number }
  /** the engine comes and goes; sentence: '' when it plays */
  | { event: 'engine'; sentence: string };

/** A file of the node, as text, or why not. */
export type Source = { ok: true; text: string; writable: boolean } | { ok: false; message: string };

export interface Host {
  /** one listener; called in the order of arrival */
  listen(listener: (event: HostEvent) => void): void;
  /** rev: that of the document after the edit. Not acknowledged: sent again after a reconnect. */
  edit(rev: number, edit: Edit): void;
  /** parameter values while the hand is still moving: heard and seen, not kept. By `path.param[.component]`. */
  set(values: Readonly<Record<string, number>>): void;
  transport(ask: TransportAsk): void;
  /** parameter rows whose values are wanted */
  watch(rows: readonly string[]): void;
  /** null when it is saved, else why not. over: also over what others have written meanwhile */
  save(over?: boolean): Promise<string | null>;
  /** take the right to write from the page that holds it, or give it up */
  lease(take: boolean): void;
  choose(take: 'file' | 'journal'): void;
  /** text of a node's file, by type id */
  read(type: string): Promise<Source>;
  /** null when it is written, else why not */
  write(type: string, text: string): Promise<string | null>;
  close(): void;
}
