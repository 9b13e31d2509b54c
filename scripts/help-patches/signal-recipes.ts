/** Help patches of nodes that give signals. The picture draws what goes in in blue and what comes out in amber. */
import type { Recipes } from './recipe.ts';

const region = { x: 'Raise it to look at the right of the picture only.' };

export const signalRecipes: Recipes = {
  'mod.band': {
    about: 'Blue is the loudness of the whole loop, amber that of the kick alone. Move Low and High to follow the hats instead.',
    inlets: { in: 'beat' }, params: { floor: -30 },
    moves: [{ param: 'release', by: 'slow', depth: 0.3 }],
    hints: { release: 'Short jumps with the drum, long breathes with the bar.' },
  },
  'mod.rms': {
    about: 'Amber is how loud the loop is. Blue is the same without smoothing.',
    inlets: { in: 'beat' }, params: { floor: -40, release: 100 },
    moves: [{ param: 'release', by: 'slow', depth: 0.4 }],
  },
  'mod.onset': {
    about: 'A short spike for each drum that it finds. Listen and count. Focus wanders from lows to highs: first it hears the kick, then the hats.',
    inlets: { in: 'beat' }, params: { focus: -1 }, plot: 'strength',
    moves: [{ param: 'focus', by: 'slow', with: { rate: 0.2 } }],
  },
  'mod.sidechain': {
    about: 'Amber is Duck: 1, and down on every kick. Wire it to the level of a chord, Multiply, and the chord makes room for the drum.',
    inlets: { in: 'beat' }, params: { threshold: -30 }, plot: 'duck',
    moves: [{ param: 'release', by: 'slow', depth: 0.3 }],
  },
  'mod.luminance': {
    about: 'The brightness of the tree as a line over it. The region grows and shrinks.',
    inlets: { inputImage: 'tree' }, params: { width: 0.2 },
    moves: [{ param: 'width', by: 'lfo', depth: 0.8, with: { rate: 0.3 } }], hints: region,
  },
  'mod.motion': {
    about: 'How much the walkers move, as a line over the square. The region slides from left to right: it finds them one by one.',
    inlets: { inputImage: 'street' }, params: { sensitivity: 30, width: 0.4 },
    moves: [{ param: 'x', by: 'lfo', depth: 0.6, with: { rate: 0.2 } }],
  },
  'mod.color': {
    about: 'The red of the tree as a line over it. The region looks left, then right.',
    inlets: { inputImage: 'tree' }, params: { width: 0.3 }, plot: 'red',
    moves: [{ param: 'x', by: 'lfo', depth: 0.7, with: { rate: 0.3 } }],
  },
  'mod.edge_density': {
    about: 'How much detail there is, as a line over the picture. The region slides from the window to the leaves.',
    inlets: { inputImage: 'tree' }, params: { width: 0.3, threshold: 0.06 },
    moves: [{ param: 'x', by: 'lfo', depth: 0.7, with: { rate: 0.3 } }],
  },
  'mod.lfo': {
    about: 'Amber is what it gives. A second, slower one moves its rate.',
    params: { rate: 0.4 },
    moves: [{ param: 'rate', by: 'slow', depth: 0.14, with: { rate: 0.15 } }],
    hints: { beat_sync: 'Then Beats counts and Rate does not.' },
  },
  'mod.random': {
    about: 'Amber wanders; the same seed wanders the same way every time. The rate rises and falls.',
    params: { mode: 2, rate: 1 },
    moves: [{ param: 'rate', by: 'slow', depth: 0.14 }],
  },
  'mod.beat': {
    about: 'Amber is Pulse: up on the beat, then falling. How steeply it falls is moved over four bars.',
    params: { decay: 0.2 }, plot: 'pulse',
    moves: [{ param: 'decay', by: 'slow', depth: 0.7 }],
    hints: { every: 'Shorter than a beat divides it, longer counts several.' },
  },
  'op.adsr': {
    about: 'Blue is the gate, two beats long. Amber rises, falls to the sustain level, waits, and fades when the gate is down.',
    inlets: { gate: 'square' }, params: { attack: 0.15, decay: 0.3, sustain: 0.5, release: 0.5 },
    moves: [{ param: 'sustain', by: 'slow', depth: 0.4 }],
  },
  'op.fusion': {
    about: 'A slow wave and the beat, made one: amber is whichever is higher. The weight of the beat comes and goes.',
    inlets: { a: 'lfo', b: 'pulse' }, params: { mode: 0, weight_a: 0.6, weight_b: 0.2 },
    moves: [{ param: 'weight_b', by: 'slow', depth: 0.8, with: { rate: 0.2 } }],
  },
  'op.gate': {
    about: 'A wave passes on every other pair of beats only. How long the gate takes to open is moved.',
    inlets: { in: 'wander', gate: 'square' }, params: { closed: 0 },
    moves: [{ param: 'fade', by: 'slow', depth: 0.15 }],
  },
  'op.invert': {
    about: 'Amber is down where blue is up. The amount passes through a half, where nothing is left of the wave.',
    inlets: { in: 'lfo' }, params: { amount: 0 },
    moves: [{ param: 'amount', by: 'slow', with: { rate: 0.2 } }],
  },
  'op.math': {
    about: 'The wave times the beat: amber is Multiply, so it is 0 wherever either is 0. Try the other operations.',
    inlets: { a: 'lfo', b: 'pulse' }, params: { operation: 2 },
    moves: [{ param: 'value', by: 'slow', depth: 0.02 }],
  },
  'op.quantize': {
    about: 'A wave becomes stairs; the number of stairs changes.',
    inlets: { in: 'lfo' }, params: { steps: 2 },
    moves: [{ param: 'steps', by: 'slow', depth: 0.08, with: { rate: 0.2 } }],
  },
  'op.scale': {
    about: 'The wave, kept between 0.2 and 0.8 and bent: it waits below and hurries above, and the other way round.',
    inlets: { in: 'lfo' }, params: { out_low: 0.2, out_high: 0.8, curve: -1 },
    moves: [{ param: 'curve', by: 'slow', with: { rate: 0.2 } }],
  },
  'op.smooth': {
    about: 'Random steps in blue, the same with rounded corners in amber.',
    inlets: { in: 'steps' }, params: { rise: 0.05, fall: 0.3 },
    moves: [{ param: 'fall', by: 'slow', depth: 0.2 }],
  },
  'op.threshold': {
    about: 'Amber is up while the blue wave lies above the level; the level rises and falls, so that it is up for shorter and longer.',
    inlets: { in: 'lfo' }, params: { level: 0.2 },
    moves: [{ param: 'level', by: 'slow', depth: 0.6 }],
  },
};
