/** Everything that can be done to a patch, as data: what the history lists, the journal keeps and the wire carries. */
import type { Canvas, Definition, LayoutItem, MediaRef, Note, ParamValue, Patch, PatchNode, Wire } from '../types.ts';

/** in: name of the definition whose inside is meant; absent: the patch itself. */
interface Inside { in?: string }

export type Edit =
  | ({ op: 'addNode'; id: string; node: PatchNode; at?: LayoutItem } & Inside)
  /** with their wires, places and published names */
  | ({ op: 'removeNodes'; ids: string[] } & Inside)
  /** value absent: back to the default; likewise below */
  | ({ op: 'setParam'; id: string; param: string; value?: ParamValue } & Inside)
  | ({ op: 'setType'; id: string; type: string } & Inside)
  | ({ op: 'setTitle'; id: string; title?: string } & Inside)
  | ({ op: 'setMedia'; id: string; media?: string } & Inside)
  | ({ op: 'setData'; id: string; data?: unknown } & Inside)
  | ({ op: 'setNodeSeed'; id: string; seed?: number } & Inside)
  | ({ op: 'setHash'; id: string; hash?: string } & Inside)
  | ({ op: 'connect'; id: string; wire: Wire } & Inside)
  | ({ op: 'disconnect'; ids: string[] } & Inside)
  /** the whole wire anew: other ends, stage, mode, depth */
  | ({ op: 'setWire'; id: string; wire: Wire } & Inside)
  /** node id -> place */
  | ({ op: 'move'; places: Record<string, LayoutItem> } & Inside)
  | { op: 'addNote'; id: string; note: Note }
  | { op: 'editNote'; id: string; note: Partial<Note> }
  | { op: 'removeNote'; id: string }
  | { op: 'setPatchTitle'; title: string }
  | { op: 'setSeed'; seed: number }
  | { op: 'setCanvas'; canvas: Partial<Canvas> }
  | { op: 'setAudio'; audio: Partial<Patch['audio']> }
  | { op: 'setTempo'; tempo: Partial<Patch['tempo']> }
  /** seconds; null: as long as a patch without a length of its own */
  | { op: 'setDuration'; duration: number | null }
  | { op: 'addMedia'; id: string; media: MediaRef }
  | { op: 'editMedia'; id: string; media: MediaRef }
  /** refused while a node uses it */
  | { op: 'removeMedia'; id: string }
  | { op: 'addDefinition'; name: string; definition: Definition }
  /** what is given replaces the definition's own */
  | { op: 'editDefinition'; name: string; title?: string; inlets?: Definition['inlets']; outlets?: Definition['outlets']; params?: Record<string, string> }
  /** refused while a node places it */
  | { op: 'removeDefinition'; name: string }
  /** Makes the definition `name` of the nodes `ids` and puts the node `as` in their place. params: ports (`n_a.amount`)
   *  known to be parameters; a wire with stage, mode or depth says so itself. */
  | ({ op: 'group'; ids: string[]; name: string; as: string; title?: string; params?: string[] } & Inside)
  /** puts the nodes of a placed definition in its place; the definition stays */
  | ({ op: 'ungroup'; id: string } & Inside)
  /** all or nothing */
  | { op: 'batch'; edits: Edit[] }
  /** what inverses are made of */
  | { op: 'restore'; changes: Change[]; moves?: Moves[] };

/** value absent: nothing stands there. path: keys from the root. */
export interface Change { path: string[]; value?: unknown }

/** Nodes that went elsewhere with their state: old path -> new path, within the patch or within every placed `in`. */
export interface Moves extends Inside { paths: Record<string, string> }

export type EditOf<Op extends Edit['op']> = Extract<Edit, { op: Op }>;
