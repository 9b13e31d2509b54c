/** A node's fragment and vertex texts in today's GLSL, with what its header declares known to the rewriting. */
import type { NodeType } from '../../catalog/types.ts';
import { normalize } from './dialect.ts';
import type { Dialect, Normal } from './dialect.ts';
import { guardDivisors } from './divide.ts';
import { picturesOf, samplersOf, uniformsOf } from './ports.ts';
import { builtins } from './vocabulary.ts';

/** samePixel: the inlets whose own pixel is one texel of theirs. */
function dialectOf(type: NodeType, stage: Dialect['stage'], samePixel: ReadonlySet<string>): Dialect {
  const isf = type.isf!;
  const samplers = samplersOf(type, picturesOf(type, false));
  return {
    stage, varyings: isf.vertex !== null, samePixel,
    declared: new Set([
      ...builtins.keys(), ...uniformsOf(type).map((u) => u.param),
      ...samplers.flatMap(({ name }) => [name, `_${name}_imgRect`, `_${name}_imgSize`, `_${name}_flip`]),
    ]),
    samplers: new Set([
      ...type.inlets.filter((i) => i.type === 'video' || i.audioImage), ...isf.targets, ...isf.imported.filter((i) => !i.cube), ...isf.dataTextures,
    ].map((s) => s.name)),
  };
}

/** The mark tells the engine that the text may not be given constants; it takes no line. */
function guarded(normal: Normal): Normal {
  const { text, whole } = guardDivisors(normal.text);
  return { ...normal, text: whole ? text : `/* weft_divides */${text}` };
}

/** resized: a pass or the vertex shader makes the own pixel something else than one texel of an inlet. */
export function normalizeFragment(type: NodeType, resized: boolean): Normal {
  const videos = type.inlets.filter((i) => i.type === 'video' && i.name !== '$mask').map((i) => i.name);
  return guarded(normalize(type.isf!.fragment, dialectOf(type, 'fragment', new Set(resized ? [] : videos))));
}

export const normalizeVertex = (type: NodeType): Normal | null =>
  type.isf!.vertex === null ? null : guarded(normalize(type.isf!.vertex, dialectOf(type, 'vertex', new Set())));
