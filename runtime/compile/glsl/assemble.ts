/** One ISF node as one program. */
import { createHash } from 'node:crypto';
import type { NodeType } from '../../catalog/types.ts';
import { normalizeFragment, normalizeVertex } from './fragment.ts';
import { declaration, picturesOf, samplersOf, throughInlet, uniformsOf } from './ports.ts';
import { amountLines, fragmentPrelude, lineMark, uniformLines, vertexPrelude } from './prelude.ts';
import type { Assembled, Options, Text } from './program.ts';
import { builtins, programName } from './vocabulary.ts';

/** Uniforms that native code gives every program that names them: a bare shader's. */
export const generator: readonly string[] = [...builtins.keys()];

/**
 * The program of an ISF node, all its passes in one. type.isf must be there. A text without main() gets an empty one: the
 * catalog has reported it. [any]
 */
export function assembleProgram(type: NodeType, options: Options): Assembled {
  const isf = type.isf!;
  const uniforms = uniformsOf(type);
  const pictures = picturesOf(type, options.mask);
  const samplers = samplersOf(type, pictures);
  const raw = isf.passes.at(-1)?.target != null;
  const own = normalizeFragment(type, !drawsCanvas(type));
  const vertexOwn = normalizeVertex(type);
  const values = uniforms.filter((u) => !u.param.startsWith('$')).map(declaration);
  const amount = type.container ? amountLines('weft_mix', 'weft_bypass', 'weft_amount') : null;
  const uses = (extra: ReadonlySet<string>) => new Set([...extra].filter((n) => n !== 'RENDERSIZE'));

  const leavesOut = /\bdiscard\b/.test(own.text) || /\bgl_Position\b/.test(vertexOwn?.text ?? '');
  const backdrop = leavesOut && amount !== null;

  const fragment = [
    fragmentPrelude(raw), ...(leavesOut ? ['#define WEFT_LEAVES_OUT 1'] : []), ...(backdrop ? ['uniform bool weft_backdrop;'] : []),
    uniformLines({ values, samplers, uses: uses(new Set([...own.uses, 'PASSINDEX'])) }),
    ...(amount ? ['flat in vec2 weft_amount;'] : []), 'vec4 isf_FragColor = vec4(0.0);',
    lineMark(0), own.text,
    lineMark(),
    ...(own.hasMain ? [] : ['void weft_node() {}']),
    main(type, options, raw, backdrop),
  ].join('\n');
  const vertex = vertexOwn === null && amount === null ? null : [
    vertexPrelude, ...(amount ? [amount.declarations] : []), ...(backdrop ? ['uniform bool weft_backdrop;'] : []),
    ...(vertexOwn ? [uniformLines({ values, samplers, uses: uses(vertexOwn.uses) }), lineMark(1), vertexOwn.text, lineMark()] : []),
    'void main() {', '  isf_vertShaderInit();', ...(vertexOwn?.hasMain ? ['  weft_node();'] : []),
    ...(backdrop ? ['  if (weft_backdrop) isf_vertShaderInit();'] : []), ...(amount ? [`  ${amount.statement}`] : []), '}', '',
  ].join('\n');

  const seeded = own.uses.has('WEFT_SEED') || own.uses.has('WEFT_FRAME_SEED') || vertexOwn?.uses.has('WEFT_SEED') || vertexOwn?.uses.has('WEFT_FRAME_SEED');
  return {
    program: text(vertex, fragment),
    files: isf.vertex === null ? [type.file] : [type.file, type.file.replace(/\.[^./]*$/, '.vs')],
    uniforms, ...pictures,
    seeds: seeded ? [{ uniform: 'WEFT_SEED', frame: 'WEFT_FRAME_SEED' }] : [],
  };
}

/** All passes are as large as the canvas and nothing moves the corners: the own pixel of an inlet is one texel. */
export function drawsCanvas(type: NodeType): boolean {
  const isf = type.isf!;
  return isf.vertex === null && isf.targets.every((t) => t.width === null && t.height === null);
}

/**
 * The last pass goes through the effect container; the others fill buffers and are only made finite. backdrop: the engine
 * first draws what stands where the node draws nothing.
 */
function main(type: NodeType, { mask, depth }: Options, raw: boolean, backdrop: boolean): string {
  const isf = type.isf!;
  const through = throughInlet(type);
  const own = drawsCanvas(type) ? 'weft_here' : 'weft_beneath';
  const last: string[] = [];
  const half = (target: string | null | undefined) => depth === 16 && !isf.targets.find((t) => t.name === target)?.float;
  if (raw) last.push(`weft_Raw = ${half(isf.passes.at(-1)?.target) ? 'weft_half(weft_c)' : 'weft_c'};`);
  if (type.container && through !== null) {
    const amount = mask ? `weft_veil(weft_amount, ${own}(weft_mask))` : 'weft_amount';
    last.push(`weft_c = weft_blend(${own}(${programName(through)}), weft_c, ${amount});`);
  }
  if (depth === 16) last.push('weft_c = weft_half(weft_c);');
  const inner = isf.passes.slice(0, -1);
  // A half float overflows where a 32-bit buffer does not.
  const halves = inner.flatMap((p, i) => (half(p.target) ? [i] : []));
  const steps = inner.length === 0 ? last : [
    `if (PASSINDEX == ${isf.passes.length - 1}) {`, ...last.map((l) => `  ${l}`), '}',
    ...(halves.length > 0 ? [`if (${halves.map((i) => `PASSINDEX == ${i}`).join(' || ')}) weft_c = weft_half(weft_c);`] : []),
  ];
  return [
    'void main() {', backdrop ? '  if (!weft_backdrop) weft_node();' : '  weft_node();', '  precise vec4 weft_c = weft_finite(isf_FragColor, 0);',
    ...steps.map((s) => `  ${s}`), '  weft_Out = weft_c;', '  weft_report();', '}', '',
  ].join('\n');
}

/** A program and its key. [any] */
export function text(vertex: string | null, fragment: string): Text {
  return { key: createHash('sha256').update(vertex ?? '').update('\0').update(fragment).digest('hex'), vertex, fragment };
}
