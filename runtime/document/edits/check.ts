/** Is this an edit at all? What it says is judged where it is done. */
import { checkWith } from '../schema.ts';
import { isRecord, quoted } from '../plain.ts';
import { refuse, type Outcome } from './refusal.ts';
import schema from './schema.json' with { type: 'json' };

const parts: ReadonlySet<string> = new Set(['id', 'ids', 'param']);
export const ops: readonly string[] = Object.keys(schema.definitions).filter((name) => !parts.has(name));
const known: ReadonlySet<string> = new Set(ops);

export function checkEdit(edit: unknown): Outcome {
  const op = isRecord(edit) ? edit.op : undefined;
  if (typeof op !== 'string' || !known.has(op)) return refuse(`There is no edit ${typeof op === 'string' ? quoted(op) : 'without an "op"'}. Use one of ${ops.join(', ')}.`);
  const wrong = checkWith(schema, op, edit, [op]);
  return wrong === null ? null : { ...wrong, code: 'edit.refused' };
}
