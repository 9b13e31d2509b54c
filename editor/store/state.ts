/** Everything on screen, slice by slice. Plain data; live values are not in here (see live-values.ts). */
import type { Catalog, WireType } from '../../runtime/catalog/types.ts';
import type { Diagnostic, Patch } from '../../runtime/document/index.ts';
import type { History } from './history.ts';
import type { Entered } from './scope.ts';

export interface DocumentSlice {
  patch: Patch;
  /** edits applied since it was opened; the revision that the host knows it by */
  rev: number;
  /** the newest revision that is safe on disk */
  acked: number;
  /** from the patch inwards; empty: the patch itself is shown */
  trail: readonly Entered[];
}

export interface CatalogSlice {
  catalog: Catalog;
  /** type id -> how often it was placed here: the palette ranks by it */
  used: Readonly<Record<string, number>>;
}

export interface SelectionSlice {
  nodes: ReadonlySet<string>;
  wires: ReadonlySet<string>;
  notes: ReadonlySet<string>;
}

export interface Point { x: number; y: number }

/** Which end of a wire is in the hand. port: `node.port[.component]` of the end that is fixed. */
export interface Loose { port: string; side: 'outlet' | 'inlet'; type: WireType | 'parameter' }

export interface PaletteState {
  /** pixels of the page: where it opens */
  at: Point;
  /** canvas units: where the new node goes */
  place: Point;
  /** the wire that waits to be connected to the new node */
  loose: Loose | null;
  /** the wire that the new node is put into */
  wire: string | null;
}

/** Several inlets of a node fit: the user says which. */
export interface ChooserState { at: Point; choices: readonly { from: string; to: string; label: string }[] }

export interface Notice { id: number; text: string; kind: 'info' | 'error' }

export interface ViewSlice {
  palette: PaletteState | null;
  chooser: ChooserState | null;
  notices: readonly Notice[];
  /** nodes that show all of their parameters */
  unfolded: ReadonlySet<string>;
  /** below the canvas */
  drawer: 'none' | 'problems' | 'history' | 'code';
  /** type id that the code panel shows, and the line to go to */
  code: { type: string; line: number | null } | null;
  /** node or place to bring into view; a new object each time */
  reveal: { nodes: readonly string[] } | null;
  keysShown: boolean;
  /** a field that finds nodes of the patch, or commands */
  finder: 'nodes' | 'commands' | null;
}

export interface HostSlice {
  link: 'connecting' | 'open' | 'lost';
  /** of the newest revision that was compiled */
  diagnostics: readonly Diagnostic[];
  /** what the engine is doing, as a sentence; '' when all is well */
  engine: string;
  /** name of the file, as the host calls it */
  file: string;
  saved: boolean;
  readOnly: boolean;
  /** file and journal differ, and the user has not said yet which goes on */
  conflict: { sentence: string; file: { title: string; changed: string }; journal: { title: string; changed: string; edits: number } } | null;
}

export interface EditorState {
  document: DocumentSlice;
  catalog: CatalogSlice;
  selection: SelectionSlice;
  history: History;
  view: ViewSlice;
  host: HostSlice;
}
