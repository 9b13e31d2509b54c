/** Schemas put to work: is this message what its kind says? */
import { Ajv, type ValidateFunction } from 'ajv';
import { replyError, type ReplyError } from './codes.ts';
import { MESSAGE_DEPTH } from './limits.ts';
import type { Of, Shape } from './shape.ts';

type Kinds = Readonly<Record<string, Shape<unknown>>>;
export type Checked<T> = { ok: true; value: T } | { ok: false; id: number; error: ReplyError };

export interface Checker<K extends Kinds> {
  /** kind: what the message says it is, by its field `by`. Never throws, whatever `message` is. [any] */
  check(message: unknown): Checked<{ [N in keyof K]: Of<K[N]> }[keyof K]>;
  /** a message whose kind is known */
  as<N extends keyof K & string>(kind: N, message: unknown): Checked<Of<K[N]>>;
}

/** by: the field that names the kind. Validators are compiled when first needed. [any] */
export function checker<const K extends Kinds>(kinds: K, by: 'do' | 'tell'): Checker<K> {
  const ajv = new Ajv({ allErrors: false, allowUnionTypes: true, strict: true, strictTypes: false });
  const compiled = new Map<string, ValidateFunction>();
  const validator = (kind: string): ValidateFunction | null => {
    if (!Object.hasOwn(kinds, kind)) return null;
    let v = compiled.get(kind);
    if (!v) compiled.set(kind, (v = ajv.compile(kinds[kind]!.schema)));
    return v;
  };
  const as = (kind: string, message: unknown): Checked<never> => {
    const validate = validator(kind);
    if (!validate) return no(message, replyError('message.unknown', `There is no message '${kind.slice(0, 60)}'.`));
    if (validate(message)) return { ok: true, value: message as never };
    const wrong = validate.errors?.[0];
    return no(message, replyError('message.malformed', `'${kind}'${wrong?.instancePath ?? ''} ${wrong?.message ?? 'does not fit'}.`.slice(0, 500)));
  };
  return {
    check(message) {
      const kind = typeof message === 'object' && message !== null && !Array.isArray(message) ? (message as Record<string, unknown>)[by] : undefined;
      if (typeof kind !== 'string') return no(message, replyError('message.malformed', `A message is an object with a "${by}".`));
      return as(kind, message);
    },
    as: (kind, message) => as(kind, message),
  };
}

function no(message: unknown, error: ReplyError): { ok: false; id: number; error: ReplyError } {
  const id = typeof message === 'object' && message !== null ? (message as Record<string, unknown>).id : 0;
  return { ok: false, id: typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : 0, error };
}

/** JSON text -> value. Refuses what is not JSON, nests too deep, or holds a number too large to be finite. [any] */
export function readMessage(source: string): Checked<unknown> {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < source.length; i++) {
    const c = source.charCodeAt(i);
    if (quoted) {
      if (c === 0x5c) i++;
      else if (c === 0x22) quoted = false;
    } else if (c === 0x22) quoted = true;
    else if (c === 0x5b || c === 0x7b) {
      if (++depth > MESSAGE_DEPTH) return { ok: false, id: 0, error: replyError('message.malformed', `The message nests more than ${MESSAGE_DEPTH} deep.`) };
    } else if (c === 0x5d || c === 0x7d) depth--;
  }
  try {
    return { ok: true, value: JSON.parse(source) as unknown };
  } catch {
    return { ok: false, id: 0, error: replyError('message.malformed', 'The message is not JSON.') };
  }
}

/** Value -> JSON text. Throws on a number that is not finite: JSON would make null of it, and the other side refuse it. [any] */
export function writeMessage(message: unknown): string {
  return JSON.stringify(message, (key, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`a message holds ${value} in "${key}"`);
    return value;
  });
}
