/** What stands in front of a node's text: outputs, uniforms, the functions of ISF. */
import { builtins } from './vocabulary.ts';

/** A constant where the engine compiles a program for each pass: software GL runs both sides of a branch on a uniform. */
const passIndex = ['#ifdef WEFT_PASS', 'const int PASSINDEX = WEFT_PASS;', '#else', 'uniform int PASSINDEX;', '#endif'];

/** Source string number of the lines that are not from a node file. */
const PRELUDE_SOURCE = 99;

/**
 * The next line is the first of this source. Numbers begin at source * 100000, because Mesa forgets the source number; the
 * engine takes the two apart again.
 */
export const lineMark = (source = PRELUDE_SOURCE): string => `#line ${source * 100_000 + 1} ${source}`;

export interface Declarations {
  /** "type name", e.g. "vec4 tint" */
  values: string[];
  samplers: { name: string; cube: boolean }[];
  uses: ReadonlySet<string>;
}

export const uniformLines = (d: Declarations): string => [
  ...[...builtins].filter(([name]) => d.uses.has(name)).flatMap(([name, type]) => (name === 'PASSINDEX' ? passIndex : [`uniform ${type} ${name};`])),
  ...d.values.map((v) => `uniform ${v};`),
  ...d.samplers.map(({ name, cube }) =>
    `uniform sampler${cube ? 'Cube' : '2D'} ${name};`
    + (cube ? '' : ` uniform vec4 _${name}_imgRect; uniform vec2 _${name}_imgSize; uniform bool _${name}_flip;`)),
].join('\n');

/**
 * Bits say what is finite, because compilers may take isnan() for false. A component that is not finite becomes 0 and marks
 * its node, an index into weft_nodes. A pixel names the first node of a chain that went wrong there: one store, because
 * stores are dear in software.
 */
const finite = `
#ifdef WEFT_STORAGE
layout(std430, binding = 0) buffer WeftFlags { uint weft_flags[]; };
uniform int weft_nodes[8];
#endif
uint weft_marks = 0u;
vec4 weft_finite(vec4 weft_c, int weft_i) {
  bvec4 weft_bad = equal(floatBitsToUint(weft_c) & uvec4(0x7f800000u), uvec4(0x7f800000u));
  weft_marks |= any(weft_bad) ? 1u << weft_i : 0u;
  return mix(weft_c, vec4(0.0), weft_bad);
}
void weft_report() {
#ifdef WEFT_STORAGE
  if (weft_marks != 0u) weft_flags[weft_nodes[findLSB(weft_marks)]] = 1u;
#endif
}`;

/**
 * Every wire carries pictures of the canvas's size, so the own pixel is one texel: no filter, nothing lost. What is 1x1
 * (unwired) or of another size gives the texel that covers the pixel.
 */
const here = `
vec4 weft_here(sampler2D weft_s) {
  return texelFetch(weft_s, ivec2(isf_FragNormCoord * vec2(textureSize(weft_s, 0))), 0);
}`;

/** For pictures drawn by a vertex shader or at another size. */
const here2 = `
vec4 weft_beneath(sampler2D weft_s) { return texture(weft_s, gl_FragCoord.xy / RENDERSIZE); }`;

/** amount: 1 - a and a. An a of 0 gives `in` to the bit, 1 the effect. */
const container = `
vec4 weft_blend(vec4 weft_in, vec4 weft_fx, vec2 weft_a) { return weft_in * weft_a.x + weft_fx * weft_a.y; }
vec2 weft_veil(vec2 weft_a, vec4 weft_m) {
  float weft_v = weft_a.y * clamp(dot(weft_m.rgb, vec3(0.2126, 0.7152, 0.0722)) * weft_m.a, 0.0, 1.0);
  return vec2(1.0 - weft_v, weft_v);
}`;

/** What a vertex shader works out for the container: once per picture instead of once per pixel. */
export const amountLines = (mix: string, bypass: string, amount: string): { declarations: string; statement: string } => ({
  declarations: `uniform float ${mix}; uniform float ${bypass}; flat out vec2 ${amount};`,
  statement: `${amount} = weft_amount_of(${mix}, ${bypass});`,
});

/**
 * Half floats are rounded here (to nearest, ties to even, largest 65504), because drivers differ in how they round what is
 * drawn: a picture of 16 bits is the same everywhere, and the same inside a chain.
 */
const half = `
vec4 weft_half(vec4 weft_c) {
  weft_c = clamp(weft_c, -65504.0, 65504.0);
  uvec4 weft_u = floatBitsToUint(weft_c);
  weft_u = (weft_u + 0xfffu + ((weft_u >> 13) & 1u)) & ~0x1fffu;
  return mix(uintBitsToFloat(weft_u), roundEven(weft_c * 16777216.0) * (1.0 / 16777216.0), lessThan(abs(weft_c), vec4(6.103515625e-5)));
}`;

/** Of a division by a constant 0 Mesa makes anything: a divisor that is 0 comes from a uniform that nobody sets. */
const genTypes = ['float', 'vec2', 'vec3', 'vec4'];
const divide = `
#ifdef WEFT_CONSTANTS
uniform float weft_zero;
float weft_by(float weft_d) { return weft_d == 0.0 ? weft_zero : weft_d; }
${genTypes.slice(1).map((t, i) => `${t} weft_by(${t} weft_d) { return mix(weft_d, ${t}(weft_zero), equal(weft_d, ${t}(0.0))); }
mat${i + 2} weft_by(mat${i + 2} weft_d) { return weft_d; }`).join('\n')}
${['int', 'ivec2', 'ivec3', 'ivec4', 'uint', 'uvec2', 'uvec3', 'uvec4'].map((t) => `${t} weft_by(${t} weft_d) { return weft_d; }`).join(' ')}
${genTypes.flatMap((t) => [...new Set([t, 'float'])].map((e) => `
${t} weft_mod(${t} weft_x, ${e} weft_y) { return weft_x - weft_y * floor(weft_x / weft_by(weft_y)); }
${t} weft_smoothstep(${e} weft_a, ${e} weft_b, ${t} weft_x) {
  ${t} weft_t = clamp((weft_x - weft_a) / weft_by(weft_b - weft_a), 0.0, 1.0);
  return weft_t * (weft_t * (3.0 - 2.0 * weft_t));
}`)).join('')}
#define mod weft_mod
#define smoothstep weft_smoothstep
#else
#define weft_by(weft_d) (weft_d)
#endif`;

const isf = `${divide}
vec4 weft_own(sampler2D weft_s) { return texture(weft_s, isf_FragNormCoord); }
vec4 IMG_NORM_PIXEL(sampler2D weft_s, vec2 weft_p) { return texture(weft_s, weft_p); }
vec4 IMG_PIXEL(sampler2D weft_s, vec2 weft_p) { return texture(weft_s, weft_p / vec2(textureSize(weft_s, 0))); }
vec2 IMG_SIZE(sampler2D weft_s) { return vec2(textureSize(weft_s, 0)); }
vec4 weft_texture2D(sampler2D weft_s, vec2 weft_p) { return texture(weft_s, weft_p); }
vec4 weft_texture2DLod(sampler2D weft_s, vec2 weft_p, float weft_l) { return textureLod(weft_s, weft_p, weft_l); }
vec4 weft_texture2DProj(sampler2D weft_s, vec3 weft_p) { return textureProj(weft_s, weft_p); }
vec4 weft_textureCube(samplerCube weft_s, vec3 weft_p) { return texture(weft_s, weft_p); }
vec4 IMG_NORM_PIXEL(samplerCube weft_s, vec3 weft_p) { return texture(weft_s, weft_p); }
#define IMG_THIS_PIXEL(image) weft_own(image)
#define IMG_THIS_NORM_PIXEL(image) weft_own(image)
#define texture2D weft_texture2D
#define texture2DLod weft_texture2DLod
#define texture2DProj weft_texture2DProj
#define texture2DRect IMG_PIXEL
#define sampler2DRect sampler2D
#define textureCube weft_textureCube`;

const isfBias = `
vec4 IMG_NORM_PIXEL(sampler2D weft_s, vec2 weft_p, float weft_b) { return texture(weft_s, weft_p, weft_b); }
vec4 IMG_PIXEL(sampler2D weft_s, vec2 weft_p, float weft_b) { return texture(weft_s, weft_p / vec2(textureSize(weft_s, 0)), weft_b); }
vec4 weft_texture2D(sampler2D weft_s, vec2 weft_p, float weft_b) { return texture(weft_s, weft_p, weft_b); }
vec4 weft_textureCube(samplerCube weft_s, vec3 weft_p, float weft_b) { return texture(weft_s, weft_p, weft_b); }`;

/** What a picture of 8 bits does to a colour that is drawn into it and read again. */
const bytes = `
vec4 weft_bytes(vec4 weft_c) { return roundEven(clamp(weft_c, 0.0, 1.0) * 255.0) * (1.0 / 255.0); }`;

/** A fragment's prelude. raw: the last pass also fills a target. */
export function fragmentPrelude(raw: boolean): string {
  return `${lineMark()}
#ifdef WEFT_ES
#define precise
#endif
layout(location = 0) out vec4 weft_Out;
${raw ? 'layout(location = 1) out vec4 weft_Raw;\n' : ''}in vec2 isf_FragNormCoord;
uniform vec2 RENDERSIZE;${finite}${here}${here2}${container}${half}${bytes}${isf}${isfBias}`;
}

/** A vertex shader's: the four corners of the picture, in the order of a triangle strip. */
export const vertexPrelude = `${lineMark()}
out vec2 isf_FragNormCoord;
uniform vec2 RENDERSIZE;${isf}
void isf_vertShaderInit() {
  isf_FragNormCoord = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  gl_Position = vec4(isf_FragNormCoord * 2.0 - 1.0, 0.0, 1.0);
}
vec2 weft_amount_of(float weft_mix, float weft_bypass) {
  float weft_a = clamp(weft_mix, 0.0, 1.0) * (1.0 - clamp(weft_bypass, 0.0, 1.0));
  return vec2(1.0 - weft_a, weft_a);
}`;
