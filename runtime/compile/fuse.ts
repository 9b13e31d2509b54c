/** Neighbouring nodes that look at their own pixel only become one program: one pass instead of many. */
import type { NodeType } from '../catalog/types.ts';
import type { PictureStep } from '../plan/types.ts';
import { chainProgram, placed, templateOf } from './glsl/index.ts';
import type { Link, Template, Text } from './glsl/index.ts';
import type { FuseContext, ShaderStep } from './graph.ts';

/** Longer chains are cut: compile times of drivers grow faster than the text. */
const MOST_NODES = 8;
const MOST_SAMPLERS = 16;

/** What is worked out once per node type and once per chain of types; holds nothing of a patch. */
export interface FuseCache {
  templates: WeakMap<NodeType, Template | null>;
  /** by the first type, then by the chain's types and options */
  programs: WeakMap<NodeType, Map<string, Text>>;
  ids: WeakMap<NodeType, number>;
  types: number;
}
export const newFuseCache = (): FuseCache => ({ templates: new WeakMap(), programs: new WeakMap(), ids: new WeakMap(), types: 0 });

interface Member { step: ShaderStep; template: Template; upstream: ReadonlySet<string>; samplers: number }

/**
 * Steps of one node each, in drawing order, every texture written once. A chain is drawn where its last node was; what
 * it reads was drawn before. The steps that go into a chain are not changed. [any]
 */
export function fuse(steps: readonly PictureStep[], context: FuseContext, cache: FuseCache = newFuseCache()): PictureStep[] {
  const readers = countReaders(steps, context.keep);
  /** the chain whose picture is in a texture */
  const open = new Map<number, Member[]>();
  const places: (PictureStep | Member[] | null)[] = [];
  const placeOf = new Map<Member[], number>();
  for (const step of steps) {
    const template = step.op === 'shader' ? fusable(step, context, cache) : null;
    if (step.op !== 'shader' || template === null) {
      places.push(step);
      continue;
    }
    const from = upstream(step, template, open, readers);
    const chain = from?.chain ?? [];
    const taken = new Set(from ? step.images.filter((i) => i.texture === from.texture).map((i) => i.name) : []);
    chain.push({ step, template, upstream: taken, samplers: samplersOf(step) - taken.size });
    if (from) {
      open.delete(from.texture);
      places[placeOf.get(chain)!] = null;
    }
    placeOf.set(chain, places.push(chain) - 1);
    if (chain.length < MOST_NODES) open.set(step.out, chain);
  }
  return places.flatMap((p) => (p === null ? [] : !Array.isArray(p) ? [p] : p.length === 1 ? [p[0]!.step] : [draw(p, context, cache)]));
}

function fusable(step: ShaderStep, context: FuseContext, cache: FuseCache): Template | null {
  const type = context.types[step.node]!;
  if (!type.isf || step.nodes.length !== 1 || context.unfusable.has(context.nodes[step.node]!.path)) return null;
  // bypassed, it is skipped, which its part of a chain cannot be
  if (step.bypass >= 0 && !type.container) return null;
  let template = cache.templates.get(type);
  if (template === undefined) cache.templates.set(type, (template = templateOf(type)));
  return template;
}

/** The chain that this step can go on with: nobody else reads its picture, and the step reads it at its own pixel only. */
function upstream(step: ShaderStep, template: Template, open: ReadonlyMap<number, Member[]>, readers: ReadonlyMap<number, number>): { chain: Member[]; texture: number } | null {
  const candidates = step.through >= 0 ? [step.through, ...step.images.map((i) => i.texture)] : step.images.map((i) => i.texture);
  for (const texture of candidates) {
    const chain = open.get(texture);
    const own = step.images.filter((i) => i.texture === texture);
    if (!chain || own.length === 0 || readers.get(texture) !== own.length || own.some((i) => template.roaming.has(i.name))) continue;
    const samplers = chain.reduce((sum, m) => sum + m.samplers, 0) + samplersOf(step) - own.length;
    if (samplers <= MOST_SAMPLERS) return { chain, texture };
  }
  return null;
}

const samplersOf = (step: ShaderStep): number => step.images.length + step.audioImages.length + step.textures.length;

/** How often each texture is read; what is kept counts as read once more. */
function countReaders(steps: readonly PictureStep[], keep: ReadonlySet<number>): Map<number, number> {
  const out = new Map<number, number>();
  const read = (texture: number) => out.set(texture, (out.get(texture) ?? 0) + 1);
  for (const step of steps) {
    switch (step.op) {
      case 'shader': for (const i of step.images) read(i.texture); break;
      case 'kernel': step.ins.forEach(read); break;
      case 'analyse': case 'delayIn': case 'screen': read(step.in); break;
      case 'clip': case 'image': case 'text': case 'delayOut': break;
    }
  }
  keep.forEach(read);
  return out;
}

function draw(chain: readonly Member[], context: FuseContext, cache: FuseCache): ShaderStep {
  const types = chain.map((m) => context.types[m.step.node]!);
  const first = chain[0]!.step, last = chain.at(-1)!.step;
  const program = context.program({
    ...programOf(chain, types, context.depth, cache),
    files: chain.map((m, i) => ({ node: m.step.node, file: types[i]!.file })),
  });
  const each = <T>(f: (step: ShaderStep, place: number, member: Member) => T[]): T[] => chain.flatMap((m, i) => f(m.step, i, m));
  return {
    op: 'shader', node: last.node, nodes: chain.map((m) => m.step.node), program,
    images: each((s, i, m) => s.images.filter((image) => !m.upstream.has(image.name)).map((image) => ({ ...image, name: placed(image.name, i) }))),
    audioImages: each((s, i) => s.audioImages.map((a) => ({ ...a, name: placed(a.name, i) }))),
    textures: each((s, i) => s.textures.map((t) => ({ ...t, name: placed(t.name, i) }))),
    uniforms: each((s, i) => s.uniforms.map((u) => ({ ...u, name: placed(u.name, i) }))),
    seeds: each((s, i) => s.seeds.map((seed) => ({ ...seed, uniform: placed(seed.uniform, i), frame: placed(seed.frame, i) }))),
    targets: [], passes: [{ target: -1, output: true }], out: last.out,
    // Bypass is in the program: a chain is drawn as long as one of its nodes is.
    bypass: -1, through: first.through,
  };
}

function programOf(chain: readonly Member[], types: readonly NodeType[], depth: 8 | 16, cache: FuseCache): Text {
  const links = chain.map((m, i): Link => ({
    type: types[i]!, template: m.template, mask: m.step.images.some((image) => image.name === 'weft_mask'), upstream: m.upstream,
  }));
  const key = [depth, ...links.map((l) => `${idOf(l.type, cache)}${l.mask ? 'm' : ''}:${[...l.upstream].join()}`)].join(' ');
  let known = cache.programs.get(types[0]!);
  if (!known) cache.programs.set(types[0]!, (known = new Map()));
  let program = known.get(key);
  if (!program) known.set(key, (program = chainProgram(links, depth)));
  return program;
}

function idOf(type: NodeType, cache: FuseCache): number {
  let id = cache.ids.get(type);
  if (id === undefined) cache.ids.set(type, (id = cache.types++));
  return id;
}
