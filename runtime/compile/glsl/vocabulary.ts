/** Words of GLSL and of ISF that the rewriting has to know. */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Reserved in GLSL 4.50 or ES 3.10, never meant as keywords in a shader of the ISF era. */
export const taken = words(`
  active buffer cast class common enum extern external filter fixed fvec2 fvec3 fvec4 goto half hvec2 hvec3 hvec4 inline
  input interface long namespace noinline output partition patch public resource sample shared short sizeof static
  subroutine superp template this typedef union unsigned using volatile atomic_uint packed asm
`);

/** Keywords only in front of another word ("smooth in vec2 p"); names everywhere else ("float smooth = 0.5"). */
export const qualifiers = words('centroid coherent flat noperspective precise readonly restrict smooth writeonly invariant');

/** Uniforms that every program may use, beside its own inputs: name -> type. */
export const builtins: ReadonlyMap<string, string> = new Map([
  ['PASSINDEX', 'int'], ['RENDERSIZE', 'vec2'], ['TIME', 'float'], ['TIMEDELTA', 'float'], ['DATE', 'vec4'], ['FRAMEINDEX', 'int'],
  ['BEAT', 'float'], ['WEFT_SEED', 'uint'], ['WEFT_FRAME_SEED', 'uint'],
]);

/** Functions of the prelude that a node calls by these names. */
export const isfFunctions = words(`
  IMG_PIXEL IMG_NORM_PIXEL IMG_THIS_PIXEL IMG_THIS_NORM_PIXEL IMG_SIZE
  texture2D texture2DLod texture2DProj texture2DRect textureCube sampler2DRect
`);

/** Key words, types and built-in names of GLSL 4.50: what renaming must leave alone. */
const keywords = words(`
  const uniform in out inout attribute varying layout centroid flat smooth noperspective precise invariant
  break continue do for while switch case default if else subroutine discard return true false struct
  void bool int uint float double lowp mediump highp precision location binding defined
  define undef ifdef ifndef elif endif error pragma extension version line
`);
const types = /^(?:[dbiu]?vec[234]|d?mat[234](?:x[234])?|[iu]?(?:sampler|image|texture)(?:1D|2D|3D|Cube|2DRect|1DArray|2DArray|CubeArray|Buffer|2DMS|2DMSArray)(?:Shadow)?)$/;
export const builtinFunctions = words(`
  radians degrees sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh pow exp log exp2 log2 sqrt inversesqrt abs sign
  floor trunc round roundEven ceil fract mod modf min max clamp mix step smoothstep isnan isinf floatBitsToInt floatBitsToUint
  intBitsToFloat uintBitsToFloat fma frexp ldexp packUnorm2x16 packSnorm2x16 packUnorm4x8 packSnorm4x8 unpackUnorm2x16
  unpackSnorm2x16 unpackUnorm4x8 unpackSnorm4x8 packHalf2x16 unpackHalf2x16 packDouble2x32 unpackDouble2x32 length distance dot
  cross normalize faceforward reflect refract matrixCompMult outerProduct transpose determinant inverse lessThan lessThanEqual
  greaterThan greaterThanEqual equal notEqual any all not uaddCarry usubBorrow umulExtended imulExtended bitfieldExtract
  bitfieldInsert bitfieldReverse bitCount findLSB findMSB textureSize textureQueryLod textureQueryLevels texture textureProj
  textureLod textureOffset texelFetch texelFetchOffset textureProjOffset textureLodOffset textureProjLod textureProjLodOffset
  textureGrad textureGradOffset textureProjGrad textureProjGradOffset textureGather textureGatherOffset textureGatherOffsets
  dFdx dFdy dFdxFine dFdyFine dFdxCoarse dFdyCoarse fwidth fwidthFine fwidthCoarse interpolateAtCentroid interpolateAtSample
  interpolateAtOffset noise1 noise2 noise3 noise4
`);

/** True for names that mean the same in every shader. */
export function isShared(name: string): boolean {
  return keywords.has(name) || builtinFunctions.has(name) || types.test(name) || isfFunctions.has(name)
    || name.startsWith('gl_') || name.startsWith('GL_') || name.startsWith('__') || name === 'isf_FragNormCoord'
    || (builtins.has(name) && !name.startsWith('WEFT_')) || name === 'WEFT_ES' || name === 'WEFT_STORAGE';
}

export const isType = (name: string): boolean => types.test(name) || /^(?:void|bool|int|uint|float|double)$/.test(name);

/** The name an input, image or target has in the program: its own, unless it is a word or a function of GLSL. */
export function programName(name: string): string {
  return taken.has(name) || qualifiers.has(name) || builtinFunctions.has(name) ? `weft_kw_${name}` : name;
}
