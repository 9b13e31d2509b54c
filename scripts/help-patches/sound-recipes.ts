/** Help patches of nodes that give sound. The picture shows its loudness: before in blue, after in amber. */
import type { Recipes } from './recipe.ts';

export const soundRecipes: Recipes = {
  'fx.compressor': {
    about: 'The loop, squeezed. The threshold sinks and rises: the lower it is, the flatter the amber line. Wire a kick to Side and switch Sidechain on to make chords pump.',
    inlets: { in: 'beat' }, params: { threshold: -45, ratio: 8, makeup: 6 },
    moves: [{ param: 'threshold', by: 'lfo', depth: 0.6, with: { rate: 0.25 } }],
  },
  'fx.delay': {
    about: 'The voice answers itself from side to side; the share of echoes grows and falls.',
    inlets: { in: 'voice' }, params: { time: 0.375, feedback: 0.6, ping_pong: 1, mix: 0.1 },
    moves: [{ param: 'mix', by: 'slow', depth: 0.6 }],
    hints: { time: 'At 120 beats a minute 0.375 s is three sixteenths.', feedback: 'Near the top the echoes hardly die.' },
  },
  'fx.drive': {
    about: 'The loop, ever harder through a soft curve. Amber gets flat and loud as the peaks are rounded.',
    inlets: { in: 'beat' }, params: { drive: 0, level: -9 },
    moves: [{ param: 'drive', by: 'lfo', depth: 0.7, with: { rate: 0.25 } }],
  },
  'fx.filter': {
    about: 'A low-pass opens and closes over the loop, as it does in every break.',
    inlets: { in: 'beat' }, params: { cutoff: 120, resonance: 0.5 },
    moves: [{ param: 'cutoff', by: 'lfo', depth: 0.6, with: { rate: 0.25 } }],
    hints: { resonance: 'Near 1 the cutoff itself begins to sing.' },
  },
  'fx.reverb': {
    about: 'The voice walks from a dry room into a church and back. Look how amber fills the pauses.',
    inlets: { in: 'voice' }, params: { decay: 5, mix: 0 },
    moves: [{ param: 'mix', by: 'slow', depth: 0.8, with: { rate: 0.2 } }],
    hints: { pre_delay: 'More of it makes the room larger and leaves words clear.' },
  },
  'util.audio_device_in': {
    about: 'What the microphone hears, ever louder and softer by an LFO: play this patch live and say something. A render hears nothing, so the line stays flat there.',
    params: { gain: -24 },
    moves: [{ param: 'gain', by: 'lfo', depth: 0.28, with: { rate: 0.4 } }],
    hints: { channel: 'Sound cards count their sockets from 1.', mono: 'For a single microphone, so that it is not heard on one side only.', gain: 'Beware of loudspeakers that the microphone hears: they howl.' },
  },
  'util.audio_in': {
    about: 'The loop, from the top every two bars; its loudness is moved by an LFO.',
    media: 'm_beat', params: { gain: -24 },
    moves: [{ param: 'gain', by: 'lfo', depth: 0.33, with: { rate: 0.4 } }, { param: 'restart', by: 'trigger', with: { every: 5 } }],
    hints: { rate: 'Pitch moves along, as with a record.', restart: 'Here every eight beats.' },
  },
  'util.audio_out': {
    about: 'What reaches it is heard. An LFO fades the loop in and out behind the line, which shows what comes in. It may be driven as hard as you like: the limiter holds the peaks.',
    params: { gain: -18 },
    moves: [{ param: 'gain', by: 'lfo', depth: 0.25, with: { rate: 0.4 } }],
  },
  'util.gain': {
    about: 'Tremolo: an LFO moves the loudness of the loop; amber follows.',
    inlets: { in: 'beat' }, params: { gain: -24 },
    moves: [{ param: 'gain', by: 'lfo', depth: 0.28, with: { rate: 1 } }],
  },
  'util.mixer': {
    about: 'Loop, voice and bell on one desk. Two faders and one pan knob move by themselves.',
    inlets: { in1: 'beat', in2: 'voice', in3: 'bell' }, params: { level_1: -24, level_2: -6, level_3: -12, pan_3: -1, pan_2: -0.3 },
    moves: [{ param: 'level_1', by: 'lfo', depth: 0.3, with: { rate: 0.2 } }, { param: 'pan_3', by: 'slow', with: { rate: 0.3 } }],
  },
  'util.oscillator': {
    about: 'A tone that sweeps over three octaves in random steps, with a square wave whose width breathes.',
    params: { shape: 2, frequency: 110, level: -15 },
    moves: [{ param: 'frequency', by: 'steps', depth: 0.3, with: { rate: 4 } }, { param: 'pulse_width', by: 'lfo', depth: 0.4 }],
  },
  'util.pan': {
    about: 'The loop goes from ear to ear. Loudness stays the same on the way, which is why both lines lie together.',
    inlets: { in: 'beat' }, params: { pan: -1 },
    moves: [{ param: 'pan', by: 'lfo', with: { rate: 0.4 } }],
  },
};
