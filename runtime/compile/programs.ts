/** GLSL programs of a plan: assembled once per node type and options, each text once in the table. */
import type { NodeType } from '../catalog/types.ts';
import type { Program } from '../plan/types.ts';
import type { Containers } from './container.ts';
import { assembleProgram, type Assembled } from './glsl/index.ts';
import type { ShaderStep } from './graph.ts';

/** What stays the same from one compile to the next; keyed by node type, so an edited node file starts afresh. */
export type ProgramCache = WeakMap<NodeType, Map<string, Assembled>>;

export interface Programs {
  containers: Containers;
  /** the program of a shader type; node: the first that uses it, for messages */
  of(type: NodeType, mask: boolean, node: number): { assembled: Assembled; index: number };
  intern(program: Program): number;
  /** the programs that these steps use, in their order; the steps' indices are rewritten */
  kept(steps: readonly ShaderStep[]): Program[];
}

export function programTable(depth: 8 | 16, cache: ProgramCache, containers: Containers): Programs {
  const table: Program[] = [];
  const index = new Map<string, number>();
  const intern = (program: Program): number => {
    let i = index.get(program.key);
    if (i === undefined) {
      index.set(program.key, (i = table.length));
      table.push(program);
    }
    return i;
  };
  return {
    containers, intern,
    of(type, mask, node) {
      const options = `${mask ? 'mask' : ''} ${depth}`;
      let known = cache.get(type);
      if (!known) cache.set(type, (known = new Map()));
      let made = known.get(options);
      if (!made) known.set(options, (made = assembleProgram(type, { mask, depth })));
      const { key } = made.program;
      const at = index.get(key) ?? intern({ ...made.program, files: made.files.map((file) => ({ node, file })) });
      return { assembled: made, index: at };
    },
    kept(steps) {
      const order = new Map<number, number>();
      for (const step of steps) {
        if (!order.has(step.program)) order.set(step.program, order.size);
        step.program = order.get(step.program)!;
      }
      return [...order.keys()].map((i) => table[i]!);
    },
  };
}
