/** Several nodes as one program: each takes the picture of the one before from a variable instead of a texture. */
import type { NodeType } from '../../catalog/types.ts';
import { text } from './assemble.ts';
import { declaration, picturesOf, samplersOf, throughInlet, uniformsOf } from './ports.ts';
import { amountLines, fragmentPrelude, lineMark, uniformLines, vertexPrelude } from './prelude.ts';
import type { Text } from './program.ts';
import { instantiate, placed } from './template.ts';
import type { Template } from './template.ts';
import { programName } from './vocabulary.ts';

export interface Link {
  type: NodeType;
  template: Template;
  mask: boolean;
  /** names in the single program of the images that are the picture of the link before; empty at the head of the chain */
  upstream: ReadonlySet<string>;
}

/** Names of the links' uniforms, samplers and seeds are those of the single programs, placed. [any] */
export function chainProgram(links: readonly Link[], depth: 8 | 16): Text {
  const values: string[] = [];
  const samplers: { name: string; cube: boolean }[] = [];
  const uses = new Set<string>();
  const body: string[] = [];
  const main: string[] = [];
  const varyings: string[] = [];
  const amounts: { declarations: string; statement: string }[] = [];
  for (const [i, { type, template, mask, upstream: up }] of links.entries()) {
    for (const u of uniformsOf(type)) if (!u.param.startsWith('$')) values.push(declaration({ ...u, name: placed(u.name, i) }));
    for (const s of samplersOf(type, picturesOf(type, mask))) if (!up.has(s.name)) samplers.push({ ...s, name: placed(s.name, i) });
    for (const name of template.uses) {
      if (name.startsWith('WEFT_')) values.push(`uint ${placed(name, i)}`);
      else if (name !== 'RENDERSIZE') uses.add(name);
    }
    body.push(
      `vec4 ${placed('isf_FragColor', i)} = vec4(0.0);`, ...(i > 0 ? [`vec4 ${placed('weft_up', i)};`] : []),
      lineMark(i), instantiate(template, i, up), lineMark(),
    );
    const picture = (name: string) => (up.has(name) ? placed('weft_up', i) : `weft_here(${placed(name, i)})`);
    if (i > 0) main.push(`${placed('weft_up', i)} = weft_c;`);
    main.push(`${placed('weft_node', i)}();`, `weft_c = weft_finite(${placed('isf_FragColor', i)}, ${i});`);
    const through = throughInlet(type);
    if (type.container && through !== null) {
      const name = placed('weft_amount', i);
      amounts.push(amountLines(placed('weft_mix', i), placed('weft_bypass', i), name));
      varyings.push(`flat in vec2 ${name};`);
      const amount = mask ? `weft_veil(${name}, ${picture('weft_mask')})` : name;
      main.push(`weft_c = weft_blend(${picture(programName(through))}, weft_c, ${amount});`);
    }
    if (depth === 16) main.push('weft_c = weft_half(weft_c);');
    else if (i < links.length - 1) main.push('weft_c = weft_bytes(weft_c);');
  }
  const vertex = amounts.length === 0 ? null : [
    vertexPrelude, ...amounts.map((a) => a.declarations),
    'void main() {', '  isf_vertShaderInit();', ...amounts.map((a) => `  ${a.statement}`), '}', '',
  ].join('\n');
  return text(vertex, [
    fragmentPrelude(false), uniformLines({ values, samplers, uses }), ...varyings, ...body,
    'void main() {', '  precise vec4 weft_c;', ...main.map((l) => `  ${l}`), '  weft_Out = weft_c;', '  weft_report();', '}', '',
  ].join('\n'));
}
