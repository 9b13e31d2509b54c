/**
 * The canonical text of a patch, made for git: known fields in a fixed order, everything keyed by id sorted, one entry
 * per block, layout after the logic. Two patches that are equal have the same text.
 */
import type { Patch } from './types.ts';

/** columns; what fits stays on one line */
const WIDTH = 120;

type Value = unknown;
type Table = { table: Shape };
/** fields: in this order, then the unknown ones sorted. table: keyed by id, sorted, one entry per block. */
type Shape = { fields: readonly string[]; inner?: Readonly<Record<string, Shape | Table>> };

const node: Shape = { fields: ['type', 'title', 'media', 'seed', 'hash', 'params', 'data', 'seedPaths'] };
const wire: Shape = { fields: ['from', 'to', 'stage', 'mode', 'depth'] };
const place: Shape = { fields: ['x', 'y'] };
const definition: Shape = {
  fields: ['title', 'inlets', 'outlets', 'params', 'nodes', 'wires', 'layout'],
  inner: { nodes: { table: node }, wires: { table: wire }, layout: { table: place } },
};
const patch: Shape = {
  fields: ['format', 'version', 'id', 'title', 'seed', 'canvas', 'audio', 'tempo', 'duration', 'media', 'nodes', 'wires', 'definitions', 'layout', 'notes'],
  inner: {
    canvas: { fields: ['width', 'height', 'fps', 'depth', 'pictureDelay'] },
    audio: { fields: ['sampleRate'] },
    tempo: { fields: ['bpm', 'beatsPerBar'] },
    media: { table: { fields: ['path', 'sha256'] } },
    nodes: { table: node },
    wires: { table: wire },
    definitions: { table: definition },
    layout: { table: place },
    notes: { table: { fields: ['text', 'x', 'y', 'width', 'height'] } },
  },
};

/** UTF-8 text with a newline at its end. `parse(save(p))` equals p; linear in the patch. [any] */
export function save(document: Patch): string {
  return `${block(document, patch, '')}\n`;
}

function block(value: object, shape: Shape, indent: string): string {
  const inner = `${indent}  `;
  const lines = keysOf(value, shape).map((key) => {
    const v = (value as Record<string, Value>)[key];
    const s = shape.inner?.[key];
    return `${inner}${JSON.stringify(key)}: ${field(v, s, inner, key.length + 4)}`;
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function field(value: Value, shape: Shape | Table | undefined, indent: string, used: number): string {
  if (shape !== undefined && 'table' in shape && isObject(value)) return table(value, shape.table, indent);
  return fitting(value, shape as Shape | undefined, indent, used);
}

function table(value: object, shape: Shape, indent: string): string {
  const ids = Object.keys(value).sort(byText);
  if (ids.length === 0) return '{}';
  const inner = `${indent}  `;
  const entries = ids.map((id) => {
    const v = (value as Record<string, Value>)[id];
    const text = shape.inner !== undefined && isObject(v) ? block(v, shape, inner) : fitting(v, shape, inner, id.length + 4);
    return `${inner}${JSON.stringify(id)}: ${text}`;
  });
  return `{\n${entries.join(',\n')}\n${indent}}`;
}

/** On one line when that stays within WIDTH, else a line for each field or item. */
function fitting(value: Value, shape: Shape | undefined, indent: string, used: number): string {
  if (!isObject(value) && !Array.isArray(value)) return scalar(value);
  const line = oneLine(value, shape, WIDTH - indent.length - used - 1);
  if (line !== null) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((v) => inner + fitting(v, undefined, inner, 0)).join(',\n')}\n${indent}]`;
  const lines = keysOf(value, shape).map((key) => {
    const v = (value as Record<string, Value>)[key];
    return `${inner}${JSON.stringify(key)}: ${fitting(v, undefined, inner, key.length + 4)}`;
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** null as soon as it is longer than `room`, so that trying costs no more than a line. */
function oneLine(value: Value, shape: Shape | undefined, room: number): string | null {
  if (!isObject(value) && !Array.isArray(value)) {
    // No text is shorter than its characters.
    if (typeof value === 'string' && value.length > room) return null;
    const text = scalar(value);
    return text.length <= room ? text : null;
  }
  const isArray = Array.isArray(value);
  const keys = isArray ? null : keysWithin(value, shape, room);
  if (keys === null && (!isArray || value.length > room)) return null;
  const count = keys?.length ?? (value as unknown[]).length;
  if (count === 0) return isArray ? '[]' : '{}';
  let text = isArray ? '[' : '{ ';
  for (let i = 0; i < count; i++) {
    const key = keys?.[i];
    if (i > 0) text += ', ';
    if (key !== undefined) text += `${JSON.stringify(key)}: `;
    const v = key === undefined ? (value as unknown[])[i] : (value as Record<string, Value>)[key];
    const part = oneLine(v, undefined, room - text.length - (isArray ? 1 : 2));
    if (part === null) return null;
    text += part;
  }
  return text + (isArray ? ']' : ' }');
}

/** The keys in order, or null when there are too many for a line. */
function keysWithin(value: object, shape: Shape | undefined, room: number): string[] | null {
  let n = 0;
  for (const key in value) {
    void key;
    if (++n * 6 > room + 6) return null;
  }
  return keysOf(value, shape);
}

function keysOf(value: object, shape: Shape | undefined): string[] {
  const keys = Object.keys(value).filter((k) => (value as Record<string, Value>)[k] !== undefined);
  const known = shape?.fields ?? [];
  const rank = (key: string): number => {
    const at = known.indexOf(key);
    return at < 0 ? known.length : at;
  };
  return keys.sort((a, b) => rank(a) - rank(b) || byContainer(a, b) || byText(a, b));
}

/** The container's own (`$mix`) after the node's. */
function byContainer(a: string, b: string): number {
  return Number(a.startsWith('$')) - Number(b.startsWith('$'));
}

/** By UTF-16 code units: the same on every machine and in every language. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Numbers in the shortest decimal form that reads back as the same double (ECMA-262, Number::toString). */
function scalar(value: Value): string {
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}

function isObject(value: Value): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
