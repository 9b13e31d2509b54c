/** A help patch from a node type and its recipe. */
import type { NodeType } from '../../runtime/catalog/types.ts';
import type { Patch } from '../../runtime/document/types.ts';
import { layoutOf, ROW } from './layout.ts';
import { notesOf } from './notes.ts';
import { DEPTH, plot } from './plot.ts';
import type { Recipe } from './recipe.ts';
import { Scene } from './scene.ts';
import { mover, picture, sound, type Mover, type Picture, type Sound } from './sources.ts';

/** Seconds, unless the film of the street has to come round. */
const LENGTH = 8;

export function compose(type: NodeType, recipe: Recipe): Patch {
  const scene = new Scene();
  const node = scene.add('node', type.id, recipe.params ?? {}, recipe.media ? { media: recipe.media } : {});
  if (recipe.media) scene.media[recipe.media] ??= { path: '' };
  const feeds = feedInlets(scene, type, recipe, node);
  const moved = new Map<string, string>();
  for (const { param, by, with: params, ...how } of recipe.moves) {
    const from = mover(scene, by, params);
    scene.drive(from, `${node}.${param}`, how);
    moved.set(param.split('.')[0]!, titleOf(scene, from));
  }
  output(scene, type, recipe, node, feeds);
  const usesPlot = Object.values(scene.nodes).some((n) => n.type === 'patch.plot');
  const layout = layoutOf(scene.nodes, scene.wires);
  const below = Math.max(...Object.values(layout).map((l) => l.y)) + ROW;
  return {
    format: 'weft-patch', version: 1, id: `p_help_${type.id.replace('.', '_')}`, title: `Help: ${type.title}`, seed: 1,
    canvas: { width: 640, height: 360, fps: 30, depth: 8, pictureDelay: 2 },
    audio: { sampleRate: 48000 }, tempo: { bpm: 120, beatsPerBar: 4 }, duration: LENGTH,
    media: scene.media, nodes: scene.nodes, wires: scene.wires, definitions: usesPlot ? { plot: plot() } : {}, layout,
    notes: notesOf(type, { about: recipe.about, params: recipe.params ?? {}, moved, hints: recipe.hints ?? {}, below }),
  };
}

/** Inlet -> outlet that feeds it. */
function feedInlets(scene: Scene, type: NodeType, recipe: Recipe, node: string): Map<string, string> {
  const feeds = new Map<string, string>();
  for (const [name, what] of Object.entries(recipe.inlets ?? {})) {
    const inlet = type.inlets.find((i) => i.name === name);
    if (!inlet) throw new Error(`${type.id} has no inlet ${name}`);
    const from = inlet.type === 'video' ? picture(scene, what as Picture) : inlet.type === 'audio' ? sound(scene, what as Sound) : mover(scene, what as Mover);
    scene.wire(from, `${node}.${name}`);
    feeds.set(name, from);
  }
  return feeds;
}

function output(scene: Scene, type: NodeType, recipe: Recipe, node: string, feeds: ReadonlyMap<string, string>): void {
  const outlet = type.outlets.find((o) => o.name === recipe.plot) ?? type.outlets[0];
  if (type.id === 'util.audio_out') {
    const loop = sound(scene, 'beat');
    scene.wire(loop, `${node}.in`);
    return screen(scene, plotted(scene, null, loudness(scene, loop, 'Loudness')));
  }
  if (type.id === 'util.video_out') return scene.wire(recipe.show!(scene, node), `${node}.video`);
  if (type.id === 'util.screen_out') {
    const from = recipe.show!(scene, node);
    scene.wire(from, `${node}.video`);
    return screen(scene, from);
  }
  if (!outlet || outlet.type === 'video') return screen(scene, recipe.show?.(scene, node) ?? `${node}.${outlet!.name}`);
  const first = [...feeds.values()][0] ?? null;
  if (outlet.type === 'audio') {
    scene.wire(`${node}.${outlet.name}`, `${scene.once('speaker', 'util.audio_out')}.in`);
    const before = first === null ? null : loudness(scene, first, 'Loudness before');
    return screen(scene, plotted(scene, before, loudness(scene, `${node}.${outlet.name}`, 'Loudness after')));
  }
  const signal = `${node}.${outlet.name}`;
  const main = type.inlets[0];
  if (main?.type === 'video') {
    const lines = plotted(scene, null, signal);
    const over = scene.add('over', 'util.blend', { mode: 2 }, { title: 'Line over the picture' });
    scene.wire(first!, `${over}.inputImage`);
    scene.wire(lines, `${over}.layer`);
    return screen(scene, `${over}.out`);
  }
  if (main?.type === 'audio') {
    scene.wire(first!, `${scene.once('speaker', 'util.audio_out')}.in`);
    return screen(scene, plotted(scene, loudness(scene, first!, 'Loudness'), signal));
  }
  return screen(scene, plotted(scene, first, signal));
}

function loudness(scene: Scene, from: string, title: string): string {
  const rms = scene.add('loudness', 'mod.rms', { floor: -40, release: 60 }, { title });
  scene.wire(from, `${rms}.in`);
  return `${rms}.out`;
}

/** The outlet of a plot of signals from 0 to 1. */
function plotted(scene: Scene, before: string | null, after: string): string {
  const id = scene.add('plot', 'patch.plot', {}, { title: 'Plot' });
  if (before !== null) scene.drive(before, `${id}.before`, { depth: DEPTH.before });
  scene.drive(after, `${id}.after.y`, { depth: DEPTH.after });
  return `${id}.out`;
}

function screen(scene: Scene, from: string): void {
  scene.wire(from, `${scene.add('screen', 'util.video_out')}.video`);
}

function titleOf(scene: Scene, port: string): string {
  const node = scene.nodes[port.slice(0, port.indexOf('.'))]!;
  return node.title ?? ({ 'mod.lfo': 'the LFO' } as Record<string, string>)[node.type] ?? node.type;
}
