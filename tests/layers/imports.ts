/** Reads the source tree: files, and what each imports or includes. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

export interface Import {
  /** path from the root, with `/` */
  from: string;
  line: number;
  /** path from the root of a file of ours, or the name of a package or system header */
  to: string;
  /** ours: resolved to a path */
  ours: boolean;
  /** gone once compiled */
  typeOnly: boolean;
}

const SKIP = new Set(['node_modules', 'build', 'out', '.git', 'dist', 'coverage']);

/** All files below `folder` whose name ends in one of `endings`, as paths from the root. */
export function filesBelow(folder: string, endings: readonly string[]): string[] {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((e) => {
    const path = folder === '' ? e.name : `${folder}/${e.name}`;
    if (e.isDirectory()) return SKIP.has(e.name) ? [] : filesBelow(path, endings);
    return e.isFile() && endings.some((end) => e.name.endsWith(end)) ? [path] : [];
  });
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function importsOf(path: string, text: string): Import[] {
  return /\.(cc|h)$/.test(path) ? includes(path, text) : scriptImports(path, text);
}

function includes(path: string, text: string): Import[] {
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]/gm)].map((m) => {
    const own = m[1] === '"' ? m[2]! : null;
    // "room/file.h" from native/, or a neighbour
    const to = own === null ? m[2]! : own.includes('/') && !own.startsWith('.') ? `native/${own}` : posix.join(posix.dirname(path), own);
    return { from: path, line: lineAt(text, m.index), to, ours: own !== null, typeOnly: false };
  });
}

const STATEMENT = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"\n]+)['"]/gm;
/** a type, `import('./x.ts').Name`, or a load, `await import('./x.ts')` */
const CALL = /(\bawait\s+)?\bimport\(\s*['"]([^'"\n]+)['"]\s*\)(\s*\.\s*[A-Z])?/g;

function scriptImports(path: string, text: string): Import[] {
  const code = withoutComments(text);
  const found: Import[] = [];
  const add = (at: number, name: string, typeOnly: boolean) => {
    const ours = name.startsWith('.');
    const to = ours ? posix.join(posix.dirname(path), name) : name;
    found.push({ from: path, line: lineAt(code, at), to, ours, typeOnly });
  };
  for (const m of code.matchAll(STATEMENT)) add(m.index, m[2]!, m[1] !== undefined);
  for (const m of code.matchAll(CALL)) add(m.index, m[2]!, m[1] === undefined && m[3] !== undefined);
  return found;
}

/** Comments become blanks of the same length, so that lines stay; a `//` in a text is left alone. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<=^|[\s;{}(),])\/\/[^\n]*/g, (c) => c.replace(/[^\n]/g, ' '));
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** One loop of files, each importing the next, or null. */
export function cycleIn(imports: readonly Import[]): string[] | null {
  const next = new Map<string, string[]>();
  for (const i of imports) if (i.ours) next.set(i.from, [...(next.get(i.from) ?? []), i.to]);
  const state = new Map<string, 'open' | 'done'>();
  for (const start of [...next.keys()].sort()) {
    if (state.has(start)) continue;
    const path = [{ file: start, at: 0 }];
    state.set(start, 'open');
    while (path.length > 0) {
      const top = path[path.length - 1]!;
      const to = next.get(top.file)?.[top.at++];
      if (to === undefined) {
        state.set(top.file, 'done');
        path.pop();
      } else if (state.get(to) === 'open') {
        return [...path.slice(path.findIndex((p) => p.file === to)).map((p) => p.file), to];
      } else if (!state.has(to)) {
        state.set(to, 'open');
        path.push({ file: to, at: 0 });
      }
    }
  }
  return null;
}
