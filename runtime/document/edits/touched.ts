/** After an edit: is everything that it wrote still what a patch may hold? */
import { checkPart, type Part } from '../schema.ts';
import type { Patch } from '../types.ts';
import { refuse, type Outcome } from './refusal.ts';

const headParts: Readonly<Record<string, Part>> = { title: 'words', seed: 'seed', canvas: 'canvas', audio: 'audio', tempo: 'tempo', duration: 'duration' };
const entryParts: Readonly<Record<string, Part>> = { media: 'media', nodes: 'node', wires: 'wire', layout: 'place', notes: 'note', definitions: 'definition' };
const innerEntryParts: Readonly<Record<string, Part>> = { nodes: 'node', wires: 'wire', layout: 'place' };
const faceParts: Readonly<Record<string, Part>> = { title: 'words', inlets: 'inlets', outlets: 'published', params: 'published' };

/** Looks at each entry (a node, a wire, …) that a path leads into, once. */
export function checkTouched(patch: Patch, paths: readonly (readonly string[])[]): Outcome {
  const seen = new Set<string>();
  for (const path of paths) {
    const spot = spotOf(path);
    if (spot === null) return refuse(`An edit may not write ${path.join(' › ')}. Use the edits that there are.`);
    const key = spot.path.join('\0');
    if (seen.has(key)) continue;
    seen.add(key);
    const value = at(patch, spot.path);
    if (value === undefined && spot.optional) continue;
    const wrong = (spot.keyed ? checkPart('id', spot.path.at(-1), spot.path.slice(0, -1)) : null)
      ?? (spot.part === null ? null : checkPart(spot.part, value, spot.path));
    if (wrong !== null) return { ...wrong, code: 'edit.refused' };
  }
  return null;
}

interface Spot {
  path: readonly string[];
  /** null: an empty table, made or taken away with its first or last entry */
  part: Part | null;
  optional: boolean;
  /** its last key is an id */
  keyed: boolean;
}

function spotOf(path: readonly string[]): Spot | null {
  const [first, second, third, fourth] = path;
  if (first === undefined) return null;
  const head = own(headParts, first);
  if (head) return { path: path.slice(0, 1), part: head, optional: first === 'duration', keyed: false };
  if (second === undefined) return first === 'notes' ? { path, part: null, optional: true, keyed: false } : null;
  if (first !== 'definitions' || third === undefined) {
    const part = own(entryParts, first);
    return part ? { path: path.slice(0, 2), part, optional: true, keyed: true } : null;
  }
  const face = own(faceParts, third);
  if (face) return { path: path.slice(0, 3), part: face, optional: third === 'title' || third === 'params', keyed: false };
  const part = own(innerEntryParts, third);
  if (!part) return null;
  if (fourth !== undefined) return { path: path.slice(0, 4), part, optional: true, keyed: true };
  return third === 'layout' ? { path, part: null, optional: true, keyed: false } : null;
}

function at(patch: Patch, path: readonly string[]): unknown {
  let value: unknown = patch;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
