/** The shape of a patch, checked. The sentences come from the descriptions in schema.json. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Diagnostic } from './diagnostic.ts';
import { definitionOf, isId, isOwnName, isPortName, parsePort } from './ids.ts';
import { isRecord, quoted } from './plain.ts';
import schema from './schema.json' with { type: 'json' };
import type { Patch } from './types.ts';

/** Every part that an edit may put into a patch on its own. */
export type Part =
  | 'id' | 'words' | 'seed' | 'canvas' | 'audio' | 'tempo' | 'duration' | 'media' | 'node' | 'wire' | 'definition' | 'inlets' | 'published' | 'place' | 'note';

/** A broken file of 10^5 nodes does not need 10^5 sentences. */
const MAX_FINDINGS = 20;

const ajv = new Ajv({ allErrors: false, verbose: true, allowUnionTypes: true });
ajv.addFormat('id', isId);
ajv.addFormat('own-name', isOwnName);
ajv.addFormat('port-name', isPortName);
ajv.addFormat('port', (text: string) => parsePort(text) !== null);
ajv.addFormat('node-type', (text: string) => isOwnName(definitionOf(text) ?? ''));
ajv.addFormat('frame-rate', isFrameRate);
const wholePatch: ValidateFunction<Patch> = ajv.compile<Patch>(schema);

/** Empty when `value` is a patch of the newest version; at most 20 findings otherwise, each with its node. Linear. */
export function checkPatch(value: unknown): Diagnostic[] {
  if (wholePatch(value)) return [];
  const found: Diagnostic[] = [];
  if (isRecord(value)) {
    checkEach(found, value.media, 'media', ['media']);
    checkEach(found, value.nodes, 'node', ['nodes']);
    checkEach(found, value.wires, 'wire', ['wires']);
    checkEach(found, value.definitions, 'definition', ['definitions']);
    checkEach(found, value.layout, 'place', ['layout']);
    checkEach(found, value.notes, 'note', ['notes']);
  }
  // What no single entry is to blame for: a field that is missing, an id that is none.
  if (found.length === 0) {
    wholePatch(value);
    found.push(sentence(telling(wholePatch.errors!), []));
  }
  return found;
}

/** Why `value` cannot be this part of a patch, or null. path: where it stands, for the sentence. */
export function checkPart(part: Part, value: unknown, path: readonly string[]): Diagnostic | null {
  return checkWith(schema, part, value, path);
}

/** The same by a definition of another schema, one that refers to this one. */
export function checkWith(other: { $id: string }, definition: string, value: unknown, path: readonly string[]): Diagnostic | null {
  if (!ajv.getSchema(other.$id)) ajv.addSchema(other);
  const validate = ajv.getSchema(`${other.$id}#/definitions/${definition}`)!;
  return validate(value) ? null : sentence(telling(validate.errors!), path);
}

function checkEach(found: Diagnostic[], table: unknown, part: Part, path: readonly string[]): void {
  if (!isRecord(table)) return;
  for (const [id, entry] of Object.entries(table)) {
    if (found.length >= MAX_FINDINGS) return;
    const wrong = checkPart(part, entry, [...path, id]);
    if (wrong !== null) found.push(wrong);
  }
}

/** Of a choice, what the choice is; else the first that failed. */
function telling(errors: readonly ErrorObject[]): ErrorObject {
  return errors.find((e) => e.keyword === 'anyOf') ?? errors[0]!;
}

function sentence(error: ErrorObject, path: readonly string[]): Diagnostic {
  const inner = error.instancePath.split('/').slice(1).map((p) => p.replaceAll('~1', '/').replaceAll('~0', '~'));
  const full = [...path, ...inner];
  const at = place(full);
  const where = full.length === 0 ? 'The file' : full.map(shortened).join(' › ');
  if (error.keyword === 'required') {
    const field = (error.params as { missingProperty: string }).missingProperty;
    const about = (schemaOf(error.parentSchema, field)?.description as string | undefined) ?? 'a value';
    return { code: 'doc.schema', severity: 'error', ...at, message: `${where} has no "${field}". Add it: ${about}.` };
  }
  const about = (error.parentSchema as { description?: string } | undefined)?.description ?? 'of another shape';
  if (error.propertyName !== undefined) {
    return { code: 'doc.schema', severity: 'error', ...at, message: `${where} has the key ${quoted(error.propertyName)}. Rename it: it must be ${about}.` };
  }
  return { code: 'doc.schema', severity: 'error', ...at, message: `${where} must be ${about}; it is ${found(error.data)}. Correct it.` };
}

/** The schema of a field, for what to say about a missing one. */
function schemaOf(parent: unknown, field: string): Record<string, unknown> | undefined {
  const own = (parent as { properties?: Record<string, Record<string, unknown>> }).properties?.[field];
  const ref = own?.$ref;
  if (typeof ref !== 'string') return own;
  return (schema.definitions as unknown as Record<string, Record<string, unknown>>)[ref.split('#/definitions/')[1] ?? ''];
}

function place(path: readonly string[]): { node?: string; wire?: string } {
  const [table, id] = path;
  if (id === undefined) return {};
  if (table === 'nodes' || table === 'layout') return { node: id };
  if (table === 'wires') return { wire: id };
  return {};
}

function found(data: unknown): string {
  if (typeof data === 'string') return quoted(data);
  if (Array.isArray(data)) return 'a list';
  return isRecord(data) ? 'an object' : String(data);
}

function shortened(key: string): string {
  return /^[\w$-]{1,60}$/.test(key) ? key : quoted(key);
}

/** "num/den", whole numbers, 1 to 1000 frames per second. */
function isFrameRate(text: string): boolean {
  const match = /^([1-9]\d{0,8})\/([1-9]\d{0,8})$/.exec(text);
  if (match === null) return false;
  const fps = Number(match[1]) / Number(match[2]);
  return fps >= 1 && fps <= 1000;
}
