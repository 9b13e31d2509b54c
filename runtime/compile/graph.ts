/** What the passes hand to each other between the document and the plan. */
import type { Mode, ParamValue, Stage } from '../document/types.ts';
import type { NodeType } from '../catalog/types.ts';
import type { PictureStep, PlanNode, Program } from '../plan/types.ts';
import type { Ports } from './ports.ts';

/** One end of a wire. component: `tint.r` -> "r". */
export interface PortRef { path: string; port: string; component: string | null }

/** A node after definitions are inlined; path is the instance path, `n_sub/n_a`. */
export interface FlatNode {
  path: string;
  /** the path that its seed is made from: where it stood before it was grouped */
  seedPath: string;
  type: string;
  params: Record<string, ParamValue>;
  seed: number;
  media: string | null;
  hash: string | null;
}

/** id: `w_1`, or `n_sub/w_1` inside an instance. A wire to a published inlet that feeds several becomes several. */
export interface FlatWire { id: string; from: PortRef; to: PortRef; stage: Stage; mode: Mode; depth: number }

/** Sorted by path and by id: the order of the file is gone from here on. */
export interface Flat { nodes: FlatNode[]; wires: FlatWire[] }

export interface GraphNode {
  path: string;
  seedPath: string;
  type: NodeType;
  ports: Ports;
  seed: number;
  media: string | null;
  /** checked values of the parameters that the document states */
  values: ReadonlyMap<string, ParamValue>;
  /** by inlet, in the order of ports.inlets; each list sorted by wire id */
  inlets: (readonly Source[])[];
  /** sorted by row offset, then wire id */
  mods: readonly Modulation[];
}

/** Where an inlet takes from: node and outlet index. */
export interface Source { node: number; outlet: number; wire: string }

/** A signal on a parameter. row: offset into the node's rows. */
export interface Modulation { row: number; node: number; outlet: number; wire: string; stage: Stage; mode: Mode; depth: number }

/** Nodes sorted by path; every index is into `nodes`. */
export interface Graph { nodes: GraphNode[] }

/** A node in the schedule. A node that delays is two tasks: `give` before its readers, `take` after its input. */
export interface Task { node: number; part: 'all' | 'give' | 'take' }

export type ShaderStep = Extract<PictureStep, { op: 'shader' }>;

/**
 * What the fuse pass knows. The steps it gets hold one node each, and every texture is written by one step only
 * (slots are given out later), so a texture that one step reads and that is not in `keep` may vanish.
 */
export interface FuseContext {
  /** by plan node index, as in step.node */
  nodes: readonly PlanNode[];
  types: readonly NodeType[];
  /** bits per component of a wire */
  depth: 8 | 16;
  /** textures that something outside the steps reads (the program picture) */
  keep: ReadonlySet<number>;
  /** paths of nodes that stay single */
  unfusable: ReadonlySet<string>;
  /** puts a program into the plan's table (once per key) and gives its index; files name the first node that uses it */
  program(program: Program): number;
}
