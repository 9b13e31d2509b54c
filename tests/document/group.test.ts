import { deepStrictEqual } from 'node:assert';
import { describe, expect, it } from 'vitest';
import { apply, save, seededRandom, seedPath, type Applied, type Definition, type Edit, type Patch, type PatchNode } from '../../runtime/document/index.ts';
import { randomEdit } from './random-edit.ts';
import { frozen, read } from './random-patch.ts';
import { street } from './street.ts';

function done(patch: Patch, edit: Edit): Applied {
  const result = apply(patch, edit);
  if (!result.ok) throw new Error(result.diagnostics[0]!.message);
  return result.value;
}

const start = () => frozen(read(street));
const grouped = () => done(start(), { op: 'group', ids: ['n_vhs', 'n_curve'], name: 'look', as: 'n_look', title: 'The look' });

describe('grouping', () => {
  it('moves nodes and inner wires, publishes what crosses the edge', () => {
    const { patch, moves } = grouped();
    expect(patch.definitions.look).toEqual({
      title: 'The look',
      nodes: { n_vhs: start().nodes.n_vhs, n_curve: start().nodes.n_curve },
      wires: { w_3: { from: 'n_vhs.out', to: 'n_curve.inputImage' } },
      inlets: { inputImage: 'n_vhs.inputImage' },
      outlets: { out: 'n_curve.out' },
      params: { amount: 'n_vhs.amount', tint: 'n_curve.tint' },
      layout: { n_vhs: { x: 200, y: 0, width: 90 }, n_curve: { x: 401, y: 10.5 } },
    });
    expect(patch.wires.w_1).toEqual({ from: 'n_clip.video', to: 'n_look.inputImage' });
    expect(patch.wires.w_2).toMatchObject({ to: 'n_look.amount', depth: 0.6 });
    expect(patch.wires.w_4).toMatchObject({ from: 'n_look.out' });
    expect(patch.wires.w_6).toMatchObject({ to: 'n_look.tint.r' });
    expect(patch.layout.n_look).toEqual({ x: 301, y: 5 });
    expect(moves).toEqual([{ paths: { n_vhs: 'n_look/n_vhs', n_curve: 'n_look/n_curve' } }]);
  });

  it('its inverse carries the way back', () => {
    const { patch, inverse } = grouped();
    const back = done(patch, inverse);
    expect(save(back.patch)).toBe(street);
    expect(back.moves).toEqual([{ paths: { 'n_look/n_vhs': 'n_vhs', 'n_look/n_curve': 'n_curve' } }]);
    expect(done(back.patch, back.inverse).moves).toEqual([{ paths: { n_vhs: 'n_look/n_vhs', n_curve: 'n_look/n_curve' } }]);
  });

  it('ports of one name get names of their own, and a container port loses its $', () => {
    let patch = done(start(), { op: 'connect', id: 'w_7', wire: { from: 'n_low.out', to: 'n_curve.amount', depth: 1 } }).patch;
    patch = done(patch, { op: 'connect', id: 'w_8', wire: { from: 'n_low.out', to: 'n_vhs.$mix', depth: 1 } }).patch;
    const { patch: after } = done(patch, { op: 'group', ids: ['n_vhs', 'n_curve'], name: 'look', as: 'n_look' });
    expect(after.definitions.look!.params).toEqual({ amount: 'n_vhs.amount', tint: 'n_curve.tint', amount_2: 'n_curve.amount', mix: 'n_vhs.$mix' });
  });

  it('a port that is known to be a parameter is published as one', () => {
    const patch = done(start(), { op: 'setWire', id: 'w_2', wire: { from: 'n_low.out', to: 'n_vhs.amount' } }).patch;
    const look = (params: string[]) => done(patch, { op: 'group', ids: ['n_vhs'], name: 'look', as: 'n_look', params }).patch.definitions.look!;
    expect(look([]).inlets).toHaveProperty('amount');
    expect(look(['n_vhs.amount'])).toMatchObject({ inlets: { inputImage: 'n_vhs.inputImage' }, params: { amount: 'n_vhs.amount' } });
  });

  it('inside a definition, what it publishes goes through the new node', () => {
    const { patch, moves } = done(start(), { op: 'group', in: 'pair', ids: ['n_b'], name: 'inner', as: 'n_in' });
    expect(patch.definitions.pair).toMatchObject({
      inlets: { both: ['n_a.inputImage', 'n_in.mask'], picture: 'n_a.inputImage' },
      outlets: { out: 'n_in.out' },
      params: { amount: 'n_in.amount' },
      wires: { w_1: { from: 'n_a.out', to: 'n_in.inputImage' } },
    });
    expect(patch.definitions.inner).toMatchObject({ inlets: { mask: 'n_b.mask', inputImage: 'n_b.inputImage' }, outlets: { out: 'n_b.out' }, params: { amount: 'n_b.amount' } });
    expect(moves).toEqual([{ in: 'pair', paths: { n_b: 'n_in/n_b' } }]);
  });
});

describe('ungrouping', () => {
  it('what was grouped stands as it stood, seeds and places included', () => {
    const { patch, moves } = done(grouped().patch, { op: 'ungroup', id: 'n_look' });
    const { look: _, ...definitions } = patch.definitions;
    expect(save({ ...patch, definitions })).toBe(street);
    expect(moves).toEqual([{ paths: { 'n_look/n_vhs': 'n_vhs', 'n_look/n_curve': 'n_curve' } }]);
  });

  it('values and wires of the instance go to the inner ports, one name to several', () => {
    const wired = done(start(), { op: 'connect', id: 'w_7', wire: { from: 'n_clip.video', to: 'n_pair.both' } }).patch;
    const { patch } = done(wired, { op: 'ungroup', id: 'n_pair' });
    expect(patch.nodes.n_b!.params).toEqual({ amount: 0.25 });
    expect(patch.wires.w_4).toMatchObject({ from: 'n_curve.out', to: 'n_a.inputImage' });
    expect(patch.wires.w_7).toMatchObject({ to: 'n_a.inputImage' });
    expect(patch.wires.w_7_2).toMatchObject({ from: 'n_clip.video', to: 'n_b.mask' });
    // the inner w_1 finds its id taken
    expect(patch.wires.w_1_2).toEqual({ from: 'n_a.out', to: 'n_b.inputImage' });
    expect(patch.layout.n_a).toEqual({ x: 500, y: 0 });
  });

  it('inner nodes whose ids are taken get others, and keep their seeds', () => {
    const other = done(start(), { op: 'addNode', id: 'n_a', node: { type: 't' } }).patch;
    const { patch, moves } = done(other, { op: 'ungroup', id: 'n_pair' });
    expect(moves[0]!.paths).toEqual({ 'n_pair/n_a': 'n_a_2', 'n_pair/n_b': 'n_b' });
    expect(patch.nodes.n_a_2!.seedPaths).toEqual({ '': 'n_pair/n_a' });
    expect(patch.wires.w_1_2!.from).toBe('n_a_2.out');
  });

  it.each([
    ['a wire to a name that is not published', { op: 'connect', id: 'w_7', wire: { from: 'n_clip.video', to: 'n_pair.gone' } }],
    ['a wire to its container', { op: 'connect', id: 'w_7', wire: { from: 'n_low.out', to: 'n_pair.$mix' } }],
    ['a value for a name that is not published', { op: 'setParam', id: 'n_pair', param: 'gone', value: 1 }],
  ] as [string, Edit][])('is refused while it would lose %s', (_, edit) => {
    const result = apply(done(start(), edit).patch, { op: 'ungroup', id: 'n_pair' });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ code: 'edit.refused' }] });
  });
});

/** seed paths of all placed nodes that are no instances, by path */
function seeds(patch: Patch): Map<string, string> {
  const out = new Map<string, string>();
  const open: { chain: [string, PatchNode][]; scope: Patch | Definition }[] = [{ chain: [], scope: patch }];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const [id, node] of Object.entries(next.scope.nodes)) {
      const chain: [string, PatchNode][] = [...next.chain, [id, node]];
      const inner = node.type.startsWith('patch.') ? patch.definitions[node.type.slice(6)] : undefined;
      if (inner && chain.length < 5 && out.size < 5000) open.push({ chain, scope: inner });
      else out.set(chain.map(([i]) => i).join('/'), seedPath(chain));
    }
  }
  return out;
}

describe('seeds', () => {
  it('a node that never moved has the seed of its path', () => {
    expect([...seeds(start())].every(([path, seed]) => path === seed)).toBe(true);
  });

  it('whatever is grouped and ungrouped, every node keeps the seed it had', () => {
    let compared = 0;
    for (let seed = 0; seed < 60; seed++) {
      const random = seededRandom(seed);
      let patch = start();
      for (let i = 0; i < 40; i++) {
        const edit = randomEdit(patch, random);
        // no instance inside itself: paths would have no end
        if (edit.op === 'batch' || edit.op === 'setType' || (edit.op === 'addNode' && edit.in !== undefined)) continue;
        const result = apply(patch, edit);
        if (!result.ok) continue;
        if (edit.op === 'group' || edit.op === 'ungroup') {
          const [before, after] = [seeds(patch), seeds(result.value.patch)];
          const { paths } = result.value.moves[0]!;
          for (const [path, was] of before) {
            const there = edit.in === undefined ? moved(path, paths) : movedWithin(path, edit.in, patch, paths);
            if (!after.has(there)) continue;
            compared++;
            expect(`${there}: ${after.get(there)}`).toBe(`${there}: ${was}`);
          }
        }
        patch = result.value.patch;
      }
    }
    expect(compared).toBeGreaterThan(500);
  });
});

/** longest entry that leads to the path */
function moved(path: string, paths: Record<string, string>): string {
  const from = Object.keys(paths).filter((p) => path === p || path.startsWith(`${p}/`)).sort((a, b) => b.length - a.length)[0];
  return from === undefined ? path : paths[from]! + path.slice(from.length);
}

/** the same in every placed instance of the definition */
function movedWithin(path: string, inside: string, patch: Patch, paths: Record<string, string>): string {
  const ids = path.split('/');
  let scope: Patch | Definition = patch;
  for (let i = 0; i < ids.length - 1; i++) {
    const type: string = scope.nodes[ids[i]!]!.type;
    if (type === `patch.${inside}`) return [...ids.slice(0, i + 1), moved(ids.slice(i + 1).join('/'), paths)].join('/');
    scope = patch.definitions[type.slice(6)]!;
  }
  return path;
}

it('an edit is pure: two runs give equal patches and inverses', () => {
  deepStrictEqual(grouped(), grouped());
});
