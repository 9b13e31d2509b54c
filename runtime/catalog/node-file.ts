import type { Origin } from './types.ts';

/** A node file as it was found, before it is read. */
export interface NodeFile {
  /** absolute, symlinks kept */
  path: string;
  /** type id by folder and name, e.g. "fx.vhs" */
  id: string;
  /** file name without its extension */
  name: string;
  origin: Origin;
  /** sha256, hex, over the file and what belongs to it */
  hash: string;
}
