/** GLSL text as tokens. Joined again they give the same text, so line numbers survive every rewriting. */

export interface Token {
  kind: 'name' | 'number' | 'space' | 'comment' | 'mark';
  text: string;
  /** directive on whose line the token stands ("define", "if", …); null elsewhere; "" for the "#" itself */
  directive: string | null;
}

const pattern = /([^\S\n]+|\\\r?\n)|(\n)|(\/\/(?:[^\n\\]|\\[^])*|\/\*[^]*?(?:\*\/|$))|([A-Za-z_]\w*)|(0[xX][0-9a-fA-F]+\w*|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\w*)|([^])/y;

/** Never fails: what is no GLSL comes out as marks. [any] */
export function tokenize(text: string): Token[] {
  const out: Token[] = [];
  let directive: string | null = null;
  let lineStart = true;
  pattern.lastIndex = 0;
  for (let m = pattern.exec(text); m; m = pattern.exec(text)) {
    const [all, space, newline, comment, name, number] = m;
    if (newline !== undefined) {
      directive = null;
      lineStart = true;
      out.push({ kind: 'space', text: all, directive });
    } else if (space !== undefined) {
      out.push({ kind: 'space', text: all, directive });
    } else if (comment !== undefined) {
      out.push({ kind: 'comment', text: all, directive });
    } else {
      if (lineStart && all === '#') directive = '';
      else if (directive === '' && name !== undefined) directive = name;
      lineStart = false;
      out.push({ kind: name !== undefined ? 'name' : number !== undefined ? 'number' : 'mark', text: all, directive });
    }
  }
  return out;
}

const silent = (t: Token): boolean => t.kind === 'space' || t.kind === 'comment';

/** Index of the next token that counts, at or after i; tokens.length at the end. */
export function forward(tokens: readonly Token[], i: number): number {
  while (i < tokens.length && silent(tokens[i]!)) i++;
  return i;
}

/** Index of the last token that counts, at or before i; -1 at the start. */
export function backward(tokens: readonly Token[], i: number): number {
  while (i >= 0 && silent(tokens[i]!)) i--;
  return i;
}

/** Replaces tokens first..last by a text, keeping the line ends that were among them. */
export function replace(tokens: Token[], first: number, last: number, text: string): void {
  const directive = tokens[first]!.directive;
  for (let i = first; i <= last; i++) {
    const lines = tokens[i]!.text.match(/\\?\n/g);
    tokens[i] = { kind: 'space', text: lines ? lines.join('') : i === first ? '' : tokens[i]!.kind === 'space' ? ' ' : '', directive };
  }
  if (text !== '') tokens[first] = { kind: 'name', text: text + tokens[first]!.text, directive };
}

/** Matches `words` against the tokens that count from i on; the index of the last one matched, or -1. */
export function match(tokens: readonly Token[], i: number, words: readonly string[]): number {
  let last = -1;
  for (const word of words) {
    i = forward(tokens, i);
    if (tokens[i]?.text !== word) return -1;
    last = i++;
  }
  return last;
}

export const join = (tokens: readonly Token[]): string => tokens.map((t) => t.text).join('');
