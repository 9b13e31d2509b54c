/** What a help patch shows a node on, and what moves its parameters. */
import type { ParamValue } from '../../runtime/document/types.ts';
import type { Scene } from './scene.ts';

export type Picture = 'street' | 'tree' | 'still' | 'words' | 'gradient' | 'shape' | 'noise';
export type Sound = 'beat' | 'voice' | 'bell' | 'tone' | 'noise_tone';
export type Mover = 'lfo' | 'slow' | 'turn' | 'square' | 'steps' | 'wander' | 'pulse' | 'trigger' | 'long_trigger' | 'ramp' | 'kick' | 'hats';

/** The outlet of a picture source. */
export function picture(scene: Scene, what: Picture): string {
  switch (what) {
    case 'street': return `${scene.once('street', 'util.video_in', { fit: 1 }, { title: 'Street', media: 'm_street' })}.video`;
    case 'tree': return `${scene.once('tree', 'util.video_in', { fit: 1 }, { title: 'Tree', media: 'm_tree' })}.video`;
    case 'still': return `${scene.once('still', 'util.image_in', { fit: 1 }, { title: 'Still', media: 'm_still' })}.video`;
    case 'words': return `${scene.once('words', 'util.text', { text: 'WEFT', size: 38, weight: 800, color: [1, 0.72, 0.36, 1] })}.out`;
    case 'gradient': return `${scene.once('gradient', 'util.gradient', { angle: 60, colors: dusk })}.out`;
    case 'shape': return `${scene.once('shape', 'util.mask_shape', { width: 0.7, height: 0.7, feather: 0.3 }, { title: 'Mask' })}.out`;
    case 'noise': return `${scene.once('noise', 'util.noise_field', { scale: 3, dark: [0.05, 0.1, 0.12, 1], light: [0.9, 0.75, 0.6, 1] })}.out`;
  }
}

const dusk = { stops: [{ at: 0, color: [0.07, 0.1, 0.32, 1] }, { at: 0.5, color: [0.66, 0.2, 0.45, 1] }, { at: 1, color: [1, 0.76, 0.4, 1] }] };

/** The outlet of a sound source. */
export function sound(scene: Scene, what: Sound): string {
  switch (what) {
    case 'beat': return `${scene.once('beat', 'util.audio_in', {}, { title: 'Loop', media: 'm_beat' })}.audio`;
    case 'voice': return `${scene.once('voice', 'util.audio_in', {}, { title: 'Voice', media: 'm_voice' })}.audio`;
    case 'bell': return `${scene.once('bell', 'util.audio_in', { gain: -3 }, { title: 'Bell', media: 'm_bell' })}.audio`;
    case 'tone': return `${scene.once('tone', 'util.oscillator', { shape: 1, frequency: 110 }, { title: 'Tone' })}.out`;
    case 'noise_tone': return `${scene.once('tone', 'util.oscillator', { shape: 2, frequency: 55, level: -9 }, { title: 'Tone' })}.out`;
  }
}

/** The outlet of a source of signals. `params` lie over its own. A loop that is listened to is also heard. */
export function mover(scene: Scene, what: Mover, params: Record<string, ParamValue> = {}): string {
  switch (what) {
    case 'lfo': return `${scene.add('lfo', 'mod.lfo', { rate: 0.5, ...params })}.out`;
    case 'slow': return `${scene.add('lfo', 'mod.lfo', { rate: 0.125, ...params }, { title: 'Slow LFO' })}.out`;
    case 'turn': return `${scene.add('lfo', 'mod.lfo', { shape: 2, rate: 0.2, ...params }, { title: 'Ramp' })}.out`;
    case 'square': return `${scene.add('lfo', 'mod.lfo', { shape: 3, rate: 0.5, ...params }, { title: 'On and off' })}.out`;
    case 'steps': return `${scene.add('random', 'mod.random', { mode: 1, rate: 2, ...params }, { title: 'Random steps' })}.out`;
    case 'wander': return `${scene.add('random', 'mod.random', { mode: 2, rate: 1, ...params }, { title: 'Wandering' })}.out`;
    case 'pulse': return `${scene.add('pulse', 'mod.beat', params, { title: 'Beat' })}.pulse`;
    case 'trigger': return `${scene.add('trigger', 'mod.beat', params, { title: 'Beat' })}.trigger`;
    case 'long_trigger': return `${scene.add('trigger', 'mod.beat', { every: 3, ...params }, { title: 'Every two beats' })}.trigger`;
    case 'ramp': return `${scene.add('ramp', 'mod.beat', { every: 4, ...params }, { title: 'Bar' })}.phase`;
    case 'kick': return listen(scene, 'kick', { low: 40, high: 120, floor: -30, ...params }, 'Kick: 40 to 120 Hz');
    case 'hats': return listen(scene, 'hats', { low: 6000, high: 16000, gain: 15, release: 60, ...params }, 'Hats: 6 kHz and up');
  }
}

function listen(scene: Scene, name: string, params: Record<string, ParamValue>, title: string): string {
  const loop = sound(scene, 'beat');
  const band = scene.add(name, 'mod.band', params, { title });
  scene.wire(loop, `${band}.in`);
  if (!scene.nodes.n_speaker) scene.wire(loop, `${scene.add('speaker', 'util.audio_out')}.in`);
  return `${band}.out`;
}
