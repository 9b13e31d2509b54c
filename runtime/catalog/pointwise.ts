/**
 * Whether a shader looks at its images at its own pixel only, so that it may be drawn in one pass with its neighbours.
 * A conservative reading of the tokens: whatever is not clearly pointwise is not.
 */
import type { Inlet, IsfSource } from './types.ts';

/** Words after which the colour of a pixel is no longer a function of that pixel's inputs, or the fragment is dropped. */
const telling = /\b(discard|dFdx\w*|dFdy\w*|fwidth\w*|gl_FragDepth|gl_FragData|IMG_SIZE|imageLoad|imageStore)\b/;
/** Redefining or shadowing what the check relies on. */
const shadowing = /#\s*(?:define|undef)\s+(?:IMG_\w+|isf_FragNormCoord|vv_FragNormCoord|gl_FragCoord)\b|\b(?:vec[234]|in|inout|out|varying)\s+(?:isf|vv)_FragNormCoord\b|##/;

/** The GLSL without comments; line ends stay. */
export function withoutComments(glsl: string): string {
  return glsl.replace(/\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g, (c) => c.replace(/[^\n]+/g, ' '));
}

/** inlets: those of the header. Imported images and data textures may be read anywhere: they are the node's own. [any] */
export function isPointwise(source: Pick<IsfSource, 'fragment' | 'vertex' | 'targets' | 'passes'>, inlets: readonly Inlet[]): boolean {
  if (source.vertex !== null || source.targets.length > 0 || source.passes.length !== 1) return false;
  if (inlets.some((inlet) => inlet.type !== 'video')) return false;
  const code = withoutComments(source.fragment).replace(/\\\n/g, ' ');
  if (telling.test(code) || shadowing.test(code)) return false;
  return inlets.every(({ name }) => {
    if (new RegExp(`\\b_${name}_(?:imgSize|imgRect|flip)\\b`).test(code)) return false;
    const own = new RegExp(
      `\\bIMG_THIS_(?:NORM_)?PIXEL\\s*\\(\\s*${name}\\s*\\)`
      + `|\\bIMG_NORM_PIXEL\\s*\\(\\s*${name}\\s*,\\s*(?:isf|vv)_FragNormCoord(?:\\.(?:xy|st))?\\s*\\)`
      + `|\\bIMG_PIXEL\\s*\\(\\s*${name}\\s*,\\s*gl_FragCoord\\.(?:xy|st)\\s*\\)`, 'g');
    return !new RegExp(`\\b${name}\\b`).test(code.replace(own, ' '));
  });
}
