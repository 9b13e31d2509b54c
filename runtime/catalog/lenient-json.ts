/**
 * JSON as people write it into shader headers. JSON5 reads comments, trailing commas, `.5`, `1.` and single quotes; what it
 * refuses but authors write (line breaks inside strings, `007`, `1.0f`, missing or doubled commas, True) is mended first.
 */
import JSON5 from 'json5';

export type Parsed = { ok: true; value: unknown } | { ok: false; message: string };

const deepest = 64;

/** [any] */
export function parseLenient(text: string): Parsed {
  if (nests(text) > deepest) return { ok: false, message: 'it nests too deeply' };
  for (const read of [() => JSON.parse(text) as unknown, () => JSON5.parse(text) as unknown]) {
    try {
      return { ok: true, value: read() };
    } catch { /* the next reader is more lenient */ }
  }
  try {
    return { ok: true, value: JSON5.parse(mend(text)) };
  } catch (error) {
    return { ok: false, message: sentence(error) };
  }
}

/** Deepest nesting of brackets, counting those in strings too: an upper bound that needs no parser. */
function nests(text: string): number {
  let depth = 0;
  let most = 0;
  for (const c of text) {
    if (c === '{' || c === '[') most = Math.max(most, ++depth);
    else if (c === '}' || c === ']') depth--;
  }
  return most;
}

/** Rewrites token by token: strings, comments, commas and brackets, everything else. */
function mend(text: string): string {
  // Strings and comments run to the end where they are not closed, so that no input is read twice.
  const token = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|'[^'\\]*(?:\\[^][^'\\]*)*(?:'|\\?$)|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|[{}[\]:,]|[^\s{}[\]:,"'/]+|\//g;
  let out = '';
  let before = '{';
  for (const [piece] of text.matchAll(token)) {
    if (piece.startsWith('//') || piece.startsWith('/*')) continue;
    if (piece === ',' && /^[,{[:]$/.test(before)) continue;
    const starts = !/^[}\]:,]$/.test(piece);
    if (starts && !/^[{[:,]$/.test(before)) out += ',';
    out += ' ' + mendToken(piece);
    before = piece;
  }
  return out;
}

function mendToken(piece: string): string {
  if (piece[0] === '"' || piece[0] === "'") return piece.replace(/\r?\n|\r/g, '\\n');
  if (/^(true|false|null)$/i.test(piece)) return piece.toLowerCase();
  if (piece === 'None') return 'null';
  const number = /^([+-]?)0*(\d*\.?\d*(?:[eE][+-]?\d+)?)[fF]?$/.exec(piece);
  if (!number || !/\d/.test(piece)) return piece;
  const digits = number[2]!;
  return number[1]! + (digits === '' || /^\.?([eE]|$)/.test(digits) ? `0${digits.replace(/^\./, '')}` : digits);
}

function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^JSON5: /, '').slice(0, 200);
}
