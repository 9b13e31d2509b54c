/**
 * Sizes of ISF targets: "floor($WIDTH/4.0)", "max(8.0, $HEIGHT*$quality)", 512. Parsed once into reverse Polish notation,
 * which the engine evaluates whenever an input moves.
 */
import type { SizeExpr } from './types.ts';

/** Functions and how many numbers each takes. */
const functions: ReadonlyMap<string, number> = new Map([
  ['floor', 1], ['ceil', 1], ['sqrt', 1], ['min', 2], ['max', 2], ['pow', 2],
]);
const longest = 1000;
const deepest = 50;

export type SizeResult = { ok: true; value: SizeExpr } | { ok: false; message: string };

class Wrong extends Error {}

/**
 * source: what a pass says for WIDTH or HEIGHT, in pixels. Missing, null and "" mean the canvas.
 * isInput: whether a name (without its $) is an input that holds a number. [any]
 */
export function parseSize(source: unknown, isInput: (name: string) => boolean): SizeResult {
  if (source === undefined || source === null) return { ok: true, value: null };
  if (typeof source === 'number') {
    return Number.isFinite(source) ? { ok: true, value: [source] } : { ok: false, message: 'a size must be a finite number' };
  }
  if (typeof source !== 'string') return { ok: false, message: 'a size must be a number or an expression in a string' };
  if (source.trim() === '') return { ok: true, value: null };
  if (source.length > longest) return { ok: false, message: `a size expression may have ${longest} characters` };
  try {
    return { ok: true, value: new SizeParser(tokens(source), isInput).parse() };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, message: error.message };
    throw error;
  }
}

function tokens(source: string): string[] {
  const out: string[] = [];
  const token = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)[fF]?|(\$?[A-Za-z_]\w*)|([-+*/(),]))/y;
  while (token.lastIndex < source.trimEnd().length) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (!match) throw new Wrong(`'${source.slice(at).trim().slice(0, 12)}' is not understood`);
    out.push((match[1] ?? match[2] ?? match[3])!);
  }
  return out;
}

class SizeParser {
  private at = 0;
  private depth = 0;
  private readonly rpn: (number | string)[] = [];

  constructor(private readonly tokens: string[], private readonly isInput: (name: string) => boolean) {}

  parse(): (number | string)[] {
    this.sum();
    const left = this.tokens[this.at];
    if (left !== undefined) throw new Wrong(`'${left}' was not expected`);
    return this.rpn;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private need(token: string): void {
    if (!this.take(token)) throw new Wrong(`'${token}' is missing`);
  }

  private sum(): void {
    if (++this.depth > deepest) throw new Wrong('the brackets nest too deeply');
    this.product();
    for (let op = this.tokens[this.at]; op === '+' || op === '-'; op = this.tokens[this.at]) {
      this.at++;
      this.product();
      this.rpn.push(op);
    }
    this.depth--;
  }

  private product(): void {
    this.unary();
    for (let op = this.tokens[this.at]; op === '*' || op === '/'; op = this.tokens[this.at]) {
      this.at++;
      this.unary();
      this.rpn.push(op);
    }
  }

  private unary(): void {
    let negative = false;
    for (let op = this.tokens[this.at]; op === '+' || op === '-'; op = this.tokens[this.at]) {
      if (op === '-') negative = !negative;
      this.at++;
    }
    if (negative) this.rpn.push(0);
    this.value();
    if (negative) this.rpn.push('-');
  }

  private value(): void {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new Wrong('the expression ends too early');
    if (/^[.\d]/.test(token)) {
      const number = Number(token);
      if (!Number.isFinite(number)) throw new Wrong(`'${token}' is too large`);
      this.rpn.push(number);
    } else if (token === '(') {
      this.sum();
      this.need(')');
    } else if (token === '$WIDTH' || token === '$HEIGHT') {
      this.rpn.push(token);
    } else if (token.startsWith('$')) {
      if (!this.isInput(token.slice(1))) throw new Wrong(`'${token}' names no input that holds a number`);
      this.rpn.push(token);
    } else {
      this.call(token);
    }
  }

  private call(name: string): void {
    const wanted = functions.get(name);
    if (wanted === undefined) {
      throw new Wrong(/^\w/.test(name) ? `'${name}' is not one of ${[...functions.keys()].join(', ')}` : `'${name}' was not expected`);
    }
    this.need('(');
    for (let n = 0; n < wanted; n++) {
      if (n > 0) this.need(',');
      this.sum();
    }
    this.need(')');
    this.rpn.push(name);
  }
}
