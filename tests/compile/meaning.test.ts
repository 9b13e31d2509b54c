import { describe, expect, it } from 'vitest';
import { newCache } from '../../runtime/compile/index.ts';
import { Names, meaningOfPatch, meaningOfPlan } from './fixture/meaning.ts';
import { planOf } from './fixture/patch.ts';
import { randomPatch } from './fixture/random.ts';
import { catalog } from './fixture/types.ts';

const files = { m: '/project/clip.mp4' };

describe('a plan plays what the patch says', () => {
  it('whatever the patch, fused or not: order, mixing, channels, modulation, and slots that never hold two things at once', () => {
    let outputs = 0, steps = 0, fused = 0;
    const cache = newCache();
    for (let seed = 1; seed <= 240; seed++) {
      const patch = randomPatch(seed, 5 + (seed % 60));
      const { plan } = planOf(patch, { media: files, fuse: seed % 2 === 0, cache });
      fused += plan.picture.steps.filter((s) => s.op === 'shader' && s.nodes.length > 1).length;
      const names = new Names();
      const wanted = meaningOfPatch(patch, catalog, new Set(['m']), names).outputs;
      const played = meaningOfPlan(plan, patch, catalog, names).outputs;
      for (const [node, term] of played) {
        if (term !== wanted.get(node)) expect({ seed, node, is: names.spelt(term) }).toEqual({ seed, node, is: names.spelt(wanted.get(node) ?? 'nothing') });
      }
      const audible = Object.entries(patch.nodes).filter(([id, n]) => n.type === 't.speaker' && wanted.has(id)).map(([id]) => id);
      for (const id of audible) expect(played.has(id)).toBe(true);
      outputs += played.size;
      steps += plan.sound.steps.length + plan.picture.steps.length;
    }
    expect(fused).toBeGreaterThan(50);
    expect(outputs).toBeGreaterThan(500);
    expect(steps).toBeGreaterThan(5000);
  });

  it('with fewer buffers and textures than there are sounds and pictures', () => {
    const { plan } = planOf(randomPatch(11, 400), { media: files, fuse: false });
    const written = plan.picture.steps.filter((s) => 'out' in s).length;
    expect(plan.picture.textures).toBeLessThan(written / 2);
  });
});
