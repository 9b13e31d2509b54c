/** A plan as text that people read and tests compare. Names no path of this machine and no program text. */
import { BLOCK, SIGNAL, type ClipRows, type DataTexture, type Mod, type PictureStep, type Plan, type PlanSize, type SoundStep } from './types.ts';

export function printPlan(plan: Plan): string {
  const { canvas, tempo } = plan;
  const [num, den] = canvas.fps;
  const out = [
    `patch ${plan.patch.id}, seed ${plan.patch.seed}`,
    `canvas ${canvas.width}x${canvas.height}, ${num}${den === 1 ? '' : `/${den}`} fps, ${canvas.depth} bit, picture delay ${canvas.pictureDelay}`,
    `sound ${plan.sampleRate} Hz, ${tempo.bpm} bpm in ${tempo.beatsPerBar}`,
    `output picture ${plan.output.picture < 0 ? 'none' : texture(plan.output.picture)}, sound ${plan.output.sound ? plan.output.sound.map(buffer).join(' ') : 'none'}`,
    '',
    `nodes (${plan.nodes.length})`,
    ...plan.nodes.map((n) => `  ${n.path}  ${n.type}  seed ${n.seed.toString(16).padStart(8, '0')}`),
  ];
  if (plan.media.length > 0) out.push('', 'media', ...plan.media.map((m) => `  ${m.id}  ${m.kind}`));
  const moved = plan.rows.filter((r) => r.mods.length > 0);
  out.push('', `rows (${plan.rows.length})`, ...moved.map((r) =>
    `  ${r.id}  ${r.kind} ${r.min}..${r.max}${r.scale === 'log' ? ' log' : ''}${r.record >= 0 ? `  record ${r.record}` : ''}  ${r.mods.map(mod).join(', ')}`));
  out.push('', `sound, every ${BLOCK} samples (${plan.sound.buffers} buffers, ${plan.sound.signals} signals)`);
  for (const [slot, value] of plan.sound.constants) out.push(`  constant ${value} -> ${signal(slot)}`);
  for (const step of plan.sound.steps) out.push(...soundStep(plan, step).map(indent));
  out.push('', `picture, every frame (${plan.picture.textures} textures, ${plan.picture.programs.length} programs)`);
  for (const step of plan.picture.steps) out.push(...pictureStep(plan, step).map(indent));
  for (const i of plan.irreproducible) out.push('', `not repeatable: ${plan.nodes[i.node]!.path}. ${i.why}`);
  return `${out.join('\n')}\n`;
}

const indent = (line: string): string => `  ${line}`;
const buffer = (b: number): string => (b === 0 ? 'silence' : `b${b}`);
const texture = (t: number): string => (t === 0 ? 'empty' : `t${t}`);
const signal = (s: number): string =>
  ({ [SIGNAL.zero]: '0', [SIGNAL.time]: 'time', [SIGNAL.beat]: 'beat', [SIGNAL.frame]: 'frame' } as Record<number, string>)[s] ?? `s${s}`;
const arrow = (ins: string[], outs: string[]): string =>
  [ins.length > 0 ? `  ${ins.join(' ')}` : '', outs.length > 0 ? ` -> ${outs.join(' ')}` : ''].join('');

function mod(m: Mod): string {
  return `${m.stage === 'automation' ? 'automation ' : ''}${m.mode} ${m.depth} of ${signal(m.signal)}`;
}

function soundStep(plan: Plan, step: SoundStep): string[] {
  const path = (node: number) => plan.nodes[node]!.path;
  switch (step.op) {
    case 'stack': return [`stack  ${step.rows.map((r) => plan.rows[r]!.id).join(' ')}`];
    case 'mix': return [`mix${arrow(step.ins.map(buffer), [buffer(step.out)])}${step.gain === undefined ? '' : `  times ${Number(step.gain.toFixed(3))}`}`];
    case 'add': return [`add${arrow(step.ins.map(signal), [signal(step.out)])}`];
    case 'ramp': return [`ramp${arrow([signal(step.in)], [buffer(step.out)])}`];
    case 'clip': return [`clip ${path(step.node)}  ${plan.media[step.media]!.id}${arrow([], step.outs.map(buffer))}${clipRows(step.rows)}`];
    case 'deviceIn': return [`deviceIn ${path(step.node)}${arrow([], step.outs.map(buffer))}`];
    case 'fromPicture': return [`fromPicture ${path(step.node)}  analysis ${step.analysis}${arrow([], step.outs.map(signal))}`];
    case 'tap': return [`tap ${step.tap}${arrow(plan.sound.taps[step.tap]!.buffers.map(buffer), [])}`];
    case 'out': return [`out ${path(step.node)}${arrow(step.ins.map(buffer), [])}`];
    case 'dsp': {
      const into = step.rate === 'signal' ? signal : buffer;
      const from = step.rate === 'audio' ? buffer : signal;
      const head = `dsp ${path(step.node)}  ${step.rate} program ${step.program}${step.together < 0 ? '' : `  together ${step.together}`}`;
      const outputs = plan.dsp[step.program]!.outputs;
      const each = step.instances.map(({ ins, outs }, i) => {
        const through = step.through.slice(i * outputs, (i + 1) * outputs);
        const passed = step.bypass >= 0 && through.some((t) => t >= 0) ? `  bypassed ${through.map((t) => (t < 0 ? '-' : into(t))).join(' ')}` : '';
        return `${arrow(ins.map(into), outs.map(from))}${passed}`;
      });
      return each.length === 1 ? [head + each[0]] : [head, ...each.map((e) => `  copy${e}`)];
    }
  }
}

const clipRows = (rows: ClipRows): string => (rows.gain < 0 ? '  no gain' : '');

function pictureStep(plan: Plan, step: PictureStep): string[] {
  const path = (node: number) => plan.nodes[node]!.path;
  switch (step.op) {
    case 'clip': return [`clip ${path(step.node)}  ${plan.media[step.media]!.id}${arrow([], [texture(step.out)])}`];
    case 'image': return [`image ${path(step.node)}  ${plan.media[step.media]!.id}${arrow([], [texture(step.out)])}`];
    case 'text': return [`text ${path(step.node)}  ${JSON.stringify(step.text)}${arrow([], [texture(step.out)])}`];
    case 'delayOut': return [`delayOut ${path(step.node)}  state ${step.state}${arrow([], [texture(step.out)])}`];
    case 'delayIn': return [`delayIn ${path(step.node)}  state ${step.state}${arrow([texture(step.in)], [])}`];
    case 'kernel': return [`kernel ${path(step.node)}  ${step.service}${arrow(step.ins.map(texture), [texture(step.out)])}`];
    case 'screen': return [`screen ${path(step.node)}${arrow([texture(step.in)], [])}`];
    case 'analyse': return [`analyse ${path(step.node)}  ${step.service}${arrow([texture(step.in)], [])}  analysis ${step.analysis}, ${step.outputs} values`];
    case 'shader': {
      const images = step.images.map((i) => `${i.name}=${texture(i.texture)}`);
      const sounds = step.audioImages.map((a) => `${a.name}=${a.tap < 0 ? 'silence' : `tap ${a.tap}`}${a.max === null ? '' : ` (${a.max})`}`);
      const lines = [`shader ${step.nodes.map(path).join(' + ')}  program ${step.program}${arrow([...images, ...sounds], [texture(step.out)])}`];
      for (const t of step.textures) lines.push(`  ${t.name}: ${dataTexture(t)}`);
      for (const t of step.targets) {
        lines.push(`  target ${t.name}  ${size(plan, t.width, 'width')} x ${size(plan, t.height, 'height')}${t.persistent ? ' persistent' : ''}${t.float ? ' float' : ''}`);
      }
      if (step.passes.length > 1) {
        lines.push(`  passes ${step.passes.map((p) => [p.target < 0 ? '' : step.targets[p.target]!.name, p.output ? 'out' : ''].filter(Boolean).join('+')).join(', ')}`);
      }
      if (step.kernel !== undefined) lines.push(`  kernel ${step.kernel} where GL is software`);
      return lines;
    }
  }
}

function dataTexture(t: DataTexture): string {
  if (t.kind === 'table') return `table ${t.width}x${t.height}`;
  return `${t.kind} ${(t.kind === 'cubemap' ? t.paths : [t.path]).map((p) => p.slice(p.lastIndexOf('/') + 1)).join(' ')}`;
}

function size(plan: Plan, expr: PlanSize, whole: string): string {
  if (!expr) return whole;
  return expr.map((t) => (typeof t === 'string' && t.startsWith('#') ? plan.rows[Number(t.slice(1))]!.id : String(t))).join(' ');
}
