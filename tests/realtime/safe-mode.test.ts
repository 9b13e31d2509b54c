import { describe, expect, it } from 'vitest';
import { healed } from '../../runtime/engine/process/heal.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BLACK_BOX_BYTES } from '../../runtime/engine/live.ts';
import { readBlackBox } from '../../runtime/host/black-box.ts';
import { patchOf, scopeOf } from '../compile/fixture/patch.ts';
import { catalog } from '../compile/fixture/types.ts';

describe('A node that is left out', () => {
  const [effect] = [...catalog.types.values()].filter((t) => t.container && t.inlets.some((i) => i.type === 'video' && i.name !== '$mask'));
  const inlet = effect!.inlets.find((i) => i.type === 'video' && i.name !== '$mask')!.name;
  const outlet = effect!.outlets.find((o) => o.type === 'video')!.name;
  const chain = [`n_a.${outlet} -> n_b.${inlet}`, `n_b.${outlet} -> n_c.${inlet}`];
  const nodes = { n_a: effect!.id, n_b: effect!.id, n_c: effect!.id };

  it('lets its picture pass', () => {
    const left = healed(patchOf(nodes, chain), 'n_b', catalog);
    expect(Object.keys(left.nodes)).toEqual(['n_a', 'n_c']);
    expect(Object.values(left.wires)).toEqual([{ from: `n_a.${outlet}`, to: `n_c.${inlet}` }]);
  });

  it('at the start of a chain leaves the rest unwired, and one that is not there changes nothing', () => {
    const patch = patchOf(nodes, chain);
    expect(Object.values(healed(patch, 'n_a', catalog).wires)).toEqual([{ from: `n_b.${outlet}`, to: `n_c.${inlet}` }]);
    for (const path of ['n_x', 'n_a/n_b', '', '__proto__', 'n_x/n_y/n_z']) expect(healed(patch, path, catalog)).toBe(patch);
  });

  it('is left out of its definition', () => {
    const patch = patchOf({ n_sub: 'patch.sub' }, [], { definitions: { sub: { ...scopeOf(nodes, chain), inlets: {}, outlets: {} } } });
    const { sub } = healed(patch, 'n_sub/n_b', catalog).definitions;
    expect([Object.keys(sub!.nodes), Object.values(sub!.wires)]).toEqual([['n_a', 'n_c'], [{ from: `n_a.${outlet}`, to: `n_c.${inlet}` }]]);
  });
});

describe('A black box', () => {
  it('names the step that was in flight longest, and believes no bytes that are not a path', () => {
    const folder = mkdtempSync(join(tmpdir(), 'weft-box-'));
    try {
      const path = join(folder, 'box');
      const box = Buffer.alloc(BLACK_BOX_BYTES);
      const step = (thread: number, node: string, since: bigint, length = node.length) => {
        box.writeBigInt64LE(since, thread * 1024 + 8);
        box.writeUInt32LE(length, thread * 1024 + 16);
        box.write(node, thread * 1024 + 20);
      };
      step(0, 'n_sub/n_slow', 5n);
      step(2, 'n_osc', 9n);
      writeFileSync(path, box);
      expect(readBlackBox(path).map((s) => [s.thread, s.node])).toEqual([['render', 'n_sub/n_slow'], ['audio', 'n_osc']]);
      step(0, '\u0000\u0001', 5n);
      step(2, 'n_osc', 9n, 2 ** 31);
      writeFileSync(path, box);
      expect(readBlackBox(path)).toEqual([]);
      writeFileSync(path, box.subarray(0, 17));
      expect(readBlackBox(path)).toEqual([]);
      expect(readBlackBox(join(folder, 'none'))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
