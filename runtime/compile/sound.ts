/** The sound schedule: signal and audio steps in one list, on buffers that are each written once (slots come later). */
import { LANES, SIGNAL, SILENCE, type SoundStep, type Tap } from '../plan/types.ts';
import type { Inlet, NodeType } from '../catalog/types.ts';
import type { Clips } from './clips.ts';
import { Dsp } from './dsp.ts';
import { faustShape, type FaustShape } from './faust-shape.ts';
import type { Graph, GraphNode, Source, Task } from './graph.ts';
import type { Table } from './rows.ts';
import { seedFeed } from './seed.ts';
import { FEWEST } from './together.ts';

/** Buffers 1 and 2 are the master, left and right; the `out` steps sum into them. */
export const MASTER: [number, number] = [1, 2];

export interface Sound {
  steps: SoundStep[];
  /** buffers in use before slots are shared */
  buffers: number;
  signals: number;
  constants: [slot: number, value: number][];
  taps: Tap[];
  master: boolean;
  dsp: Dsp;
  /** slot of a signal outlet */
  slot(node: number, outlet: number): number;
  /** tap of an audio image, -1 while unwired */
  tap(node: number, inlet: number): number;
  /** number of a picture analysis, -1 where nothing is analysed */
  analysis(node: number): number;
  /** evaluates what is left of these rows after everything else: those that pictures read */
  last(rows: readonly number[]): void;
}

export interface SoundInput {
  graph: Graph;
  order: readonly Task[];
  table: Table;
  clips: Clips;
  seeds: readonly number[];
  /** equal voices that stand next to each other are computed at once */
  gather: boolean;
  /** outlets that live nodes read */
  used(node: number, outlet: number): boolean;
}

type DspStep = Extract<SoundStep, { op: 'dsp' }>;

/** One outlet's value: a slot, or a buffer per channel. */
type Value = { slot: number } | { channels: number[] };

export function soundSteps(input: SoundInput): Sound {
  const { graph, table, clips, seeds } = input;
  const steps: SoundStep[] = [];
  const constants: [number, number][] = [];
  const taps: Tap[] = [];
  const dsp = new Dsp();
  const shapes = new Map<NodeType, FaustShape>();
  const values: (Value | undefined)[][] = graph.nodes.map(() => []);
  const ramps = new Map<number, number>();
  const tapOf = new Map<string, number>();
  const tapped: Map<number, number>[] = [];
  const analyses = new Map<number, number>();
  const evaluated = new Uint8Array(table.rows.length);
  let buffers: number = MASTER[1] + 1;
  let signals: number = SIGNAL.first;
  let master = false;
  let groups = 0;
  /** Voices to be computed at once: what they read is scheduled before the first of them, what sums them after the last. */
  let voices: { step: DspStep; sums: () => void }[] = [];

  const channelsOf = (count: number): number[] => (count === 1 ? [buffers++] : count === 2 ? [buffers++, buffers++] : Array.from({ length: count }, () => buffers++));

  for (const [i, task] of input.order.entries()) {
    const node = graph.nodes[task.node]!;
    if (voices.length > 0 && !joins(task, input.order[i - 1]!)) perform();
    switch (node.ports.domain) {
      case 'signal': case 'audio': case 'extract': program(task.node, node); break;
      case 'clip': clip(task.node, node); break;
      case 'deviceIn': deviceIn(task.node); break;
      case 'audioOut': output(task.node, node); break;
      case 'analyse': if (task.part === 'give') analysis(task.node, node); break;
      case 'picture': images(task.node, node); break;
    }
  }
  perform();
  return {
    steps, buffers, signals, constants, taps, master, dsp,
    slot: (node, outlet) => slotOf({ node, outlet, wire: '' }),
    tap: (node, inlet) => tapped[node]?.get(inlet) ?? -1,
    analysis: (node) => analyses.get(node) ?? -1,
    last: (rows) => stack(rows.filter((r) => table.moved[r])),
  };

  /** The same program, for sound, and nothing of the task before it is read. */
  function joins(task: Task, before: Task): boolean {
    const a = graph.nodes[task.node]!, b = graph.nodes[before.node]!.type.faust;
    if (!input.gather || a.type.faust?.rate !== 'audio' || a.type.faust.wide === undefined || a.type.faust.key !== b?.key) return false;
    const mine = new Set(voices.map((v) => v.step.node));
    return !a.inlets.some((inlet) => inlet.some((s) => mine.has(s.node))) && !a.mods.some((m) => mine.has(m.node));
  }

  function perform(): void {
    const list = voices;
    voices = [];
    // as many at once as the program has lanes; a node's copies stay together
    for (let from = 0; from < list.length;) {
      let to = from, lanes = 0;
      while (to < list.length && lanes + list[to]!.step.instances.length <= LANES) lanes += list[to++]!.step.instances.length;
      if (to === from) to++;
      else if (input.gather && lanes >= FEWEST && list[from]!.step.rate === 'audio' && dsp.programs[list[from]!.step.program]!.wide !== null) {
        for (const { step } of list.slice(from, to)) step.together = groups;
        groups++;
      }
      for (const { step } of list.slice(from, to)) steps.push(step);
      from = to;
    }
    for (const { sums } of list) sums();
  }

  /** Rows that nothing moves hold their base; an event must be seen to rise and fall. */
  function isDue(row: number): boolean {
    return row >= 0 && !evaluated[row] && (table.moved[row] === 1 || table.rows[row]!.kind === 'event');
  }

  function stack(rows: readonly number[]): void {
    const due = rows.filter(isDue);
    if (due.length === 0) return;
    for (const r of due) evaluated[r] = 1;
    steps.push({ op: 'stack', rows: due.sort((a, b) => a - b) });
  }

  function slotOf(source: Source): number {
    const value = values[source.node]![source.outlet];
    return value && 'slot' in value ? value.slot : SIGNAL.zero;
  }

  function feedSlot(node: number, inlet: Inlet): number {
    switch (inlet.feed) {
      case 'time': return SIGNAL.time;
      case 'beat': return SIGNAL.beat;
      case 'frame': return SIGNAL.frame;
      case 'seed':
        constants.push([signals, seedFeed(seeds[node]!)]);
        return signals++;
      default: return SIGNAL.zero;
    }
  }

  /** The slot an inlet reads: its wires added up, or what the engine feeds it. */
  function signal(node: number, inlet: Inlet, wires: readonly Source[]): number {
    if (wires.length === 0) return feedSlot(node, inlet);
    const ins = wires.map(slotOf);
    if (ins.length === 1) return ins[0]!;
    steps.push({ op: 'add', out: signals, ins });
    return signals++;
  }

  /** One ramp per signal, shared by all its readers. */
  function ramp(slot: number): number {
    let out = ramps.get(slot);
    if (out === undefined) {
      ramps.set(slot, (out = buffers++));
      steps.push({ op: 'ramp', out, in: slot });
    }
    return out;
  }

  /** Channels an inlet reads: as wide as its widest wire; mono spreads, missing channels are silent. Unwired: none. */
  function gather(node: number, inlet: Inlet, wires: readonly Source[]): number[] {
    if (wires.length === 0 && inlet.feed !== undefined) return [ramp(feedSlot(node, inlet))];
    const sources = wires.map((w) => {
      const value = values[w.node]![w.outlet];
      return !value ? [] : 'slot' in value ? [ramp(value.slot)] : value.channels;
    }).filter((s) => s.length > 0);
    if (sources.length <= 1) return sources[0] ?? [];
    const width = Math.max(...sources.map((s) => s.length));
    return sum(Array.from({ length: width }, (_, c) => sources.map((s) => channel(s, c))));
  }

  /** A buffer per list, the sum of the buffers in it. */
  function sum(lists: readonly number[][]): number[] {
    return lists.map((list) => {
      const ins = list.filter((b) => b !== SILENCE);
      if (ins.length <= 1) return ins[0] ?? SILENCE;
      const out = buffers++;
      steps.push({ op: 'mix', out, ins });
      return out;
    });
  }

  function mean(channels: readonly number[]): number {
    const out = buffers++;
    steps.push({ op: 'mix', out, ins: channels.filter((b) => b !== SILENCE), gain: 1 / channels.length });
    return out;
  }

  function program(index: number, node: GraphNode): void {
    let shape = shapes.get(node.type);
    if (!shape) shapes.set(node.type, (shape = faustShape(node)));
    const { faust, heard, mono } = shape;
    const { inlets, outlets } = node.ports;
    const row = table.first[index]!;
    const zones = shape.zones.map((z) => ({ address: z.address, row: row + z.row, button: z.button }));
    const bypass = shape.bypass < 0 ? -1 : row + shape.bypass;
    if (isDue(bypass) || zones.some((z) => isDue(z.row))) stack([...zones.map((z) => z.row), bypass]);
    const firstInlet = heard[0] ?? -1;

    if (faust.rate === 'signal') {
      const ins = inlets.map((inlet, i) => signal(index, inlet, node.inlets[i]!));
      const outs = outlets.map(() => signals++);
      const through = outs.map((_, o) => (o === 0 && firstInlet >= 0 ? ins[firstInlet]! : -1));
      steps.push({ op: 'dsp', node: index, program: dsp.program(faust), rate: 'signal', zones, bypass, instances: [{ ins, outs }], through, together: -1 });
      values[index] = outs.map((slot) => ({ slot }));
      return;
    }

    const extract = faust.rate === 'extract';
    let ins = inlets.map((inlet, i) => gather(index, inlet, node.inlets[i]!));
    // A signal is one number: what extracts it hears the mean of the channels, so that a mono sound on both is as loud.
    if (extract && mono) ins = ins.map((c) => (c.length > 1 ? [mean(c)] : c));
    let copies = 1;
    if (mono) for (const i of heard) copies = Math.max(copies, ins[i]!.length);
    const instance = (copy: number) => ({
      ins: mono ? inlets.map((inlet, i) => channel(ins[i]!, inlet.feed === undefined ? copy : 0))
        : inlets.flatMap((inlet, i) => Array.from({ length: inlet.channels }, (_, c) => channel(ins[i]!, c))),
      outs: extract ? outlets.map(() => signals++) : outlets.length === 1 ? channelsOf(outlets[0]!.channels) : outlets.flatMap((o) => channelsOf(o.channels)),
    });
    const passed = (copy: number) => (_: number, o: number): number =>
      (extract || firstInlet < 0 || o >= outlets[0]!.channels ? -1 : channel(ins[firstInlet]!, mono ? copy : o));
    const instances = [instance(0)];
    const through = instances[0]!.outs.map(passed(0));
    for (let copy = 1; copy < copies; copy++) {
      instances.push(instance(copy));
      through.push(...instances[copy]!.outs.map(passed(copy)));
    }
    const step: DspStep = { op: 'dsp', node: index, program: dsp.program(faust), rate: faust.rate, zones, bypass, instances, through, together: -1 };

    if (extract) {
      steps.push(step);
      values[index] = instances[0]!.outs.map((slot) => ({ slot }));
      return;
    }
    const sums = () => outputs(index, node, instances);
    voices.push({ step, sums });
  }

  /** What an audio program's outlets give: its copies' outputs side by side, or added up. */
  function outputs(index: number, { ports: { outlets } }: GraphNode, instances: DspStep['instances']): void {
    const copies = instances.length;
    let at = 0;
    values[index] = outlets.map((outlet) => {
      const start = at;
      at += outlet.channels;
      if (copies === 1) return { channels: instances[0]!.outs.slice(start, at) };
      if (outlet.channels === 1) return { channels: instances.map(({ outs }) => outs[start]!) };
      // mono in, several out (a panner): the copies add up, the outlet keeps its width
      return { channels: sum(Array.from({ length: outlet.channels }, (_, c) => instances.map(({ outs }) => outs[start + c]!))) };
    });
  }

  function clip(index: number, node: GraphNode): void {
    const placed = clips.of(index);
    const audio = node.ports.outlets.findIndex((o) => o.type === 'audio');
    if (!placed) {
      if (audio >= 0) values[index]![audio] = { channels: [] };
      return;
    }
    const { rate, start, end, loop, play, restart, gain } = placed.rows;
    stack([rate, start, end, loop, play, restart, gain]);
    const outs = audio >= 0 && input.used(index, audio) ? channelsOf(2) : [];
    steps.push({ op: 'clip', node: index, clip: placed.clip, media: placed.media, outs, rows: { rate, start, end, loop, play, restart, gain } });
    if (audio >= 0) values[index]![audio] = { channels: outs };
  }

  function deviceIn(index: number): void {
    const [channel, mono, gain] = ['channel', 'mono', 'gain'].map((name) => table.row(index, name)) as [number, number, number];
    stack([channel, mono, gain]);
    const channels = channelsOf(2);
    steps.push({ op: 'deviceIn', node: index, outs: channels, rows: { channel, mono, gain } });
    values[index] = [{ channels }];
  }

  function output(index: number, node: GraphNode): void {
    const gain = table.row(index, 'gain');
    stack([gain]);
    const ins = node.ports.inlets.map((inlet, i) => gather(index, inlet, node.inlets[i]!));
    const [left, right] = ins.length > 1 ? [channel(ins[0]!, 0), channel(ins[1]!, 0)] : [channel(ins[0] ?? [], 0), channel(ins[0] ?? [], 1)];
    steps.push({ op: 'out', node: index, ins: [left, right], rows: { gain } });
    master = true;
  }

  function analysis(index: number, node: GraphNode): void {
    // unwired, it reads nothing and gives 0
    if (!node.inlets.some((s, i) => s.length > 0 && node.ports.inlets[i]!.type === 'video')) return;
    const outs = node.ports.outlets.map(() => signals++);
    values[index] = outs.map((slot) => ({ slot }));
    analyses.set(index, analyses.size);
    steps.push({ op: 'fromPicture', node: index, analysis: analyses.get(index)!, outs });
  }

  function images(index: number, node: GraphNode): void {
    for (let i = 0; i < node.ports.inlets.length; i++) {
      const inlet = node.ports.inlets[i]!;
      if (!inlet.audioImage || node.inlets[i]!.length === 0) continue;
      const channels = gather(index, inlet, node.inlets[i]!);
      if (channels.length === 0) continue;
      const key = channels.join();
      let tap = tapOf.get(key);
      if (tap === undefined) {
        tapOf.set(key, (tap = taps.length));
        taps.push({ buffers: channels.slice() });
        steps.push({ op: 'tap', tap });
      }
      (tapped[index] ??= new Map()).set(i, tap);
    }
  }
}

/** Channel c of a sound: mono spreads, what is missing is silent. */
function channel(channels: readonly number[], c: number): number {
  return channels.length === 1 ? channels[0]! : channels[c] ?? SILENCE;
}
