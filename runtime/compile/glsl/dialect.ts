/** ISF's GLSL, old and new, as GLSL that a core profile reads. Works on tokens: comments, strings of macros and lines stay. */
import { backward, forward, join, match, replace, tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';
import { builtinFunctions, builtins, isType, programName, qualifiers, taken } from './vocabulary.ts';

export interface Dialect {
  stage: 'vertex' | 'fragment';
  /** the node has a vertex shader: varyings come from it */
  varyings: boolean;
  /** uniforms and samplers that the prelude declares */
  declared: ReadonlySet<string>;
  /** every sampler, for IMG_SIZE */
  samplers: ReadonlySet<string>;
  /** images of the size of the picture: reads at the own pixel become weft_here(image) */
  samePixel: ReadonlySet<string>;
}

export interface Normal {
  text: string;
  /** built-in uniforms that the text names and does not declare as its own */
  uses: ReadonlySet<string>;
  hasMain: boolean;
}

/** What a node calls its own pixel's coordinate, by the function it is given to. */
const ownPixel: readonly [before: readonly string[], after: readonly string[]][] = [
  [['IMG_THIS_PIXEL', '('], [')']],
  [['IMG_THIS_NORM_PIXEL', '('], [')']],
  ...['IMG_NORM_PIXEL', 'texture2D', 'texture'].flatMap((f): [string[], string[]][] => [
    [[f, '('], [',', 'isf_FragNormCoord', ')']],
    [[f, '('], [',', 'isf_FragNormCoord', '.', 'xy', ')']],
  ]),
  [['IMG_PIXEL', '('], [',', 'gl_FragCoord', '.', 'xy', ')']],
];
const readers = new Set(ownPixel.map(([before]) => before[0]!));

/** [any] */
export function normalize(source: string, dialect: Dialect): Normal {
  const tokens = tokenize(source);
  for (const t of tokens) if (t.kind === 'name' && t.text.startsWith('vv_')) t.text = `isf_${t.text.slice(3)}`;
  const uses = new Set<string>();
  const own = new Set<string>();
  let hasMain = false;
  let braces = 0, parens = 0;
  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i]!;
    if (t.directive === 'version' || t.directive === 'extension' || t.directive === 'line') {
      dropLine(tokens, i);
      continue;
    }
    if (t.directive === null && t.kind === 'mark') {
      if (t.text === '{') braces++;
      else if (t.text === '}') braces--;
      else if (t.text === '(') parens++;
      else if (t.text === ')') parens--;
    }
    if (t.kind !== 'name') continue;
    const global = braces === 0 && parens === 0 && t.directive === null;
    if (global && isStorage(t.text) && redeclares(tokens, i, dialect)) continue;
    if (t.text === 'main') {
      hasMain = true;
      t.text = 'weft_node';
    } else if (builtins.has(t.text)) {
      if (global && isType(tokens[backward(tokens, i - 1)]?.text ?? '')) own.add(t.text);
      uses.add(t.text);
    } else {
      rewriteName(tokens, i, dialect, global);
    }
  }
  for (const name of own) uses.delete(name);
  return { text: join(tokens), uses, hasMain };
}

const isStorage = (name: string): boolean =>
  name === 'uniform' || name === 'varying' || name === 'in' || name === 'out' || name === 'attribute';

function rewriteName(tokens: Token[], i: number, dialect: Dialect, global: boolean): void {
  const t = tokens[i]!;
  const vertex = dialect.stage === 'vertex';
  switch (t.text) {
    case 'gl_FragColor':
      t.text = 'isf_FragColor';
      return;
    case 'gl_FragData': {
      const end = match(tokens, i, ['gl_FragData', '[', '0', ']']);
      if (end >= 0) replace(tokens, i, end, 'isf_FragColor');
      return;
    }
    case 'varying':
      t.text = vertex ? 'out' : dialect.varyings ? 'in' : '';
      return;
    case 'attribute':
      t.text = 'in';
      return;
    case 'in':
      // a picture without its vertex shader: nobody writes what it would read
      if (global && !vertex && !dialect.varyings) t.text = '';
      return;
    case 'highp': case 'mediump': case 'lowp':
      if (t.directive === null) t.text = '';
      return;
    case 'precision': {
      let end = i;
      while (end < tokens.length - 1 && tokens[end]!.text !== ';' && tokens[end]!.text !== '{') end++;
      if (tokens[end]!.text === ';') replace(tokens, i, end, '');
      return;
    }
    case 'IMG_SIZE': {
      const image = tokens[argument(tokens, i)];
      if (!image || !dialect.samplers.has(image.text)) return;
      const end = match(tokens, i, ['IMG_SIZE', '(', image.text, ')']);
      if (end >= 0) replace(tokens, i, end, `_${programName(image.text)}_imgSize`);
      return;
    }
  }
  if (readers.has(t.text) && !vertex && rewriteOwnPixel(tokens, i, dialect)) return;
  if (taken.has(t.text)) t.text = programName(t.text);
  else if (qualifiers.has(t.text) && tokens[forward(tokens, i + 1)]?.kind !== 'name') t.text = programName(t.text);
  else if (builtinFunctions.has(t.text) && dialect.declared.has(t.text)) {
    // an input named like a function: the function is still there for calls
    if (tokens[forward(tokens, i + 1)]?.text !== '(' && tokens[backward(tokens, i - 1)]?.text !== '.') t.text = programName(t.text);
  } else {
    const beside = /^_(\w+)_(imgRect|imgSize|flip)$/.exec(t.text);
    if (beside && dialect.samplers.has(beside[1]!)) t.text = `_${programName(beside[1]!)}_${beside[2]!}`;
  }
}

/** Index of the first token after "name (". */
function argument(tokens: readonly Token[], i: number): number {
  const open = forward(tokens, i + 1);
  return tokens[open]?.text === '(' ? forward(tokens, open + 1) : tokens.length;
}

function rewriteOwnPixel(tokens: Token[], i: number, dialect: Dialect): boolean {
  const image = tokens[argument(tokens, i)]?.text;
  if (image === undefined || !dialect.samePixel.has(image)) return false;
  for (const [before, after] of ownPixel) {
    const end = match(tokens, i, [...before, image, ...after]);
    if (end < 0) continue;
    replace(tokens, i, end, `weft_here(${programName(image)})`);
    return true;
  }
  return false;
}

/** "uniform float TIME;" and the like: the prelude has said it already. */
function redeclares(tokens: Token[], i: number, dialect: Dialect): boolean {
  let at = forward(tokens, i + 1);
  while (/^(?:highp|mediump|lowp)$/.test(tokens[at]?.text ?? '')) at = forward(tokens, at + 1);
  if (!isType(tokens[at]?.text ?? '')) return false;
  const name = forward(tokens, at + 1);
  const end = forward(tokens, name + 1);
  if (tokens[end]?.text !== ';') return false;
  const text = tokens[name]!.text;
  if (text !== 'isf_FragNormCoord' && text !== 'isf_FragColor' && !dialect.declared.has(text)) return false;
  replace(tokens, i, end, '');
  return true;
}

/** From a directive's first word to its line end; the "#" before it goes too. */
function dropLine(tokens: Token[], i: number): void {
  const directive = tokens[i]!.directive;
  let end = i;
  while (end + 1 < tokens.length && tokens[end + 1]!.directive === directive && !/^\n/.test(tokens[end + 1]!.text)) end++;
  const mark = backward(tokens, i - 1);
  replace(tokens, tokens[mark]?.text === '#' ? mark : i, end, '');
}
