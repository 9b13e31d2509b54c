/** The JSON comment at the top of an ISF file: where it is, and what it says, in the catalog's terms. */
import { field, isFields, text, words } from './header-fields.ts';
import type { Problem } from './header-fields.ts';
import { readInputs } from './isf-inputs.ts';
import { readImported, readPasses, readVersion } from './isf-passes.ts';
import { parseLenient } from './lenient-json.ts';
import type { Inlet, IsfSource, Param } from './types.ts';

export interface IsfHeader {
  version: 1 | 2;
  /** by its inputs: startImage, endImage and progress; inputImage; neither */
  kind: 'transition' | 'effect' | 'generator';
  title?: string;
  description?: string;
  credit?: string;
  categories: string[];
  keywords: string[];
  inlets: Inlet[];
  params: Param[];
  targets: IsfSource['targets'];
  passes: IsfSource['passes'];
  /** paths as written, relative to the file */
  imported: IsfSource['imported'];
}

export type HeaderResult =
  | { ok: true; header: IsfHeader; /** the GLSL; the header is as many empty lines */ fragment: string; problems: Problem[] }
  | { ok: false; message: string; /** 1-based, where the header starts */ line?: number };

/** A header longer than this is not one. Characters. */
const longest = 256 * 1024;

/** source: the whole file, its line ends any of \n, \r\n, \r. [any] */
export function readIsfHeader(source: string): HeaderResult {
  const file = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const place = findHeader(file);
  if (!place) return { ok: false, message: 'the file does not begin with an ISF header, a comment that holds JSON: /*{ "ISFVSN": "2" }*/' };
  const line = lines(file.slice(0, place.start)) + 1;
  if (!place.json) return { ok: false, message: place.message, line };
  const { json: fields, start, end } = place;

  const problems: Problem[] = [];
  const { inlets, params, cubes } = readInputs(field(fields, 'INPUTS'), problems);
  const numbers = new Set(params.filter((p) => typeof p.default === 'number' || typeof p.default === 'boolean').map((p) => p.name));
  const { targets, passes } = readPasses(field(fields, 'PASSES'), field(fields, 'PERSISTENT_BUFFERS'), (name) => numbers.has(name), problems);
  const imported = [...readImported(field(fields, 'IMPORTED'), problems), ...cubes.map((name) => ({ name, paths: [], cube: true }))];
  reportClashes(inlets, params, targets, imported, problems);

  const has = (name: string) => inlets.some((i) => i.name === name && i.type === 'video');
  const kind = has('startImage') && has('endImage') && params.some((p) => p.name === 'progress') ? 'transition' : has('inputImage') ? 'effect' : 'generator';
  const header: IsfHeader = {
    version: readVersion(field(fields, 'ISFVSN')), kind,
    categories: words(field(fields, 'CATEGORIES')), keywords: words(field(fields, 'KEYWORDS')),
    inlets, params, targets, passes, imported,
  };
  for (const [key, name] of [['title', 'TITLE'], ['description', 'DESCRIPTION'], ['credit', 'CREDIT']] as const) {
    const value = text(field(fields, name));
    if (value !== undefined) header[key] = value.replace(/\s+/g, ' ');
  }
  const fragment = file.slice(0, start) + '\n'.repeat(lines(file.slice(start, end))) + file.slice(end);
  return { ok: true, header, fragment, problems };
}

type Place =
  | { start: number; end: number; json: Record<string, unknown> }
  | { start: number; json: null; message: string };

/** The first block comment that opens with a brace; other comments may stand before it. */
function findHeader(file: string): Place | null {
  const comment = /\/\/[^\n]*|\/\*/g;
  for (let match = comment.exec(file); match; match = comment.exec(file)) {
    if (match[0] !== '/*') continue;
    const start = match.index;
    const close = file.indexOf('*/', start + 2);
    if (/^[*\s]*\{/.test(file.slice(start + 2, start + 1000))) return readComment(file, start, close);
    if (close < 0) return null;
    comment.lastIndex = close + 2;
  }
  return null;
}

function readComment(file: string, start: number, close: number): Place {
  if (close < 0) return { start, json: null, message: 'the header comment is not closed with */' };
  let message = '';
  // A comment inside the JSON ends the header comment early for GLSL; take the next end before giving up.
  for (let end = close, tries = 0; end >= 0 && tries < 4; end = file.indexOf('*/', end + 2), tries++) {
    if (end - start > longest) {
      message ||= 'the header is too long';
      break;
    }
    const body = file.slice(start + 2, end);
    const parsed = parseLenient(body.slice(body.indexOf('{')));
    if (parsed.ok && isFields(parsed.value)) return { start, end: end + 2, json: parsed.value };
    message ||= parsed.ok ? 'the header is not a JSON object' : `the header is not JSON: ${parsed.message}`;
  }
  return { start, json: null, message };
}

function reportClashes(inlets: Inlet[], params: Param[], targets: IsfSource['targets'], imported: IsfSource['imported'], problems: Problem[]): void {
  const seen = new Set<string>([...inlets, ...params].map((port) => port.name));
  for (const { name } of [...targets, ...imported]) {
    if (seen.has(name)) problems.push({ severity: 'error', message: `The name '${name}' is used twice in the header; rename one of them.` });
    seen.add(name);
  }
}

function lines(text: string): number {
  return text.split('\n').length - 1;
}
