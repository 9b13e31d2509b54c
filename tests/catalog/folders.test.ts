import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadCatalog, standardRoots } from '../../runtime/catalog/index.ts';
import type { Origin } from '../../runtime/catalog/types.ts';

const shader = '/*{"ISFVSN": "2"}*/\nvoid main() { gl_FragColor = vec4(1.0); }\n';
let base = '';
beforeEach(() => { base = mkdtempSync(join(tmpdir(), 'weft-catalog-')); });
afterEach(() => { rmSync(base, { recursive: true, force: true }); });

function put(path: string, content: string | Buffer = shader): string {
  const full = join(base, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
}
const root = (path: string, origin: Origin) => ({ path: join(base, path), origin, required: true });
const load = (...roots: ReturnType<typeof root>[]) => loadCatalog({ roots });
const ids = async (...roots: ReturnType<typeof root>[]) => [...(await load(...roots)).types.keys()];

describe('the folder and the file name make the type id', () => {
  test('shipped folders give util, fx, mod and op', async () => {
    for (const path of ['tools/levels', 'fx/vhs', 'operators/modulators/lfo', 'operators/logic/gate']) put(`nodes/${path}.fs`);
    expect(await ids(root('nodes', 'shipped'))).toEqual(['fx.vhs', 'mod.lfo', 'op.gate', 'util.levels']);
  });
  test('user folders give user, their subfolders count, and names are slugged', async () => {
    for (const path of ['3d Rotate', 'deep/Ünïcode Glow (2)', 'A--B']) put(`mine/${path}.fs`);
    expect(await ids(root('mine', 'user'))).toEqual(['user.3d_rotate', 'user.a_b', 'user.unicode_glow_2']);
  });
  test.each([
    ['chroma_key', 'Chroma key'], ['HSVtoRGB', 'HSVtoRGB'], ['v002 Bleach Bypass', 'V002 Bleach Bypass'], ['Auto Color Tone', 'Auto Color Tone'],
  ])('%s.fs without TITLE is called %s', async (name, title) => {
    put(`mine/${name}.fs`);
    expect([...(await load(root('mine', 'user'))).types.values()]).toMatchObject([{ title }]);
  });
  test('hidden files, vertex shaders and pictures are no nodes', async () => {
    for (const path of ['._a.fs', '.git/b.fs', 'c.vs', 'd.png', 'readme.md']) put(`mine/${path}`);
    expect(await load(root('mine', 'user'))).toMatchObject({ types: new Map(), diagnostics: [] });
  });
  test('the first root that has an id wins, and the other file is named', async () => {
    const first = put('project/x.fs');
    const second = put('user/X.fs');
    const catalog = await load(root('project', 'project'), root('user', 'user'));
    expect(catalog.types.get('user.x')).toMatchObject({ file: first, origin: 'project' });
    expect(catalog.diagnostics).toMatchObject([{ code: 'node.name-clash', severity: 'info', file: second }]);
  });
  test('two files with one id in the same root are an error', async () => {
    put('user/a b.fs');
    put('user/a_b.fs');
    const { types, diagnostics } = await load(root('user', 'user'));
    expect([...types.keys()]).toEqual(['user.a_b']);
    expect(diagnostics).toMatchObject([{ code: 'node.name-clash', severity: 'error' }]);
  });
  test('a broken file does not let another of its id step in', async () => {
    put('project/x.fs', 'nothing');
    put('user/x.fs');
    const { types, diagnostics } = await load(root('project', 'project'), root('user', 'user'));
    expect(types.size).toBe(0);
    expect(diagnostics.map((d) => d.code).sort()).toEqual(['node.broken', 'node.name-clash']);
  });
  test('the standard roots are looked up as project, --nodes, user, system, shipped', () => {
    const roots = standardRoots({ shipped: '/w/nodes', project: '/p', flags: ['/f'], env: { XDG_DATA_HOME: '/d' } });
    expect(roots.map((r) => [r.origin, r.path])).toEqual([
      ['project', '/p/nodes'], ['flag', '/f'], ['user', '/d/weft/nodes'], ['system', '/d/ISF'], ['system', '/usr/share/ISF'], ['shipped', '/w/nodes'],
    ]);
    expect(standardRoots({ shipped: '/w', env: { HOME: '/h' } })[0]!.path).toBe('/h/.local/share/weft/nodes');
  });
  test('what is shipped is not a second time the project\'s', async () => {
    put('nodes/fx/vhs.fs');
    expect(await ids(root('nodes', 'project'), root('nodes', 'shipped'))).toEqual(['fx.vhs']);
  });
  test('a root may be a single file, with what stands beside it', async () => {
    const file = put('loose/My Glow.frag', '/*{"IMPORTED": {"t": {"PATH": "t.png"}}}*/ void main() {}');
    put('loose/My Glow.vert', 'void main() { isf_vertShaderInit(); }');
    put('loose/t.png', 'x');
    put('loose/other.fs', 'broken');
    const { types, diagnostics } = await load(root('loose/My Glow.frag', 'project'));
    expect(diagnostics).toEqual([]);
    expect([...types.values()]).toMatchObject([{ id: 'user.my_glow', file, isf: { vertex: expect.stringContaining('isf_vertShaderInit') } }]);
  });
  test('one file found through two roots is no clash', async () => {
    put('user/x.fs');
    expect((await load(root('user/x.fs', 'project'), root('user', 'user'))).diagnostics).toEqual([]);
  });
  test('a folder of --nodes that is absent is said so; an absent user folder is not', async () => {
    expect((await load(root('absent', 'flag'))).diagnostics).toMatchObject([{ code: 'node.broken', file: join(base, 'absent') }]);
    expect((await load({ ...root('absent', 'user'), required: false })).diagnostics).toEqual([]);
  });
});

describe('the hash covers the file and what belongs to it', () => {
  const importing = '/*{"IMPORTED": {"t": {"PATH": "t.png"}}}*/ void main() {}';
  test.each([
    ['x.fs', importing.replace('void', ' void')], ['x.vs', 'void main() { isf_vertShaderInit(); }'],
    ['x.node.json', '{"title": "Other"}'], ['t.png', 'other'],
  ])('a change of %s changes it', async (name, content) => {
    put('user/x.fs', importing);
    put('user/x.vs', 'void main() {}');
    put('user/x.node.json', '{"title": "X"}');
    put('user/t.png', 'picture');
    const hash = async () => (await load(root('user', 'user'))).types.get('user.x')!.hash;
    const before = await hash();
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(await hash()).toBe(before);
    put(`user/${name}`, content);
    expect(await hash()).not.toBe(before);
  });
});

describe('a hostile node file is a diagnostic and harms no other', () => {
  async function only(path: string) {
    put('user/good.fs');
    const { types, diagnostics } = await load(root('user', 'user'));
    expect([...types.keys()]).toEqual(['user.good']);
    expect(diagnostics).toMatchObject([{ file: join(base, 'user', path) }]);
    return diagnostics[0]!;
  }
  test('an empty file', async () => {
    put('user/x.fs', '');
    expect((await only('x.fs')).code).toBe('node.broken');
  });
  test('binary junk', async () => {
    put('user/x.fs', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 197) % 256)));
    expect((await only('x.fs')).message).toContain('not a text file');
  });
  test('a file of gigabytes is not read', async () => {
    truncateSync(put('user/x.fs'), 5 * 1024 ** 3);
    expect((await only('x.fs')).message).toContain('too large');
  });
  test('a pipe is not waited for', async () => {
    put('user/good.fs');
    execFileSync('mkfifo', [join(base, 'user', 'x.fs')]);
    expect((await only('x.fs')).message).toContain('not a regular file');
  });
  test('a folder named like a node', async () => {
    put('user/x.fs/inner.fs');
    expect(await only('x.fs')).toMatchObject({ severity: 'warning', message: expect.stringContaining('is a folder') });
  });
  test('a link in a circle', async () => {
    put('user/good.fs');
    symlinkSync('x.fs', join(base, 'user', 'x.fs'));
    expect((await only('x.fs')).message).toContain('in a circle');
  });
  test('a link out of the folder', async () => {
    put('user/good.fs');
    symlinkSync(put('secret/x.fs'), join(base, 'user', 'x.fs'));
    expect((await only('x.fs')).code).toBe('node.refused');
  });
  test('a link to a device', async () => {
    put('user/good.fs');
    symlinkSync('/dev/zero', join(base, 'user', 'x.fs'));
    expect((await only('x.fs')).message).toContain('not a regular file');
  });
  test('a name without letters', async () => {
    put('user/★.fs');
    expect((await only('★.fs')).message).toContain('rename it');
  });
  test('a manifest that is not one', async () => {
    put('user/x.node.json', '{"service": "clip"');
    expect((await only('x.node.json')).message).toContain('not valid JSON');
  });
  test('a manifest that nests without end', async () => {
    put('user/x.node.json', '['.repeat(1_000_000));
    expect((await only('x.node.json')).code).toBe('node.broken');
  });
  test('folders linked into each other are read once', async () => {
    put('user/a/x.fs');
    symlinkSync('..', join(base, 'user', 'a', 'up'));
    symlinkSync('a', join(base, 'user', 'b'));
    expect(await load(root('user', 'user'))).toMatchObject({ types: { size: 1 }, diagnostics: [] });
  });
  test('an import from outside the folder is refused, and a missing one named', async () => {
    put('secret/t.png', 'x');
    put('user/x.fs', '/*{"IMPORTED": {"t": {"PATH": "../secret/t.png"}, "u": {"PATH": "absent.png"}}}*/ void main() {}');
    const { diagnostics } = await load(root('user', 'user'));
    expect(diagnostics).toMatchObject([
      { code: 'node.refused', file: join(base, 'user/x.fs'), message: expect.stringContaining('secret/t.png') },
      { code: 'node.broken', file: join(base, 'user/x.fs'), message: expect.stringContaining('absent.png') },
    ]);
  });
});
