/** Help patches of nodes that give pictures. */
import type { Recipes } from './recipe.ts';
import { picture } from './sources.ts';

export const pictureRecipes: Recipes = {
  'fx.bloom': {
    about: 'Every kick of the loop makes the letters glow.',
    inlets: { inputImage: 'words' }, params: { amount: 0.3, threshold: 0.2, radius: 9 },
    moves: [{ param: 'amount', by: 'kick', depth: 1 }],
    hints: { threshold: 'Raise it above the brightness of the letters and nothing glows.' },
  },
  'fx.datamosh': {
    about: 'The walkers drag the square along with them. Every eight beats the trigger lets one clean picture through.',
    inlets: { inputImage: 'street' }, params: { amount: 0.97, gain: 2.5, block: 12, heal: 0.05 },
    moves: [{ param: 'refresh', by: 'trigger', with: { every: 5 } }, { param: 'gain', by: 'slow', depth: 0.4 }],
    hints: { refresh: 'This is the key frame that a broken stream lacks.' },
  },
  'fx.displace': {
    about: 'The map is moving noise, so that the square looks as if seen through water.',
    inlets: { inputImage: 'street', map: 'noise' }, params: { amount: 4 },
    moves: [{ param: 'amount', by: 'lfo', depth: 0.12, with: { rate: 0.25 } }],
    hints: { middle: 'Where the map has this value nothing moves.' },
  },
  'fx.edges': {
    about: 'The outlines of the square, drawn in one colour; the picture below them comes and goes.',
    inlets: { inputImage: 'street' }, params: { gain: 3, threshold: 0.12, line: [1, 0.72, 0.36, 1] },
    moves: [{ param: 'background', by: 'lfo', depth: 0.6, with: { rate: 0.3 } }],
    hints: { threshold: 'Raise it until the grass falls silent.' },
  },
  'fx.feedback_trails': {
    about: 'The letters leave copies of themselves that grow, turn and change colour.',
    inlets: { inputImage: 'words' }, params: { length: 0.95, zoom: 1.03, hue: 140 },
    moves: [{ param: 'rotation', by: 'slow', depth: 0.4, with: { rate: 0.25 } }, { param: 'drift.y', by: 'ramp', depth: 0.15 }],
    hints: { length: 'Near 1 the trail hardly ends.', clear: 'Wire a trigger here to start afresh on a beat.' },
  },
  'fx.film_grain': {
    about: 'Grain swells and fades, so that the eye learns where it lives: in the midtones, less in black and white.',
    inlets: { inputImage: 'street' }, params: { amount: 0.1, size: 2 },
    moves: [{ param: 'amount', by: 'lfo', depth: 0.8, with: { rate: 0.4 } }],
  },
  'fx.glitch_blocks': {
    about: 'Each kick of the loop breaks the stream a little more; each beat shuffles the blocks.',
    inlets: { inputImage: 'street' }, params: { amount: 0.05, size: 10, shift: 22 },
    moves: [{ param: 'amount', by: 'kick', depth: 0.7 }, { param: 'kick', by: 'trigger' }],
  },
  'fx.halftone': {
    about: 'The square as a print in four inks. Watch the dots grow until the walkers dissolve.',
    inlets: { inputImage: 'street' }, params: { size: 1 },
    moves: [{ param: 'size', by: 'lfo', depth: 0.35, with: { rate: 0.25 } }],
  },
  'fx.kaleidoscope': {
    about: 'The square between six pairs of mirrors, while the picture behind them turns.',
    inlets: { inputImage: 'street' }, params: { segments: 6, zoom: 1, offset: [0.1, 0.12] },
    moves: [{ param: 'source', by: 'turn', with: { rate: 0.1 } }, { param: 'zoom', by: 'slow', depth: 0.15 }],
    hints: { segments: 'Whole numbers; odd ones look like snow crystals.' },
  },
  'fx.noise': {
    about: 'Snow on every beat, as when an aerial is struck.',
    inlets: { inputImage: 'street' }, params: { amount: 0.05, size: 2, stretch: 6 },
    moves: [{ param: 'amount', by: 'pulse', depth: 0.8 }],
  },
  'fx.pixelate': {
    about: 'Pixels grow until only the light of the square is left, and shrink again.',
    inlets: { inputImage: 'street' }, params: { size: 1.5 },
    moves: [{ param: 'size', by: 'lfo', depth: 0.4, with: { rate: 0.3 } }],
  },
  'fx.pixelsort': {
    about: 'Pixels of middling brightness stand in line by how bright they are. The lower bound moves, so runs grow and break.',
    inlets: { inputImage: 'street' }, params: { low: 0.2, high: 0.75 },
    moves: [{ param: 'low', by: 'lfo', depth: 0.35, with: { rate: 0.25 } }],
    hints: { low: 'A run is a row of neighbours that all lie between the two bounds.' },
  },
  'fx.rgb_split': {
    about: 'Each kick of the loop pulls the colours apart.',
    inlets: { inputImage: 'street' }, params: { amount: 0.2, radial: 0.6 },
    moves: [{ param: 'amount', by: 'kick', depth: 0.2 }, { param: 'angle', by: 'turn', with: { rate: 0.25 } }],
  },
  'fx.sharpen': {
    about: 'The soft old clip gains edges, loses them, gains them.',
    inlets: { inputImage: 'street' }, params: { amount: 0.5, radius: 2 },
    moves: [{ param: 'amount', by: 'lfo', depth: 0.8, with: { rate: 0.4 } }],
    hints: { threshold: 'Raise it to leave noise alone.' },
  },
  'fx.vhs': {
    about: 'A worn tape. Tracking slips now and then.',
    inlets: { inputImage: 'street' }, params: { amount: 1, tracking: 0.1, headSwitch: 5, dropouts: 12, noise: 0.45 },
    moves: [{ param: 'tracking', by: 'wander', depth: 0.7 }],
    hints: { chroma: 'Real tape gave colour about a fifth of the width that brightness had.' },
  },
  'fx.vignette': {
    about: 'The dark frame breathes in and out.',
    inlets: { inputImage: 'street' }, params: { amount: 0.95, radius: 0.2, softness: 0.5 },
    moves: [{ param: 'radius', by: 'lfo', depth: 0.4, with: { rate: 0.3 } }],
  },
  'fx.wave_distort': {
    about: 'Letters on water; the waves grow and fall.',
    inlets: { inputImage: 'words' }, params: { amount: 1, frequency: 5 },
    moves: [{ param: 'amount', by: 'lfo', depth: 0.3, with: { rate: 0.25 } }],
    hints: { phase: 'Wire a ramp here, and set Speed to 0, to move the waves by a beat.' },
  },
  'util.blend': {
    about: 'An evening sky laid over the square. Step through the modes to see what each does to dark and bright.',
    inlets: { inputImage: 'street', layer: 'gradient' }, params: { mode: 4, opacity: 0 },
    moves: [{ param: 'opacity', by: 'lfo', with: { rate: 0.3 } }],
  },
  'util.blur': {
    about: 'Out of focus and back.',
    inlets: { inputImage: 'street' }, params: { radius: 0 },
    moves: [{ param: 'radius', by: 'lfo', depth: 0.4, with: { rate: 0.3 } }],
  },
  'util.chroma_key': {
    about: 'The grass is the green screen: what it covered shows moving noise. The tolerance wanders to show how much counts as green.',
    inlets: { inputImage: 'street' }, params: { key: [0.22, 0.33, 0.08, 1], tolerance: 0.02, softness: 0.04 },
    moves: [{ param: 'tolerance', by: 'lfo', depth: 0.06, with: { rate: 0.3 } }],
    show(scene, id) {
      const over = scene.add('over', 'util.blend', {}, { title: 'Over the noise' });
      scene.wire(picture(scene, 'noise'), `${over}.inputImage`);
      scene.wire(`${id}.out`, `${over}.layer`);
      return `${over}.out`;
    },
  },
  'util.color': {
    about: 'Red and blue are moved at different speeds, so that the colour never comes back quite the same.',
    params: { color: [0.1, 0.35, 0.2, 1] },
    moves: [{ param: 'color.r', by: 'lfo', depth: 0.9, with: { rate: 0.3 } }, { param: 'color.b', by: 'slow', depth: 0.7, with: { rate: 0.17 } }],
    hints: { color: 'Each of red, green, blue and alpha takes wires of its own.' },
  },
  'util.crossfade': {
    about: 'From the square to the tree and back.',
    inlets: { startImage: 'street', endImage: 'tree' }, params: { progress: 0 },
    moves: [{ param: 'progress', by: 'lfo', with: { rate: 0.3 } }],
    hints: { progress: '0 is the first picture, 1 the second.' },
  },
  'util.curves': {
    about: 'Shadows turn blue and lights turn warm; the amount comes and goes.',
    inlets: { inputImage: 'street' },
    params: {
      amount: 0,
      points: { rgb: [[0, 0], [0.25, 0.16], [0.75, 0.86], [1, 1]], r: [[0, 0], [0.4, 0.36], [1, 1]], b: [[0, 0.14], [0.5, 0.5], [1, 0.82]] },
    },
    moves: [{ param: 'amount', by: 'lfo', with: { rate: 0.4 } }],
    hints: { points: 'Pairs of what comes in and what goes out, 0 to 1; red, green and blue may each have a line of their own.' },
  },
  'util.frame_delay': {
    about: 'The square less itself some frames ago: only what moved is left. The longer the delay, the further the ghosts stand apart. In a loop this node is what makes feedback possible.',
    inlets: { inputImage: 'street' }, params: { frames: 3 },
    moves: [{ param: 'frames', by: 'ramp', depth: 0.5 }],
    show(scene, id) {
      const difference = scene.add('difference', 'util.blend', { mode: 5 }, { title: 'Difference' });
      const lift = scene.add('lift', 'util.levels', { white: 0.45 }, { title: 'Lift' });
      scene.wire(picture(scene, 'street'), `${difference}.inputImage`);
      scene.wire(`${id}.out`, `${difference}.layer`);
      scene.wire(`${difference}.out`, `${lift}.inputImage`);
      return `${lift}.out`;
    },
  },
  'util.gradient': {
    about: 'Rings of dusk run outwards, because Phase is moved by a ramp and Repeat is set.',
    params: {
      shape: 1, length: 0.5, repeat: 2,
      colors: { stops: [{ at: 0, color: [0.06, 0.08, 0.26, 1] }, { at: 0.5, color: [0.72, 0.24, 0.42, 1] }, { at: 1, color: [1, 0.8, 0.48, 1] }] },
    },
    moves: [{ param: 'phase', by: 'turn', depth: -1, with: { rate: 0.25 } }, { param: 'centre.x', by: 'slow', depth: 0.2 }],
    hints: { colors: 'Any number of stops, each with its place and its colour.' },
  },
  'util.hsl_adjust': {
    about: 'The leaves go once round the colours.',
    inlets: { inputImage: 'tree' }, params: { hue: -180, saturation: 1.6 },
    moves: [{ param: 'hue', by: 'turn', with: { rate: 0.2 } }],
  },
  'util.image_in': {
    about: 'A square picture on a wide canvas: the four ways to fit it, one after the other.',
    media: 'm_still', moves: [{ param: 'fit', by: 'turn', with: { rate: 0.25 } }],
  },
  'util.levels': {
    about: 'Midtones rise and fall while black stays black and white stays white.',
    inlets: { inputImage: 'street' }, params: { black: 0.06, white: 0.92, gamma: 0.5 },
    moves: [{ param: 'gamma', by: 'lfo', depth: 0.35, with: { rate: 0.3 } }],
    hints: { black: 'What is darker than this becomes black.', white: 'What is brighter than this becomes white.' },
  },
  'util.lut': {
    about: 'A grade with blue-green shadows and warm lights, faded in and out.',
    inlets: { inputImage: 'street' }, params: { amount: 0, file: '../media/dusk.cube' },
    moves: [{ param: 'amount', by: 'lfo', with: { rate: 0.4 } }],
    hints: { file: 'Colour programs write such tables; 1D and 3D ones are read.' },
  },
  'util.mask_shape': {
    about: 'Cut the tree out of the square: the shape is wired to the Mask inlet of a blend.',
    params: { shape: 2, sides: 6, width: 0.8, height: 0.8, feather: 0.06 },
    moves: [{ param: 'rotation', by: 'turn', with: { rate: 0.15 } }, { param: 'width', by: 'pulse', depth: 0.08 }],
    show(scene, id) {
      const cut = scene.add('cut', 'util.blend', {}, { title: 'Through the mask' });
      scene.wire(picture(scene, 'street'), `${cut}.inputImage`);
      scene.wire(picture(scene, 'tree'), `${cut}.layer`);
      scene.wire(`${id}.out`, `${cut}.$mask`);
      return `${cut}.out`;
    },
  },
  'util.noise_field': {
    about: 'Smoke. More warp folds it into marble.',
    params: { scale: 3, octaves: 5, contrast: 3.6, dark: [0.03, 0.05, 0.16, 1], light: [1, 0.72, 0.42, 1] },
    moves: [{ param: 'warp', by: 'lfo', depth: 0.5, with: { rate: 0.2 } }],
  },
  'util.text': {
    about: 'Type that breathes: tracking is moved by an LFO.',
    params: { text: 'hello\nweft', size: 30, weight: 750, lineHeight: 100, color: [1, 0.74, 0.4, 1], outline: 2, outlineColor: [0.5, 0.15, 0.35, 1] },
    moves: [{ param: 'tracking', by: 'lfo', depth: 0.25, with: { rate: 0.3 } }, { param: 'position.y', by: 'pulse', depth: 0.04 }],
  },
  'util.transform': {
    about: 'The square turns about its middle, and the mirrored edge fills the corners.',
    inlets: { inputImage: 'street' }, params: { scaleX: 0.7, scaleY: 0.7, rotation: -20, edge: 3 },
    moves: [{ param: 'rotation', by: 'lfo', depth: 0.12, with: { rate: 0.25 } }, { param: 'position.x', by: 'slow', depth: 0.06 }],
  },
  'util.video_in': {
    about: 'The walkers speed up and slow down: an LFO moves Rate.',
    media: 'm_street', params: { rate: 0.5, fit: 1 },
    moves: [{ param: 'rate', by: 'lfo', depth: 0.4, with: { rate: 0.4 } }, { param: 'restart', by: 'trigger', with: { every: 6 } }],
    hints: { start: 'Move it to scratch.', restart: 'Here every eight seconds.' },
  },
  'util.screen_out': {
    about: 'Play it live with a projector or second display: the picture stands there full screen, its corners where you put them. Video out beside it is what the page shows.',
    params: { bottomLeft: [0.1, 0], bottomRight: [0.9, 0] },
    moves: [{ param: 'topLeft.x', by: 'lfo', depth: 0.1, with: { rate: 0.2 } }],
    hints: { display: 'While that display is away nothing is shown; it comes back with it.' },
    show(scene) {
      const wave = scene.add('wave', 'fx.wave_distort', { amount: 0.4, frequency: 3 });
      scene.wire(picture(scene, 'street'), `${wave}.inputImage`);
      return `${wave}.out`;
    },
  },
  'util.video_out': {
    about: 'It has no parameters. Whatever reaches it is what the audience sees; transparent places are black. The wave on the way there is moved by an LFO.',
    moves: [],
    show(scene) {
      const wave = scene.add('wave', 'fx.wave_distort', { amount: 0.5, frequency: 3 });
      const lfo = scene.add('lfo', 'mod.lfo', { rate: 0.3 });
      scene.wire(picture(scene, 'street'), `${wave}.inputImage`);
      scene.drive(`${lfo}.out`, `${wave}.amount`, { depth: 0.15 });
      return `${wave}.out`;
    },
  },
};
