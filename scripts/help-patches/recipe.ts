/** How the help patch of one node type is to be made. */
import type { ParamValue } from '../../runtime/document/types.ts';
import type { Scene, WireExtra } from './scene.ts';
import type { Mover, Picture, Sound } from './sources.ts';

export interface Move extends WireExtra {
  /** parameter of the node, with its component: `amount`, `tint.r` */
  param: string;
  by: Mover;
  /** parameters of what moves it */
  with?: Record<string, ParamValue>;
}

export interface Recipe {
  /** what to look at or listen to, after the node's own description */
  about: string;
  /** inlet -> what is wired there; a mover for an inlet of signals */
  inlets?: Record<string, Picture | Sound | Mover>;
  params?: Record<string, ParamValue>;
  media?: string;
  moves: Move[];
  hints?: Record<string, string>;
  /** signal nodes: the outlet that is drawn; the first where absent */
  plot?: string;
  /** Adds what stands behind the node `id`; gives the outlet that is seen. Where absent the node itself is seen. */
  show?: (scene: Scene, id: string) => string;
}

export type Recipes = Readonly<Record<string, Recipe>>;
