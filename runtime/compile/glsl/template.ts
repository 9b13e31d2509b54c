/**
 * A node's text with holes for its names, so that it can stand several times in one program. Every name that is not
 * GLSL's or ISF's own is renamed, locals too: renaming all of them alike keeps the meaning without knowing their scopes.
 */
import type { NodeType } from '../../catalog/types.ts';
import { drawsCanvas } from './assemble.ts';
import { normalizeFragment } from './fragment.ts';
import { picturesOf, samplersOf, uniformsOf } from './ports.ts';
import { backward, forward, match, tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';
import { builtinFunctions, isShared, isType, programName } from './vocabulary.ts';

/** Text, a name to rename, a read of an image at the own pixel, or a uniform that ISF puts beside an image. */
type Part = string | { name: string } | { own: string } | { image: string; field: string };

export interface Template {
  parts: readonly Part[];
  /** built-in uniforms the text names */
  uses: ReadonlySet<string>;
  /** images (names in the program) that are read elsewhere than at the own pixel: these stay samplers */
  roaming: ReadonlySet<string>;
}

/** The name of something of the node at a place of the chain. W keeps clear of names that end in digits or underscores. */
export const placed = (name: string, place: number): string => `${name}W${place}`;

/** The node's text at its place; images in `upstream` are the picture of the node before. */
export function instantiate(template: Template, place: number, upstream: ReadonlySet<string>): string {
  let out = '';
  for (const part of template.parts) {
    if (typeof part === 'string') out += part;
    else if ('name' in part) out += placed(part.name, place);
    else if ('own' in part) out += upstream.has(part.own) ? placed('weft_up', place) : `weft_here(${placed(part.own, place)})`;
    else out += `_${placed(part.image, place)}_${part.field}`;
  }
  return out;
}

/** Values of neighbouring pixels, or pixels left out: not to be had inside a chain. */
const alone = /^(?:discard|dFdx.*|dFdy.*|fwidth.*|gl_FragDepth|gl_FragData|interpolateAt.*|gl_Sample.*|imageStore|imageLoad)$/;

/** null: the node draws in several passes, or its text cannot be renamed safely. [any] */
export function templateOf(type: NodeType): Template | null {
  const isf = type.isf;
  if (!isf || isf.passes.length > 1 || isf.targets.length > 0 || !drawsCanvas(type)) return null;
  const normal = normalizeFragment(type, false);
  if (!normal.hasMain) return null;
  const tokens = tokenize(normal.text);
  const macros = macrosOf(tokens);
  if (macros === null || tokens.some((t) => t.kind === 'name' && (alone.test(t.text) || t.text === '__LINE__'))) return null;
  const images = new Set(type.inlets.filter((i) => i.type === 'video').map((i) => programName(i.name)));
  const fields = structFields(tokens);
  const declared = new Set([...uniformsOf(type), ...samplersOf(type, picturesOf(type, false))].map((u) => u.name));

  const parts: Part[] = [];
  const roaming = new Set<string>();
  const readers = new Set<string>();
  const globals = new Set<string>();
  let define = '';
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i]!;
    if (t.directive === null && t.text === '{') depth++;
    if (t.directive === null && t.text === '}') depth--;
    if (t.kind !== 'name') {
      parts.push(t.text);
      continue;
    }
    const before = backward(tokens, i - 1);
    if (t.directive === 'define' && tokens[before]?.text === 'define') define = t.text;
    const global = t.directive === null && depth === 0;
    if (global) {
      globals.add(t.text);
      if (builtinFunctions.has(t.text) && isType(tokens[before]?.text ?? '')) return null;
    }
    const own = t.text === 'weft_here' ? tokens[forward(tokens, forward(tokens, i + 1) + 1)]?.text : undefined;
    if (own !== undefined && images.has(own)) {
      const end = match(tokens, i, ['weft_here', '(', own, ')']);
      if (end < 0) return null;
      parts.push({ own });
      if (global) roaming.add(own);
      if (t.directive === 'define') readers.add(define);
      for (i++; i <= end; i++) if (tokens[i]!.kind === 'space') parts.push(tokens[i]!.text);
      i = end;
      continue;
    }
    const beside = /^_(\w+)_(imgRect|imgSize|flip)$/.exec(t.text);
    const member = tokens[before]?.text === '.';
    // A macro that stands for a field or a swizzle: what it holds may not be renamed.
    if (member && macros.has(t.text)) return null;
    if (beside && !member) {
      parts.push({ image: beside[1]!, field: beside[2]! });
      if (images.has(beside[1]!)) roaming.add(beside[1]!);
    } else if (macros.has(t.text) || (declared.has(t.text) && !member)) {
      if (images.has(t.text)) roaming.add(t.text);
      parts.push({ name: t.text });
    } else if (member || fields.has(i) || isShared(t.text) || t.text === 'weft_here' || t.text === 'weft_by') {
      parts.push(t.text);
    } else {
      parts.push({ name: t.text });
    }
  }
  // Globals get their values before any node has run.
  if ([...readers].some((r) => globals.has(r))) return null;
  return { parts: merge(parts), uses: normal.uses, roaming };
}

/** Names that macros define, with their parameters; null when one of them redefines a word of GLSL or ISF. */
function macrosOf(tokens: readonly Token[]): ReadonlySet<string> | null {
  const out = new Set<string>();
  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i]!;
    if (t.directive !== 'define' && t.directive !== 'undef') continue;
    if (t.text === '#' || t.kind !== 'name' || (t.text !== 'define' && t.text !== 'undef')) continue;
    const name = forward(tokens, i + 1);
    if (tokens[name]?.kind !== 'name' || isShared(tokens[name]!.text)) return null;
    out.add(tokens[name]!.text);
    if (tokens[name + 1]?.text !== '(') continue;
    for (let p = name + 2; p < tokens.length && tokens[p]!.text !== ')' && tokens[p]!.directive !== null; p++) {
      if (tokens[p]!.kind !== 'name') continue;
      if (isShared(tokens[p]!.text)) return null;
      out.add(tokens[p]!.text);
    }
  }
  return out;
}

/** Indices of the field names inside struct bodies: they are used behind a point, which is not renamed. */
function structFields(tokens: readonly Token[]): ReadonlySet<number> {
  const out = new Set<number>();
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]!.text !== 'struct' || tokens[i]!.kind !== 'name') continue;
    let at = forward(tokens, i + 1);
    if (tokens[at]?.kind === 'name') at = forward(tokens, at + 1);
    if (tokens[at]?.text !== '{') continue;
    let typed = false, brackets = 0;
    for (at++; at < tokens.length && tokens[at]!.text !== '}'; at++) {
      const t = tokens[at]!;
      if (t.text === ';') typed = false;
      else if (t.text === '[') brackets++;
      else if (t.text === ']') brackets--;
      else if (t.kind === 'name' && brackets === 0) {
        if (typed) out.add(at);
        else if (t.text !== 'const') typed = true;
      }
    }
    i = at;
  }
  return out;
}

function merge(parts: readonly Part[]): Part[] {
  const out: Part[] = [];
  for (const part of parts) {
    const last = out.length - 1;
    if (typeof part === 'string' && typeof out[last] === 'string') out[last] += part;
    else out.push(part);
  }
  return out;
}
