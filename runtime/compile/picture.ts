/** The picture schedule, one step per node, on textures that are each written once (slots come later). */
import type { NodeType, SizeExpr } from '../catalog/types.ts';
import { NO_TEXTURE, type DataTexture, type PictureStep, type PlanSize } from '../plan/types.ts';
import type { Clips } from './clips.ts';
import { containerOf } from './container.ts';
import type { Assembled } from './glsl/index.ts';
import type { Graph, GraphNode, ShaderStep, Task } from './graph.ts';
import { components } from './ports.ts';
import type { Programs } from './programs.ts';
import type { Table } from './rows.ts';
import { curveTable, gradientTable } from './tables.ts';

export interface PictureInput {
  graph: Graph;
  order: readonly Task[];
  table: Table;
  clips: Clips;
  seeds: readonly number[];
  programs: Programs;
  /** absolute path of a file parameter's text or of a media id */
  files(name: string): string | undefined;
  tap(node: number, inlet: number): number;
  analysis(node: number): number;
  used(node: number, outlet: number): boolean;
}

export interface Picture {
  steps: PictureStep[];
  textures: number;
  /** the program picture, -1: none */
  output: number;
}

export function pictureSteps(input: PictureInput): Picture {
  const { graph, table, clips, seeds, programs } = input;
  const steps: PictureStep[] = [];
  const made = new Int32Array(graph.nodes.length).fill(NO_TEXTURE);
  let textures: number = NO_TEXTURE + 1;
  let states = 0;
  let output = -1;
  const delays = new Map<number, number>();

  for (const task of input.order) {
    const node = graph.nodes[task.node]!;
    switch (node.ports.domain) {
      case 'clip': clip(task.node, node); break;
      case 'videoOut': output = inlet(node, firstVideo(node)); break;
      case 'screenOut': steps.push({ op: 'screen', node: task.node, in: inlet(node, firstVideo(node)), rows: rowsByName(task.node, node) }); break;
      case 'delay': delay(task, node); break;
      case 'analyse': if (task.part === 'take') analyse(task.node, node); break;
      case 'picture': draw(task.node, node); break;
    }
  }
  return { steps, textures, output };

  function texture(node: number): number {
    made[node] = textures;
    return textures++;
  }

  /** What an inlet's wire carries; transparent while unwired. */
  function inlet(node: GraphNode, i: number): number {
    const from = node.inlets[i]?.[0];
    return from ? made[from.node]! : NO_TEXTURE;
  }

  function clip(index: number, node: GraphNode): void {
    const placed = clips.of(index);
    const video = node.ports.outlets.findIndex((o) => o.type === 'video');
    if (!placed || video < 0 || !input.used(index, video)) return;
    steps.push({ op: 'clip', node: index, clip: placed.clip, media: placed.media, out: texture(index), rows: { fit: placed.fit } });
  }

  function delay({ node: index, part }: Task, node: GraphNode): void {
    const from = firstVideo(node);
    if ((node.inlets[from]?.length ?? 0) === 0) return;
    if (part === 'give') {
      delays.set(index, states++);
      steps.push({ op: 'delayOut', node: index, state: delays.get(index)!, out: texture(index), rows: { frames: table.row(index, 'frames') } });
    } else steps.push({ op: 'delayIn', node: index, state: delays.get(index)!, in: inlet(node, from) });
  }

  function analyse(index: number, node: GraphNode): void {
    const analysis = input.analysis(index);
    if (analysis < 0) return;
    steps.push({
      op: 'analyse', node: index, service: String(node.type.service!.config.measure), in: inlet(node, firstVideo(node)), analysis, outputs: outletsTo(index, node),
      rows: { ...rowsByName(index, node), $bypass: table.row(index, '$bypass') },
    });
  }

  /** How many of its outlets are measured: up to the last that something reads. */
  function outletsTo(index: number, node: GraphNode): number {
    let count = node.ports.outlets.length;
    while (count > 1 && !input.used(index, count - 1)) count--;
    return count;
  }

  function draw(index: number, node: GraphNode): void {
    const { type } = node;
    if (type.isf) {
      steps.push(shader(index, node, type, (name) => inlet(node, node.ports.inlet.get(name) ?? -1)));
      return;
    }
    const service = type.service!.name;
    if (service === 'image') {
      const media = clips.image(index);
      if (media >= 0) steps.push({ op: 'image', node: index, media, out: texture(index), rows: { fit: table.row(index, 'fit') } });
    } else if (service === 'text') {
      const text = node.ports.params.find((p) => p.kind === 'text');
      const font = node.ports.params.find((p) => p.kind === 'file');
      steps.push({
        op: 'text', node: index, text: text ? String(node.values.get(text.name) ?? text.default ?? '') : '',
        font: font ? file(node, font.name) : null, out: texture(index), rows: rowsByName(index, node),
      });
    } else kernel(index, node, service);
  }

  /** The kernel, then the effect container around it as a shader. */
  function kernel(index: number, node: GraphNode, service: string): void {
    const ins = node.ports.inlets.flatMap((p, i) => (p.type === 'video' && p.name !== '$mask' ? [inlet(node, i)] : []));
    const raw = texture(index);
    steps.push({ op: 'kernel', node: index, service, ins, out: raw, rows: rowsByName(index, node) });
    if (!node.type.container) return;
    const container = containerOf(node.type, programs.containers);
    const mask = node.ports.inlet.get('$mask') ?? -1;
    steps.push(shader(index, node, container, (name) =>
      name === '$mask' ? inlet(node, mask) : name === 'processed' ? raw : inlet(node, firstVideo(node))));
  }

  function shader(index: number, node: GraphNode, type: NodeType, image: (inlet: string) => number): ShaderStep {
    const mask = type.container && (node.inlets[node.ports.inlet.get('$mask') ?? -1]?.length ?? 0) > 0;
    const { assembled: program, index: programIndex } = programs.of(type, mask, index);
    const isf = type.isf!;
    const bypass = table.row(index, '$bypass');
    return {
      op: 'shader', node: index, nodes: [index], program: programIndex,
      images: program.images.map((i) => ({ name: i.name, texture: image(i.inlet) })),
      audioImages: program.audioImages.map((a) => ({ name: a.name, tap: input.tap(index, node.ports.inlet.get(a.inlet)!), kind: a.kind, max: a.max })),
      textures: dataTextures(node, type, program),
      uniforms: program.uniforms.map((u) => ({ name: u.name, type: u.type, rows: consecutive(table.row(index, u.param), u.components) })),
      seeds: program.seeds.map((s) => ({ ...s, value: seeds[index]! })),
      targets: isf.targets.map((t, i) => ({ ...t, name: program.targets[i]!, width: size(index, t.width), height: size(index, t.height) })),
      passes: (isf.passes.length > 0 ? isf.passes : [{ target: null }]).map((p, i, all) => ({
        target: p.target === null ? -1 : isf.targets.findIndex((t) => t.name === p.target), output: p.target === null || i === all.length - 1,
      })),
      out: texture(index),
      // a picture drawn from sound alone has no picture to pass: bypassed it is transparent
      bypass, through: type.container ? image(dryInlet(type)) : bypass >= 0 ? NO_TEXTURE : -1,
      ...(isf.kernel !== undefined && { kernel: isf.kernel }),
    };
  }

  function dataTextures(node: GraphNode, type: NodeType, program: Assembled): DataTexture[] {
    const { dataTextures, imported } = type.isf!;
    const fed = dataTextures.map(({ kind, param }, i): DataTexture => {
      const name = program.dataTextures[i]!;
      const value = node.values.get(param) ?? node.ports.param.get(param)?.default ?? null;
      if (kind === 'curve') return curveTable(name, value);
      if (kind === 'gradient') return gradientTable(name, value);
      const path = file(node, param);
      return path === null ? empty(name) : { name, kind: 'cube-lut', path };
    });
    return [...fed, ...imported.map(({ paths, cube }, i): DataTexture => {
      const name = program.imported[i]!;
      if (cube) return { name, kind: 'cubemap', paths };
      return paths[0] === undefined ? empty(name) : { name, kind: 'image', path: paths[0] };
    })];
  }

  /** Path of a file parameter, null when none is chosen or it may not be read (which the table's maker reports). */
  function file(node: GraphNode, param: string): string | null {
    const value = node.values.get(param) ?? node.ports.param.get(param)?.default;
    if (typeof value !== 'string' || value === '') return null;
    return input.files(value) ?? null;
  }

  function size(node: number, expr: SizeExpr): PlanSize {
    return expr && expr.map((token) => {
      if (typeof token === 'number' || !token.startsWith('$') || token === '$WIDTH' || token === '$HEIGHT') return token;
      const row = table.row(node, token.slice(1));
      return row < 0 ? 0 : `#${row}`;
    });
  }

  /** A vector's first row goes by the parameter's own name: the others follow it in the table. */
  function rowsByName(index: number, node: GraphNode): Record<string, number> {
    const out: Record<string, number> = {};
    for (const param of node.ports.params) {
      if (param.container) continue;
      for (const [c, name] of components(param).entries()) out[c === 0 ? param.name : `${param.name}.${name}`] = table.row(index, param.name) + c;
    }
    return out;
  }
}

const consecutive = (first: number, count: number): number[] => (count === 1 ? [first] : Array.from({ length: count }, (_, c) => first + c));

/** A file that is not chosen: a shader sees it by its size, 1x1. */
const empty = (name: string): DataTexture => ({ name, kind: 'table', width: 1, height: 1, data: [0, 0, 0, 0] });

const firstVideo = (node: GraphNode): number => {
  const named = node.ports.inlet.get(dryInlet(node.type));
  return named ?? -1;
};

/** The picture an effect works on: inputImage, else startImage, else the first video inlet. */
export function dryInlet(type: NodeType): string {
  const videos = type.inlets.filter((i) => i.type === 'video' && i.name !== '$mask').map((i) => i.name);
  return videos.find((n) => n === 'inputImage') ?? videos.find((n) => n === 'startImage') ?? videos[0] ?? '';
}

/** The rows that steps read, ascending. */
export function rowsRead(steps: readonly PictureStep[], rows: number): number[] {
  // the last place is for -1, no row
  const read = new Uint8Array(rows + 1);
  const mark = (row: number) => (read[row < 0 ? rows : row] = 1);
  for (const step of steps) {
    if (step.op === 'delayIn') continue;
    if (step.op !== 'shader') {
      Object.values(step.rows).forEach(mark);
      continue;
    }
    mark(step.bypass);
    for (const uniform of step.uniforms) uniform.rows.forEach(mark);
    for (const target of step.targets) {
      for (const token of [...(target.width ?? []), ...(target.height ?? [])]) {
        if (typeof token === 'string' && token.startsWith('#')) mark(Number(token.slice(1)));
      }
    }
  }
  const out: number[] = [];
  for (let r = 0; r < rows; r++) if (read[r]) out.push(r);
  return out;
}
