import { deepStrictEqual } from 'node:assert';
import { describe, expect, it } from 'vitest';
import { apply, parse, save, seededRandom, type Applied, type Edit, type Patch } from '../../runtime/document/index.ts';
import { randomEdit } from './random-edit.ts';
import { frozen, read } from './random-patch.ts';
import { street } from './street.ts';

function done(patch: Patch, edit: Edit): Applied {
  const result = apply(patch, edit);
  if (!result.ok) throw new Error(result.diagnostics[0]!.message);
  return result.value;
}

const start = () => frozen(read(street));

describe('any run of edits', () => {
  it('applies without touching what was there, stays a valid patch, and goes back exactly', () => {
    let applied = 0;
    let refused = 0;
    const kinds = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const random = seededRandom(seed);
      let patch = start();
      const before: { patch: Patch; inverse: Edit }[] = [];
      for (let i = 0; i < 60; i++) {
        const edit = frozen(randomEdit(patch, random));
        const result = apply(patch, edit);
        if (!result.ok) {
          refused++;
          expect(result.diagnostics[0]!.code).toBe('edit.refused');
          continue;
        }
        applied++;
        kinds.add(edit.op);
        const { patch: after, inverse } = result.value;
        const back = done(frozen(after), frozen(inverse));
        deepStrictEqual(back.patch, patch);
        deepStrictEqual(done(back.patch, back.inverse).patch, after);
        before.push({ patch, inverse });
        patch = after;
      }
      deepStrictEqual(read(save(patch)), patch);
      for (const step of before.reverse()) {
        patch = done(patch, step.inverse).patch;
        deepStrictEqual(patch, step.patch);
      }
      expect(save(patch)).toBe(street);
    }
    expect(applied).toBeGreaterThan(1000);
    expect(refused).toBeGreaterThan(50);
    // every kind of edit took part
    expect([...kinds].sort()).toEqual([
      'addMedia', 'addNode', 'addNote', 'batch', 'connect', 'disconnect', 'editDefinition', 'editMedia', 'editNote', 'group', 'move',
      'removeDefinition', 'removeMedia', 'removeNodes', 'removeNote', 'setAudio', 'setCanvas', 'setData', 'setDuration', 'setMedia', 'setNodeSeed',
      'setParam', 'setPatchTitle', 'setSeed', 'setTempo', 'setTitle', 'setType', 'setWire', 'ungroup',
    ]);
  });

  it('an edit and its inverse survive as JSON', () => {
    const random = seededRandom(99);
    let patch = start();
    for (let i = 0; i < 100; i++) {
      const edit = JSON.parse(JSON.stringify(randomEdit(patch, random))) as Edit;
      const result = apply(patch, edit);
      if (!result.ok) continue;
      const inverse = JSON.parse(JSON.stringify(result.value.inverse)) as Edit;
      expect(save(done(result.value.patch, inverse).patch)).toBe(save(patch));
      patch = result.value.patch;
    }
  });
});

describe('sharing', () => {
  it('what an edit does not touch is the same object', () => {
    const patch = start();
    const { patch: after } = done(patch, { op: 'setParam', id: 'n_vhs', param: 'amount', value: 0.5 });
    expect(after.nodes.n_vhs).toEqual({ type: 'fx.vhs', seed: 3, params: { amount: 0.5, $mix: 0.9 } });
    for (const [id, node] of Object.entries(patch.nodes)) if (id !== 'n_vhs') expect(after.nodes[id]).toBe(node);
    for (const part of ['wires', 'media', 'canvas', 'definitions', 'layout', 'notes', 'zFuture'] as const) expect(after[part]).toBe(patch[part]);
  });

  it('an edit inside a definition leaves the patch around it the same', () => {
    const patch = start();
    const { patch: after } = done(patch, { op: 'setParam', in: 'pair', id: 'n_a', param: 'scale', value: 2 });
    expect(after.nodes).toBe(patch.nodes);
    expect(after.definitions.pair!.wires).toBe(patch.definitions.pair!.wires);
    expect(after.definitions.pair!.nodes.n_b).toBe(patch.definitions.pair!.nodes.n_b);
    expect(after.definitions.pair!.nodes.n_a!.params).toEqual({ scale: 2 });
  });

  it('a value that is already there changes nothing at all below the root', () => {
    const patch = start();
    const { patch: after, inverse } = done(patch, { op: 'setSeed', seed: 7 });
    deepStrictEqual(after, patch);
    expect(inverse).toEqual({ op: 'restore', changes: [] });
  });

  it('ten thousand edits in one batch on ten thousand nodes copy each table once', () => {
    const patch = read(street);
    patch.nodes = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`n_${i}`, { type: 't' }]));
    patch.wires = {};
    const edits: Edit[] = Array.from({ length: 10_000 }, (_, i) => ({ op: 'setParam', id: `n_${i}`, param: 'p', value: i }));
    const { patch: after, inverse } = done(frozen(patch), { op: 'batch', edits });
    expect(after.nodes.n_9999!.params).toEqual({ p: 9999 });
    deepStrictEqual(done(after, inverse).patch, patch);
  });

  it('all of a hundred thousand nodes go and come back', () => {
    const patch = read(street);
    const ids = Array.from({ length: 100_000 }, (_, i) => `n_${i}`);
    patch.nodes = Object.fromEntries(ids.map((id) => [id, { type: 't' }]));
    patch.wires = Object.fromEntries(ids.map((id, i) => [`w_${i}`, { from: `${id}.out`, to: `${ids[(i + 1) % ids.length]!}.in` }]));
    patch.layout = {};
    const { patch: after, inverse } = done(patch, { op: 'removeNodes', ids });
    expect(after.nodes).toEqual({});
    expect(after.wires).toEqual({});
    expect(done(after, inverse).patch).toEqual(patch);
  });
});

describe('each edit', () => {
  it('removeNodes takes wires, places and published names along', () => {
    const { patch } = done(start(), { op: 'removeNodes', ids: ['n_vhs'] });
    expect(Object.keys(patch.wires)).toEqual(['w_4', 'w_5', 'w_6']);
    expect(patch.layout.n_vhs).toBeUndefined();
    const { patch: inner } = done(start(), { op: 'removeNodes', in: 'pair', ids: ['n_b'] });
    expect(inner.definitions.pair).toMatchObject({ inlets: { both: ['n_a.inputImage'], picture: 'n_a.inputImage' }, outlets: {}, params: {}, wires: {} });
  });

  it('move keeps what else a place holds', () => {
    expect(done(start(), { op: 'move', places: { n_vhs: { x: 1, y: 2 } } }).patch.layout.n_vhs).toEqual({ x: 1, y: 2, width: 90 });
  });

  it('addNode in a definition without layout makes one, and takes it away again', () => {
    const bare = done(start(), { op: 'addDefinition', name: 'bare', definition: { nodes: {}, wires: {}, inlets: {}, outlets: {} } }).patch;
    const { patch, inverse } = done(bare, { op: 'addNode', in: 'bare', id: 'n_x', node: { type: 't' }, at: { x: 1, y: 2 } });
    expect(patch.definitions.bare!.layout).toEqual({ n_x: { x: 1, y: 2 } });
    expect('layout' in done(patch, inverse).patch.definitions.bare!).toBe(false);
  });

  const refusals: [why: string, edit: Edit, says: RegExp][] = [
    ['an id that is taken', { op: 'addNode', id: 'n_vhs', node: { type: 't' } }, /already a node n_vhs/],
    ['a node that is not there', { op: 'setParam', id: 'n_gone', param: 'a', value: 1 }, /no node "n_gone"/],
    ['one of several that is not there', { op: 'removeNodes', ids: ['n_vhs', 'n_gone'] }, /n_gone/],
    ['a definition that is not there', { op: 'removeNodes', in: 'gone', ids: [] }, /no definition "gone"/],
    ['a wire to nowhere', { op: 'connect', id: 'w_9', wire: { from: 'n_vhs.out', to: 'n_gone.in' } }, /n_gone\.in/],
    ['a wire id that is taken', { op: 'connect', id: 'w_1', wire: { from: 'n_vhs.out', to: 'n_curve.in' } }, /already a wire w_1/],
    ['a wire that is not there', { op: 'disconnect', ids: ['w_9'] }, /no wire w_9/],
    ['media that is not there', { op: 'setMedia', id: 'n_clip', media: 'm_gone' }, /no media entry "m_gone"/],
    ['media in use', { op: 'removeMedia', id: 'm_street' }, /used by n_clip/],
    ['a definition in use', { op: 'removeDefinition', name: 'pair' }, /placed as n_pair/],
    ['an empty group', { op: 'group', ids: [], name: 'd', as: 'n_d' }, /Select the nodes/],
    ['ungrouping a plain node', { op: 'ungroup', id: 'n_vhs' }, /places no definition/],
    ['a canvas of no width', { op: 'setCanvas', canvas: { width: 0 } }, /canvas › width/],
    ['half of a note', { op: 'addNote', id: 't_2', note: { text: 'x', x: 0 } as never }, /has no "y"/],
    ['a place for nothing', { op: 'move', places: { n_gone: { x: 0, y: 0 } } }, /n_gone/],
    ['a batch of which the last does not fit', { op: 'batch', edits: [{ op: 'setSeed', seed: 1 }, { op: 'setSeed', seed: -1 }] }, /whole number/],
  ];
  it.each(refusals)('%s is refused, with what to do', (_, edit, says) => {
    const result = apply(start(), edit);
    expect(result).toMatchObject({ ok: false, diagnostics: [{ code: 'edit.refused', severity: 'error' }] });
    expect(result.diagnostics[0]!.message).toMatch(says);
  });
});

describe('edits from strangers', () => {
  const hostile: [what: string, text: string][] = [
    ['null', 'null'], ['a list', '[]'], ['no op', '{}'], ['an unknown op', '{"op":"erase"}'], ['an inherited op', '{"op":"toString"}'],
    ['a part as op', '{"op":"ids"}'],
    ['no fields', '{"op":"addNode"}'], ['ids that are none', '{"op":"removeNodes","ids":"n_vhs"}'], ['an id with a dot', '{"op":"addNode","id":"a.b","node":{"type":"t"}}'],
    ['a node that is none', '{"op":"addNode","id":"n_x","node":{"type":5}}'],
    ['__proto__ as id', '{"op":"addNode","id":"__proto__","node":{"type":"t"}}'],
    ['__proto__ as parameter', '{"op":"setParam","id":"n_vhs","param":"__proto__","value":{"polluted":1}}'],
    ['__proto__ in a value', '{"op":"setData","id":"n_vhs","data":{"a":[{"__proto__":{"polluted":1}}]}}'],
    ['__proto__ in the canvas', '{"op":"setCanvas","canvas":{"__proto__":{"polluted":1}}}'],
    ['__proto__ in places', '{"op":"move","places":{"__proto__":{"x":0,"y":0}}}'],
    ['__proto__ in a path', '{"op":"restore","changes":[{"path":["__proto__","polluted"],"value":1}]}'],
    ['constructor in a path', '{"op":"restore","changes":[{"path":["nodes","constructor","prototype","polluted"],"value":1}]}'],
    ['an inherited id', '{"op":"setParam","id":"toString","param":"a","value":1}'],
    ['an inherited scope', '{"op":"removeNodes","in":"valueOf","ids":[]}'],
    ['another version', '{"op":"restore","changes":[{"path":["version"],"value":9}]}'],
    ['another id', '{"op":"restore","changes":[{"path":["id"],"value":"p_x"}]}'],
    ['no nodes', '{"op":"restore","changes":[{"path":["nodes"]}]}'],
    ['no canvas width', '{"op":"restore","changes":[{"path":["canvas","width"]}]}'],
    ['a node that is a number', '{"op":"restore","changes":[{"path":["nodes","n_vhs"],"value":5}]}'],
    ['a wire without an end', '{"op":"restore","changes":[{"path":["wires","w_1","to"]}]}'],
    ['a definition without nodes', '{"op":"restore","changes":[{"path":["definitions","pair","nodes"]}]}'],
    ['a definition whose inlet is a number', '{"op":"restore","changes":[{"path":["definitions","pair","inlets","both"],"value":5}]}'],
    ['a field of the title', '{"op":"restore","changes":[{"path":["title","0"],"value":"x"}]}'],
    ['an index of a list', '{"op":"restore","changes":[{"path":["definitions","pair","inlets","both","0"],"value":"n_a.x"}]}'],
    ['an empty path', '{"op":"restore","changes":[{"path":[]}]}'],
    ['a batch of nonsense', '{"op":"batch","edits":[1,null,"x"]}'],
    ['a broken wire, then a look at it', '{"op":"batch","edits":[{"op":"restore","changes":[{"path":["wires","w_1"],"value":{}}]},{"op":"removeNodes","ids":["n_vhs"]}]}'],
    ['group ports that are none', '{"op":"group","ids":["n_vhs"],"name":"d","as":"n_d","params":[5]}'],
    ['a face with an unknown field', '{"op":"editDefinition","name":"pair","nodes":{}}'],
  ];
  it.each(hostile)('%s: refused, nothing thrown, nothing polluted', (_, text) => {
    const patch = start();
    const result = apply(patch, JSON.parse(text) as Edit);
    expect(result).toMatchObject({ ok: false, diagnostics: [{ code: 'edit.refused' }] });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('values that no file can keep are refused', () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    let deep: unknown = 0;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    for (const data of [NaN, Infinity, () => 0, Symbol('x'), 10n, new Map(), new Date(0), [undefined], cyclic, deep]) {
      const result = apply(start(), { op: 'setData', id: 'n_vhs', data });
      expect(result.diagnostics[0]?.code).toBe('edit.refused');
    }
  });

  it('what a file could hold, an edit can put there and back, to the last level', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 61; i++) deep = [deep];
    const { patch, inverse } = done(start(), { op: 'setData', id: 'n_vhs', data: deep });
    expect(parse(save(patch)).ok).toBe(true);
    const removed = done(patch, { op: 'removeNodes', ids: ['n_vhs'] });
    deepStrictEqual(done(removed.patch, removed.inverse).patch, patch);
    expect(save(done(patch, inverse).patch)).toBe(street);
    expect(apply(start(), { op: 'setData', id: 'n_vhs', data: [deep] }).ok).toBe(false);
  });

  it('batches nested a hundred thousand deep are only a long way round', () => {
    let edit: Edit = { op: 'setSeed', seed: 8 };
    for (let i = 0; i < 100_000; i++) edit = { op: 'batch', edits: [edit] };
    expect(done(start(), edit).patch.seed).toBe(8);
  });
});
