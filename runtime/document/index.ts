/** The door of the document: what other rooms use. */
export { codes, type Code, type Diagnostic, type Result } from './diagnostic.ts';
export type {
  Canvas, Definition, LayoutItem, MediaRef, Mode, Note, ParamValue, Patch, PatchNode, Stage, Wire,
} from './types.ts';
export { parse } from './parse.ts';
export { save } from './save.ts';
export { MAX_BYTES, MAX_DEPTH } from './plain.ts';
export { VERSION } from './migrate.ts';
export { formatPort, newId, parsePort, seededRandom, slug, type PortReference } from './ids.ts';
export { apply, type Applied } from './edits.ts';
export type { Change, Edit, EditOf, Moves } from './edits/edit.ts';
export { seedPath } from './seed-path.ts';
