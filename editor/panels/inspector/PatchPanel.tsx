/** Nothing is selected: the patch itself. */
import { setPatchTitle } from '../../actions/values.ts';
import { perform } from '../../actions/session.ts';
import { shownKey, usualKeys } from '../../actions/keys.ts';
import { useDesk } from '../../canvas/context.ts';
import { useEditor } from '../../store/use-editor.ts';
import { TextField } from './DataFields.tsx';

const SIZES = [[960, 540], [1280, 720], [1920, 1080], [3840, 2160], [1080, 1920], [1080, 1080]] as const;

export function PatchPanel() {
  const { session } = useDesk();
  const patch = useEditor((s) => s.document.patch);
  const { width, height, fps } = patch.canvas;
  const known = SIZES.some(([w, h]) => w === width && h === height);
  return (
    <section className="inspector" aria-label="Patch">
      <h2>Patch</h2>
      <p className="about">{Object.keys(patch.nodes).length} nodes, {Object.keys(patch.wires).length} wires. Select a node to see what it can be told.</p>
      <div className="field"><label>Title</label><TextField label="Title" value={patch.title} change={(title) => setPatchTitle(session, title)} /></div>
      <div className="field"><label>Canvas</label>
        <select aria-label="Canvas" value={`${width}×${height}`} onChange={(e) => {
          const [w, h] = e.target.value.split('×').map(Number);
          perform(session, 'Set canvas size', [{ op: 'setCanvas', canvas: { width: w!, height: h! } }]);
        }}>
          {!known && <option>{`${width}×${height}`}</option>}
          {SIZES.map(([w, h]) => <option key={`${w}×${h}`}>{`${w}×${h}`}</option>)}
        </select>
      </div>
      <div className="field"><label>Frame rate</label>
        <select aria-label="Frame rate" value={String(fps)} onChange={(e) => perform(session, 'Set frame rate', [{ op: 'setCanvas', canvas: { fps: e.target.value.includes('/') ? e.target.value : Number(e.target.value) } }])}>
          {[...new Set([String(fps), '24', '25', '30000/1001', '30', '50', '60'])].map((f) => <option key={f}>{f}</option>)}
        </select>
      </div>
      <ul className="hints">
        {(['palette', 'bypass', 'comment', 'fit', 'keys'] as const).map((c) => <li key={c}><kbd>{shownKey(usualKeys[c].keys[0]!)}</kbd>{usualKeys[c].words}</li>)}
      </ul>
    </section>
  );
}
