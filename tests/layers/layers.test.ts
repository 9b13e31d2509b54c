import { isBuiltin } from 'node:module';
import { describe, expect, it } from 'vitest';
import { codes } from '../../runtime/document/index.ts';
import { pageRequests, replyCodes } from '../../runtime/protocol/index.ts';
import { forbidden, under } from './forbidden.ts';
import { cycleIn, filesBelow, importsOf, textOf, type Import } from './imports.ts';
import { freeOfNode, MAX_LINES, nativeUses } from './rules.ts';

const scripts = ['runtime', 'editor'].flatMap((f) => filesBelow(f, ['.ts', '.tsx', '.mts', '.mjs', '.js']));
const native = filesBelow('native', ['.cc', '.h']);
const imports = [...scripts, ...native].flatMap((path) => importsOf(path, textOf(path)));
const shown = (i: Import) => `${i.from}:${i.line} imports ${i.to}`;

describe('imports', () => {
  it('go to rooms that come before, and vendors stay within their fences', () => {
    expect(imports.length).toBeGreaterThan(300);
    expect(imports.flatMap((i) => {
      const why = forbidden(i);
      return why === null ? [] : [`${shown(i)}: ${why}`];
    })).toEqual([]);
  });

  it('lead to files that are there', () => {
    const known = new Set([...scripts, ...native, ...filesBelow('runtime', ['.json']), ...filesBelow('editor', ['.json', '.css'])]);
    expect(imports.filter((i) => i.ours && !known.has(i.to)).map(shown)).toEqual([]);
  });

  it('form no cycle, once types are gone', () => {
    expect(cycleIn(imports.filter((i) => !i.typeOnly))).toBeNull();
  });

  it('of what also runs in a browser lead to nothing of Node', () => {
    const reached = new Set(scripts.filter((path) => freeOfNode.some((f) => under(path, f))));
    const wrong: string[] = [];
    for (const path of reached) {
      for (const i of imports) {
        if (i.from !== path || i.typeOnly) continue;
        if (i.ours) reached.add(i.to);
        else if (isBuiltin(i.to)) wrong.push(shown(i));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('of node files reach only the Faust library', () => {
    for (const path of filesBelow('nodes', ['.dsp', '.lib'])) {
      for (const m of textOf(path).matchAll(/\b(?:import|library|component)\s*\(\s*"([^"]*)"/g)) expect(`${path}: ${m[1]}`).toMatch(/: \w+\.lib$/);
    }
    expect(filesBelow('nodes', ['.ts', '.js', '.mjs', '.cc', '.h'])).toEqual([]);
  });

  it('between native rooms are those that the build links', () => {
    const built = [...textOf('CMakeLists.txt').matchAll(/^weft_room\((\w+)(?: USES ([\w ]+?))?(?: LIBS [^)]*)?\)/gm)];
    expect(built.length).toBeGreaterThan(5);
    for (const [, name, uses = ''] of built) expect([name, uses.split(' ').filter((u) => u !== '').sort()]).toEqual([name, [...nativeUses[name!]!].sort()]);
  });
});

describe('the check itself', () => {
  const at = (from: string, text: string) => importsOf(from, text).map((i) => forbidden(i) !== null);
  it.each([
    ['an import uphill', 'runtime/document/x.ts', "import { a } from '../catalog/index.ts';"],
    ['an uphill type', 'runtime/document/x.ts', "import type { A } from '../compile/index.ts';"],
    ['a type in passing', 'runtime/catalog/x.ts', "let a: import('../plan/types.ts').Plan;"],
    ['a load at run time', 'runtime/catalog/x.ts', "const a = await import('../engine/engine.ts');"],
    ['an import over several lines', 'runtime/plan/x.ts', "import {\n  a,\n  type B,\n} from '../render/render.ts';"],
    ['an export from elsewhere', 'runtime/plan/x.ts', "export * from '../cli/main.ts';"],
    ['runtime on editor', 'runtime/host/x.ts', "import '../../editor/store/a.ts';"],
    ['the editor on the compiler', 'editor/canvas/x.ts', "import '../../runtime/compile/index.ts';"],
    ['a vendor outside its fence', 'editor/store/x.ts', "import { Handle } from '@xyflow/react';"],
    ['a part of a vendor', 'editor/panels/inspector/x.ts', "import 'monaco-editor/esm/vs/x.js';"],
    ['an unknown vendor', 'runtime/cli/x.ts', "import chalk from 'chalk';"],
    ['Node without its prefix', 'runtime/cli/x.ts', "import fs from 'fs';"],
    ['an unknown room', 'runtime/misc/x.ts', "import '../document/index.ts';"],
    ['GL outside gl', 'native/media/x.cc', '#include <epoxy/gl.h>'],
    ['FFmpeg outside media', 'native/gl/x.cc', '# include <libavutil/frame.h>'],
    ['N-API outside addon', 'native/clock/x.h', '#include <napi.h>'],
    ['PortAudio outside its file', 'native/audio/live_sound.cc', '#include <portaudio.h>'],
    ['sound on picture', 'native/audio/x.cc', '#include "gl/context.h"'],
  ])('refuses %s', (_, from, text) => expect(at(from, text)).toEqual([true]));

  it.each([
    ['a room before', 'runtime/compile/x.ts', "import type { A } from '../catalog/types.ts';"],
    ['a neighbour', 'runtime/compile/glsl/x.ts', "import { a } from '../ports.ts';"],
    ['the shape it produces', 'runtime/compile/x.ts', "import type { Plan } from '../plan/types.ts';"],
    ['the document in the editor', 'editor/actions/x.ts', "import { apply } from '../../runtime/document/index.ts';"],
    ['a vendor within', 'editor/canvas/x.tsx', "import { Handle } from '@xyflow/react';"],
    ['FFmpeg in media', 'native/media/x.cc', '#include <libavutil/frame.h>\n#include <vector>'],
  ])('allows %s', (_, from, text) => expect(at(from, text)).not.toContain(true));

  it('reads no imports out of comments', () => {
    expect(importsOf('runtime/cli/x.ts', "// import a from 'b';\n/* import 'c';\nimport 'd'; */\n")).toEqual([]);
  });

  it('finds a cycle and says it', () => {
    const i = (from: string, to: string): Import => ({ from, to, line: 1, ours: true, typeOnly: false });
    expect(cycleIn([i('a', 'b'), i('b', 'c'), i('c', 'b')])).toEqual(['b', 'c', 'b']);
    expect(cycleIn([i('a', 'b'), i('a', 'c'), i('b', 'c')])).toBeNull();
  });
});

describe('sources', () => {
  const areas = ['runtime', 'editor', 'native', 'nodes', 'tests', 'scripts', 'docs', 'graphs'];
  const code = ['.ts', '.tsx', '.mjs', '.js', '.cc', '.h', '.css', '.fs', '.vs', '.dsp', '.lib'];

  it(`have no file over ${MAX_LINES} lines`, () => {
    const long = areas.flatMap((a) => filesBelow(a, code)).filter((p) => textOf(p).split('\n').length - 1 > MAX_LINES);
    expect(long).toEqual([]);
  });

  it('use the codes of the catalogue and no others', () => {
    const known = { ...codes, ...replyCodes, ...pageRequests };
    const families = [...new Set(Object.keys(known).map((c) => c.split('.')[0]))].join('|');
    // as codes are written: in single quotes here, in double quotes there; sentences quote the other way
    const script = new RegExp(`'((?:${families})\\.[a-z]+(?:-[a-z]+)*)'`, 'g');
    const cpp = new RegExp(`"((?:${families})\\.[a-z]+(?:-[a-z]+)*)"`, 'g');
    const used = [...scripts.map((p) => [p, script] as const), ...native.map((p) => [p, cpp] as const)]
      .flatMap(([path, pattern]) => [...textOf(path).matchAll(pattern)].map((m) => [path, m[1]!] as const));
    expect(used.length).toBeGreaterThan(100);
    const unknown = used.filter(([, code]) => !Object.hasOwn(known, code) && !/\.(ts|json|node)$/.test(code));
    expect(unknown).toEqual([]);
  });

  it('name no place on the machine they were written on', () => {
    const texts = [...areas.flatMap((a) => filesBelow(a, ['.md', '.json', '.sh', '.yml', '.html', ...code])), ...filesBelow('', ['.md', '.json', '.txt', '.mjs', '.ts', '.yml']).filter((p) => !p.includes('/') && p !== 'package-lock.json')];
    const place = /(?<![\w.~*/-])\/(?:work|root|Users|home\/\w+|tmp\/wt|mnt\/\w+)(?=[/\s"'`),;:]|$)/m;
    expect(texts.filter((p) => place.test(textOf(p)))).toEqual([]);
    expect(place.test(['see ', 'home', 'someone', 'weft'].join('/'))).toBe(true);
  });
});
