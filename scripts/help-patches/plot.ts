/** A sub-patch that draws two signals, running to the left: what went in as a dim area, what came out as a bright line. */
import type { Definition } from '../../runtime/document/types.ts';
import { layoutOf } from './layout.ts';
import { Scene } from './scene.ts';

/** At 640 pixels and 30 frames a second this drift is five whole pixels a frame, so that the lines stay sharp. */
const DRIFT = -0.234375;
/** Where 0 is drawn, and how far above it 1 is, in picture heights. */
const BASE = 0.04;
const REACH = 0.9;
/** How deep wires to the plot's parameters go. The area grows up and down from the lower edge, on a scale of 0 to 3. */
export const DEPTH = { after: REACH, before: 2 * REACH / 3 };

export function plot(): Definition {
  const scene = new Scene();
  const paper = scene.add('paper', 'util.color', { color: [0.035, 0.04, 0.06, 1] }, { title: 'Paper' });
  const before = scene.add('area_before', 'util.mask_shape', { shape: 1, width: 0.03, height: 0, centre: [0.94, 0], feather: 0.004 }, { title: 'Pen: before' });
  const after = scene.add('line_after', 'util.mask_shape', { width: 0.03, height: 0.08, centre: [0.94, BASE], feather: 0.012 }, { title: 'Pen: after' });
  const dim = scene.add('ink_before', 'util.color', { color: [0.14, 0.27, 0.42, 1] }, { title: 'Ink: before' });
  const bright = scene.add('ink_after', 'util.color', { color: [1, 0.7, 0.3, 1] }, { title: 'Ink: after' });
  const first = scene.add('draw_before', 'util.blend', {}, { title: 'Draw before' });
  const second = scene.add('draw_after', 'util.blend', {}, { title: 'Draw after' });
  const trail = scene.add('roll', 'fx.feedback_trails', { length: 0.988, zoom: 1, drift: [DRIFT, 0] }, { title: 'Paper rolls on' });
  scene.wire(`${paper}.out`, `${first}.inputImage`);
  scene.wire(`${dim}.out`, `${first}.layer`);
  scene.wire(`${before}.out`, `${first}.$mask`);
  scene.wire(`${first}.out`, `${second}.inputImage`);
  scene.wire(`${bright}.out`, `${second}.layer`);
  scene.wire(`${after}.out`, `${second}.$mask`);
  scene.wire(`${second}.out`, `${trail}.inputImage`);
  return {
    title: 'Plot',
    inlets: {},
    outlets: { out: `${trail}.out` },
    params: { after: `${after}.centre`, before: `${before}.height` },
    nodes: scene.nodes,
    wires: scene.wires,
    layout: layoutOf(scene.nodes, scene.wires),
  };
}
