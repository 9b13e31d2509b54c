/**
 * Divisors under a guard, so that a program may be given constants for its uniforms: of a division by a constant 0 software
 * GL makes anything, where one by a uniform of 0 gives Inf or NaN.
 */
import { forward, join, tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';

export interface Guarded {
  text: string;
  /** every divisor that may be a constant 0 is under the guard */
  whole: boolean;
}

/** Puts weft_by() around what is divided by, except numbers. Lines stay where they are. [any] */
export function guardDivisors(source: string): Guarded {
  const tokens = tokenize(source);
  const macros = macrosOf(tokens);
  let whole = true;
  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i]!;
    if (t.kind !== 'mark' || t.text !== '/') continue;
    if (t.directive !== null) {
      // in a macro nothing says where what it is given ends
      if (t.directive === 'define' && !isNumber(tokens, forward(tokens, i + 1))) whole = false;
      continue;
    }
    const assigned = tokens[i + 1]?.text === '=';
    const first = forward(tokens, i + (assigned ? 2 : 1));
    const last = assigned ? expression(tokens, first) : operand(tokens, first);
    if (last < first || (last === first && isNumber(tokens, first))) continue;
    const name = tokens[first]!.text;
    const macro = macros.get(name);
    if (macro === 'number' && last === first) continue;
    if (tokens.slice(first, last + 1).some((x) => macros.get(x.text) === 'text')) {
      whole = false;
      continue;
    }
    tokens[first] = { ...tokens[first]!, text: `weft_by(${name}` };
    tokens[last] = { ...tokens[last]!, text: `${tokens[last]!.text})` };
  }
  return { text: join(tokens), whole };
}

/** Numbers other than 0. */
const isNumber = (tokens: readonly Token[], i: number): boolean => tokens[i]?.kind === 'number' && Number.parseFloat(tokens[i]!.text) !== 0;

/** Macros that stand for a number, and all others. */
function macrosOf(tokens: readonly Token[]): ReadonlyMap<string, 'number' | 'text'> {
  const out = new Map<string, 'number' | 'text'>();
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]!.directive !== 'define' || tokens[i]!.text !== 'define') continue;
    const name = forward(tokens, i + 1), value = forward(tokens, name + 1);
    const more = forward(tokens, value + 1);
    const alone = tokens[name + 1]?.text !== '(' && isNumber(tokens, value) && tokens[more]?.directive !== 'define';
    out.set(tokens[name]?.text ?? '', alone && !out.has(tokens[name]!.text) ? 'number' : 'text');
  }
  return out;
}

/** Last token of the operand of a division that begins at i: signs, a name, number or bracket, and what is hung on it. */
function operand(tokens: readonly Token[], i: number): number {
  while (/^[-+~!]$/.test(tokens[i]?.text ?? '')) i = forward(tokens, i + 1);
  let last = tokens[i]?.text === '(' ? closing(tokens, i) : i;
  for (let next = forward(tokens, last + 1); next < tokens.length; next = forward(tokens, last + 1)) {
    const text = tokens[next]!.text;
    if (text === '(' || text === '[') last = closing(tokens, next);
    else if (text === '.') last = forward(tokens, next + 1);
    else break;
  }
  return last;
}

/** Last token of the expression that begins at i and ends before a semicolon, a comma or a bracket that it did not open. */
function expression(tokens: readonly Token[], i: number): number {
  let last = i;
  for (let at = i; at < tokens.length && !/^[;,)\]}]$/.test(tokens[at]!.text); at = forward(tokens, last + 1)) {
    last = /^[([]$/.test(tokens[at]!.text) ? closing(tokens, at) : at;
  }
  return last;
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (/^[([]$/.test(tokens[i]!.text)) depth++;
    else if (/^[)\]]$/.test(tokens[i]!.text) && --depth === 0) return i;
  }
  return tokens.length - 1;
}
