/**
 * Reads JSON text once, token by token and without recursion, for what JSON.parse hides or cannot say: the line and
 * column of a mistake, two entries with one id, forbidden keys, depth. Text that passes is safe to give to JSON.parse.
 */
import { createScanner, type JSONScanner, type SyntaxKind } from 'jsonc-parser';
import type { Diagnostic } from './diagnostic.ts';
import { isForbiddenKey, MAX_DEPTH, quoted } from './plain.ts';

/** Stop after so many findings: a hostile file must not turn into a hostile report. */
const MAX_FINDINGS = 20;

/** jsonc-parser's SyntaxKind, a const enum that cannot be imported under isolatedModules. */
const T = {
  openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, comma: 5, colon: 6,
  null: 7, true: 8, false: 9, string: 10, number: 11, lineComment: 12, blockComment: 13, lineBreak: 14, blank: 15, unknown: 16, end: 17,
} as const;

/** and its ScanError */
const stringErrors: Readonly<Record<number, string>> = {
  2: 'the text is not closed; put a " at its end (a line break inside text is written \\n)',
  4: '\\u must be followed by four hexadecimal digits',
  5: 'there is no such escape after \\; to write a backslash, write \\\\',
  6: 'a control character stands in the text; write it as \\t or \\u00XX',
};

interface Level { keys: Map<string, number> | null; key: string; index: number }

type Expect = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close' | 'end';

/** Empty when the text is JSON, no deeper than MAX_DEPTH, without duplicate or forbidden keys. Linear in the text. */
export function scanJson(text: string): Diagnostic[] {
  const scanner = createScanner(text, false);
  const levels: Level[] = [];
  const found: Diagnostic[] = [];
  let expect: Expect = 'value';

  for (;;) {
    const token = scanner.scan() as number;
    if (token === T.blank || token === T.lineBreak) continue;
    if (token === T.end && expect === 'end') return found;
    const level = levels.at(-1);
    const wrong = mistake(scanner, token, expect, level?.keys === null ? T.closeBracket : T.closeBrace);
    if (wrong !== null) {
      report('doc.json', `${wrong}.`);
      return found;
    }
    switch (token) {
      case T.openBrace:
      case T.openBracket:
        if (levels.length >= MAX_DEPTH) {
          report('doc.too-deep', `objects and lists nest more than ${MAX_DEPTH} deep here. Flatten the data; no patch needs more.`);
          return found;
        }
        levels.push({ keys: token === T.openBrace ? new Map() : null, key: '', index: 0 });
        expect = token === T.openBrace ? 'key-or-close' : 'value-or-close';
        continue;
      case T.closeBrace:
      case T.closeBracket:
        levels.pop();
        break;
      case T.comma:
        if (level!.keys === null) level!.index++;
        expect = level!.keys === null ? 'value' : 'key';
        continue;
      case T.colon:
        expect = 'value';
        continue;
      case T.string:
        if (expect === 'key' || expect === 'key-or-close') {
          key(level!, scanner.getTokenValue());
          if (found.length >= MAX_FINDINGS) return found;
          expect = 'colon';
          continue;
        }
    }
    expect = levels.length === 0 ? 'end' : 'comma-or-close';
  }

  function key(level: Level, name: string): void {
    const keys = level.keys!;
    const first = keys.get(name);
    level.key = name;
    if (isForbiddenKey(name)) report('doc.forbidden-key', `the key ${quoted(name)} is not allowed in a patch. Rename it.`);
    else if (first !== undefined) {
      report('doc.duplicate-key', `${quoted(name)} is in this object a second time; the first is in line ${first}. Give one of them another id.`);
    } else keys.set(name, scanner.getTokenStartLine() + 1);
  }

  function report(code: Diagnostic['code'], message: string): void {
    const line = scanner.getTokenStartLine() + 1;
    const column = scanner.getTokenStartCharacter() + 1;
    const at = levels[0]?.key === 'nodes' && levels.length > 1 ? levels[1]!.key : '';
    found.push({
      code, severity: 'error', line, column, ...(at === '' ? {} : { node: at }),
      message: `Line ${line}, column ${column}: ${message}`,
    });
  }
}

/** What is wrong with this token here, with what to do; null when it fits. closing: the bracket that may close here. */
function mistake(scanner: JSONScanner, token: SyntaxKind | number, expect: Expect, closing: number): string | null {
  if (token === T.lineComment || token === T.blockComment) return 'JSON has no comments; remove it, or use a note on the canvas';
  if (token === T.end) return `the file ends too early; ${wanted(expect)} is missing. Restore it from a backup`;
  if (token === T.string) {
    const wrong = stringErrors[scanner.getTokenError()];
    if (wrong !== undefined) return wrong;
  }
  if (token === T.number && scanner.getTokenError() !== 0) return 'the number is not complete; give it digits after the point or the e';
  if (token === T.unknown) return `${quoted(scanner.getTokenValue())} is not JSON; ${wanted(expect)} is expected. Text needs "quotes"`;
  const closes = token === T.closeBrace || token === T.closeBracket;
  const fits =
    expect === 'key' ? token === T.string
    : expect === 'key-or-close' ? token === T.string || token === T.closeBrace
    : expect === 'colon' ? token === T.colon
    : expect === 'comma-or-close' ? token === T.comma || token === closing
    : expect === 'value' || expect === 'value-or-close'
      ? isValue(token) || (expect === 'value-or-close' && token === T.closeBracket)
    : false;
  if (!fits) {
    if (closes && (expect === 'key' || expect === 'value')) return 'a value or entry is missing here; remove the comma before it';
    return `${quoted(shown(scanner))} does not belong here; ${wanted(expect)} is expected`;
  }
  // JSON.parse would make Infinity of it, and the next save a null.
  if (token === T.number && !Number.isFinite(Number(scanner.getTokenValue()))) return 'the number is too large; the largest is about 1.8e308';
  return null;
}

function isValue(token: number): boolean {
  return token === T.openBrace || token === T.openBracket || (token >= T.null && token <= T.number);
}

function shown(scanner: JSONScanner): string {
  const value = scanner.getTokenValue();
  return value !== '' ? value : ['', '{', '}', '[', ']', ',', ':'][scanner.getToken() as number] ?? '';
}

function wanted(expect: Expect): string {
  switch (expect) {
    case 'key': return 'a "key"';
    case 'key-or-close': return 'a "key" or }';
    case 'colon': return 'a :';
    case 'comma-or-close': return 'a comma or the closing bracket';
    case 'end': return 'the end of the file';
    default: return 'a value';
  }
}
