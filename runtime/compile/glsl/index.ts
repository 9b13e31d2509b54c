/** The door: ISF nodes as GLSL programs. */
export { assembleProgram, generator } from './assemble.ts';
export type { Assembled, Options, ParamUniform, Text } from './program.ts';
