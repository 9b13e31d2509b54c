/** Ids of nodes and wires, names of ports, and the references made of them: `path.port[.component]`. */
import { isForbiddenKey, isInherited } from './plain.ts';

/** The four tables a new id is made for. */
export const idPrefix = { patch: 'p', node: 'n', wire: 'w', media: 'm', note: 't' } as const;

export interface PortReference {
  /** node ids from the outside in; the first is a node of the patch or definition that holds the wire */
  path: string[];
  /** `inputImage`, or a port of the container: `$mix`, `$mask`, `$bypass` */
  port: string;
  /** `r` of a colour, `x` of a point */
  component: string | null;
}

const ID = /^[A-Za-z0-9_-]{1,128}$/;
const PORT = /^\$?[A-Za-z_]\w*$/;
const NAME = /^[A-Za-z_]\w*$/;

export function isId(text: string): boolean {
  return ID.test(text) && isOwnName(text);
}

/** A port that a definition publishes: no `$`, those belong to the container. */
export function isPortName(text: string): boolean {
  return NAME.test(text) && isOwnName(text);
}

export function isOwnName(text: string): boolean {
  return !isForbiddenKey(text) && !isInherited(text);
}

/** `n_sub/n_clip` -> its ids; null when it is not a path. */
export function parsePath(text: string): string[] | null {
  const path = text.split('/');
  return path.every(isId) ? path : null;
}

/** `n_sub/n_tint.color.r` -> its parts; null when it is not a port. */
export function parsePort(text: string): PortReference | null {
  const [where, port, component = null, ...more] = text.split('.');
  if (where === undefined || port === undefined || more.length > 0) return null;
  const path = parsePath(where);
  if (path === null || !PORT.test(port) || !isOwnName(port)) return null;
  if (component !== null && !isPortName(component)) return null;
  return { path, port, component };
}

export function formatPort(ref: PortReference): string {
  return `${ref.path.join('/')}.${ref.port}${ref.component === null ? '' : `.${ref.component}`}`;
}

/** `patch.<name>` -> name; null for every other type. */
export function definitionOf(type: string): string | null {
  return type.startsWith('patch.') ? type.slice('patch.'.length) : null;
}

/**
 * A label or file name as a port or file id: marks and everything that is not a letter, digit or _ go.
 * A name that is one already stays as it is. "Cut-off (Hz)" -> "Cut_off_Hz"; "" when nothing is left.
 */
export function slug(label: string): string {
  const plain = label.normalize('NFKD').replace(/\p{M}+/gu, '');
  if (NAME.test(plain)) return plain;
  const words = plain.split(/[^A-Za-z0-9]+/).filter((w) => w !== '').join('_');
  return /^\d/.test(words) ? `_${words}` : words;
}

/** `name`, or the first of `name_2`, `name_3`, … that is free. */
export function freeName(name: string, taken: (name: string) => boolean): string {
  if (!taken(name)) return name;
  for (let n = 2; ; n++) if (!taken(`${name}_${n}`)) return `${name}_${n}`;
}

/** No vowels and nothing that is read as something else: an id never spells a word. */
const ALPHABET = '23456789bcdfghjkmnpqrstvwxz';

/** A new id such as `n_k3v9q2`. random: 0 up to 1. */
export function newId(kind: keyof typeof idPrefix, taken: (id: string) => boolean, random: () => number): string {
  for (let length = 6; ; length++) {
    for (let attempt = 0; attempt < 8; attempt++) {
      let id = `${idPrefix[kind]}_`;
      for (let i = 0; i < length; i++) id += ALPHABET[Math.floor(random() * ALPHABET.length)];
      if (!taken(id)) return id;
    }
  }
}

/** Repeatable numbers 0 up to 1 for `newId`: mulberry32 (Tommy Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
