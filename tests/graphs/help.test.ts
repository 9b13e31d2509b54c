/** Every node that is shipped has a help patch, and each keeps what a help patch promises. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { save } from '../../runtime/document/index.ts';
import { loadNativeEngine } from '../../runtime/engine/native-engine.ts';
import { openCatalog } from '../../runtime/project/workspace.ts';
import { folders, open, play, root } from './fixture/play.ts';

const catalog = await openCatalog({ shippedNodes: folders.nodes, nodeFolders: [], dspCache: folders.dspCache, dspWorker: folders.dspWorker, env: {} });
const engine = loadNativeEngine(root);
const types = [...catalog.types.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

it('there is one help patch per node type and no other', () => {
  const files = readdirSync(join(root, 'graphs/help')).filter((f) => f.endsWith('.weft.json')).sort();
  expect(files).toEqual(types.map((t) => `${t.id}.weft.json`));
});

/** The node that is explained; others of its type may stand beside it. */
const NODE = 'n_node';
const nodeOf = (port: string): string => port.slice(0, port.indexOf('.'));

describe.each(types.map((t) => [t.id, t] as const))('%s', (id, type) => {
  const opening = open(`graphs/help/${id}.weft.json`);

  it('compiles with nothing to say, from a canonical file', async () => {
    const { patch, text, diagnostics, compiled } = await opening;
    expect(diagnostics).toEqual([]);
    expect(compiled.plan).not.toBeNull();
    expect(save(patch)).toBe(text);
    expect(Object.keys(patch.layout).sort()).toEqual(Object.keys(patch.nodes).sort());
  });

  it('explains every parameter in a note', async () => {
    const notes = Object.values((await opening).patch.notes ?? {}).map((n) => n.text);
    for (const p of type.params.filter((q) => !q.container)) {
      const note = notes.find((text) => text.startsWith(`${p.title}: `));
      expect(note?.length ?? 0, `a note about ${p.title}`).toBeGreaterThan(String(p.title).length + 12);
    }
  });

  it('a signal moves it, or it moves something', async () => {
    const { patch } = await opening;
    expect(patch.nodes[NODE]?.type).toBe(id);
    const wires = Object.values(patch.wires).filter((w) => w.stage === 'modulation');
    expect(wires.length).toBeGreaterThan(0);
    if (type.params.some((p) => !p.container)) expect(wires.some((w) => nodeOf(w.to) === NODE)).toBe(true);
    if (type.outlets.every((o) => o.type === 'signal') && type.outlets.length > 0) expect(wires.some((w) => nodeOf(w.from) === NODE)).toBe(true);
  });

  it('runs, and is missed when it is bypassed', async () => {
    const { workspace } = await opening;
    const played = await play(engine, workspace, 3);
    expect(played.diagnostics).toEqual([]);
    expect(new Set(played.frames).size).toBeGreaterThan(1);
    if (!type.params.some((p) => p.name === '$bypass')) return;
    const without = await play(engine, workspace, 3, { [`${NODE}.$bypass`]: true });
    expect(without.diagnostics).toEqual([]);
    if (type.outlets[0]?.type === 'audio') expect(without.sound).not.toBe(played.sound);
    const changed = played.frames.filter((frame, i) => frame !== without.frames[i]).length;
    if (type.outlets[0]?.type !== 'audio') expect(changed).toBeGreaterThan(3);
  });
});
