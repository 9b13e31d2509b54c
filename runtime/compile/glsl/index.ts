/** The door: ISF nodes as GLSL programs. */
export { assembleProgram, generator } from './assemble.ts';
export { chainProgram } from './chain.ts';
export type { Link } from './chain.ts';
export { placed, templateOf } from './template.ts';
export type { Template } from './template.ts';
export type { Assembled, Options, ParamUniform, Text } from './program.ts';
