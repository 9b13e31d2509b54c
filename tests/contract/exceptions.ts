/** Where a promise of the contract needs more than the node at its defaults, or does not hold; each with its reason. */
import type { ParamValue } from '../../runtime/document/types.ts';
import { cube } from './fixture/media.ts';

export interface Shown {
  /** laid over the defaults */
  params?: Readonly<Record<string, ParamValue>>;
  /** looked at between these two in place of min and max */
  between?: readonly [ParamValue, ParamValue];
  /** pixels of the canvas, which is 160 by 90 otherwise */
  size?: readonly [width: number, height: number];
  why: string;
}

const turn = (from: ParamValue, to: ParamValue): Shown => ({ between: [from, to], why: 'The ends are a whole turn apart and look the same.' });

/** Nodes that do nothing at their defaults, on purpose: what the other promises give them to do. */
export const awake: Readonly<Record<string, Readonly<Record<string, ParamValue>>>> = {
  'op.scale': { out_high: 0.4 },
  'util.gain': { gain: -6 },
  'util.hsl_adjust': { hue: 40, saturation: 1.4 },
  'util.levels': { gamma: 1.8, saturation: 0.7 },
  'util.lut': { file: cube },
  'util.transform': { rotation: 20, position: [0.1, 0] },
};

/** Where a parameter can be seen. Key: `type.param` or `type.param.component`; `type seed` for the seed. */
export const seenWith: Readonly<Record<string, Shown>> = {
  'fx.film_grain.size': { size: [480, 270], params: { amount: 1 }, why: 'Grains are measured for 1080 lines and are never smaller than a pixel.' },
  'fx.kaleidoscope.offset.x': turn([-1, 0], [0.3, 0]),
  'fx.kaleidoscope.offset.y': turn([0.1, -1], [0.1, 0.3]),
  'fx.kaleidoscope.rotation': turn(-180, 15),
  'fx.rgb_split.angle': turn(-180, 60),
  'fx.wave_distort.phase': turn(0, 0.4),
  'mod.lfo seed': { params: { shape: 4, rate: 5 }, why: 'Only the random shape looks at the seed.' },
  'mod.lfo.beats': { params: { beat_sync: true }, why: 'Counts only in time with the beat.' },
  'mod.lfo.phase': turn(0, 0.4),
  'mod.lfo.width': { params: { shape: 3 }, why: 'Only the pulse has a width.' },
  'mod.random.beats': { params: { beat_sync: true }, why: 'Counts only in time with the beat.' },
  'op.scale.clamp': { params: { in_low: 0.4, in_high: 0.5 }, why: 'The signal leaves its range only when that is narrow.' },
  'util.audio_in.end': { between: [0, 0.4], why: '0 is the end of the file, and so is what lies beyond it.' },
  'util.gradient.angle': turn(-180, 60),
  'util.gradient.centre.x': { params: { angle: 0 }, why: 'Upright, the middle is a height.' },
  'util.gradient.repeat': { params: { length: 0.3 }, why: 'Repeats only where the colours end within the picture.' },
  'util.hsl_adjust.hue': turn(-180, 60),
  'util.lut.amount': { params: { file: cube }, why: 'There is nothing to show without a table.' },
  'util.mask_shape.corner': { params: { shape: 1 }, why: 'Only the rectangle has corners to round.' },
  'util.mask_shape.rotation': { ...turn(-180, 30), params: { shape: 1 } },
  'util.mask_shape.sides': { params: { shape: 2 }, why: 'Only the polygon has a number of sides.' },
  'util.oscillator.pulse_width': { params: { shape: 2 }, why: 'Only the pulse has a width.' },
  'util.text.align': { params: { text: 'Weft\nis longer here' }, why: 'Lines of one length stand alike.' },
  'util.text.lineHeight': { params: { text: 'Weft\nis longer here' }, why: 'It is the way from one line to the next.' },
  'util.text.outlineColor': { params: { outline: 10 }, why: 'No outline, no colour of it.' },
  'util.transform.anchor': { params: { rotation: 40 }, why: 'What turns or grows does so around it.' },
  'util.transform.edge': { params: { scaleX: 0.5, scaleY: 0.5 }, why: 'There is an edge only where the picture ends.' },
  'util.transform.rotation': turn(-180, 30),
  'util.video_in.end': { between: [0, 0.4], why: '0 is the end of the file, and so is what lies beyond it.' },
  'util.video_in.loop': { params: { end: 0.3 }, why: 'Loops only once the end is reached.' },
};

const opaque = 'The alpha of this colour has no meaning: the picture keeps its own.';

const unheard = 'A render has no device to hear; tests/native/audio_device_in.cc plays it one.';

const unopened = 'A render opens no window; tests/native/gl_screens.cc looks at one.';

/** Nodes that are not run in a render, nor what feeds them alone. */
export const asleep: Readonly<Record<string, string>> = {
  'util.screen_out': unopened,
};

/** A parameter that need not change what the rig gives. */
export const unseen: Readonly<Record<string, string>> = {
  'fx.bloom.tint.a': opaque,
  'fx.halftone.paper.a': opaque,
  'util.audio_device_in.channel': unheard,
  'util.audio_device_in.gain': unheard,
  'util.audio_device_in.mono': unheard,
  ...Object.fromEntries(['display', 'fullscreen', ...['topLeft', 'topRight', 'bottomLeft', 'bottomRight'].flatMap((corner) => [`${corner}.x`, `${corner}.y`])]
    .map((name) => [`util.screen_out.${name}`, unopened])),
  'util.chroma_key.key.a': 'A key is a colour; how solid it is does not matter.',
};

/** `type code`: a diagnostic that is right at the ends of a parameter. */
export const refusedEnds: Readonly<Record<string, string>> = {
};
