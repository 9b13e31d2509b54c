/**
 * Shapes of messages: JSON schemas that know the type they describe, so that the two cannot drift apart.
 * Every number is finite and bounded, every text and list has a longest length.
 */
declare const described: unique symbol;

/** A JSON schema of values of type T. */
export interface Shape<T> { readonly schema: Readonly<Record<string, unknown>>; readonly [described]?: T }
/** A field that may be left out. */
export interface Maybe<T> { readonly maybe: Shape<T> }

export type Of<S> = S extends Shape<infer T> ? T : never;
type Fields = Readonly<Record<string, Shape<unknown> | Maybe<unknown>>>;
type Flat<T> = { [K in keyof T]: T[K] };
type OfFields<F extends Fields> = Flat<
  { [K in keyof F as F[K] extends Maybe<unknown> ? never : K]: Of<F[K]> }
  & { [K in keyof F as F[K] extends Maybe<unknown> ? K : never]?: F[K] extends Maybe<infer T> ? T : never }
>;

const shape = <T>(schema: Record<string, unknown>): Shape<T> => ({ schema });

/** letters of a text where nothing else is said: a path, a sentence */
const LONGEST = 4096;

export const text = (longest = LONGEST): Shape<string> => shape({ type: 'string', maxLength: longest });
export const number = (min = -1e15, max = 1e15): Shape<number> => shape({ type: 'number', minimum: min, maximum: max });
export const whole = (min = 0, max = Number.MAX_SAFE_INTEGER): Shape<number> => shape({ type: 'integer', minimum: min, maximum: max });
export const truth: Shape<boolean> = shape({ type: 'boolean' });
export const nothing: Shape<null> = shape({ type: 'null' });
/** anything that JSON can hold; whoever uses it checks it */
export const anything: Shape<unknown> = shape({});
/** an object that another room's own schema judges: a patch, an edit */
export const record = <T>(): Shape<T> => shape({ type: 'object' });
export const oneOf = <const T extends readonly string[]>(...words: T): Shape<T[number]> => shape({ type: 'string', enum: [...words] });
export const just = <const T extends string | number | boolean>(value: T): Shape<T> => shape({ const: value });
export const list = <T>(of: Shape<T>, longest: number): Shape<T[]> => shape({ type: 'array', items: of.schema, maxItems: longest });
export const pair = <T>(of: Shape<T>): Shape<[T, T]> => shape({ type: 'array', items: of.schema, minItems: 2, maxItems: 2 });
export const table = <T>(of: Shape<T>, longest: number, key = 1024): Shape<Record<string, T>> =>
  shape({ type: 'object', additionalProperties: of.schema, maxProperties: longest, propertyNames: { maxLength: key, not: { enum: ['__proto__', 'constructor', 'prototype'] } } });
export const either = <A, B>(a: Shape<A>, b: Shape<B>): Shape<A | B> => shape({ anyOf: [a.schema, b.schema] });
export const maybe = <T>(of: Shape<T>): Maybe<T> => ({ maybe: of });

/** Exactly these fields. open: further ones are let through, for what a newer version adds. */
export function object<const F extends Fields>(fields: F, open = false): Shape<OfFields<F>> {
  const entries = Object.entries(fields);
  return shape({
    type: 'object',
    required: entries.filter(([, f]) => 'schema' in f).map(([name]) => name),
    properties: Object.fromEntries(entries.map(([name, f]) => [name, 'schema' in f ? f.schema : f.maybe.schema])),
    ...(open ? {} : { additionalProperties: false }),
  });
}
