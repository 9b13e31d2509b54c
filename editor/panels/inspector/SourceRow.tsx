/** A wire that moves a parameter: where it comes from, how it acts, how deep. */
import type { Mode, Wire } from '../../../runtime/document/index.ts';
import { nodeOf } from '../../graph/node-types.ts';
import { portTitle, titleOf } from '../../actions/names.ts';
import { endGesture } from '../../actions/session.ts';
import { select } from '../../actions/selecting.ts';
import { netOf } from '../../actions/surroundings.ts';
import { disconnect, setWire } from '../../actions/wiring.ts';
import { useDesk } from '../../canvas/context.ts';
import { patchSlice } from '../../store/store.ts';
import { useEditor } from '../../store/use-editor.ts';
import { NumberField } from './NumberField.tsx';

const DEPTH = { min: -1, max: 1, log: false, whole: false, step: 0.01, unit: '', values: null };

export function SourceRow({ id, wire }: { id: string; wire: Wire }) {
  const { session } = useDesk();
  const net = useEditor(netOf);
  const from = nodeOf(wire.from);
  const component = wire.to.split('.')[2];
  return (
    <div className={`source ${wire.stage ?? 'modulation'}`}>
      <i className="mark" />
      <button type="button" className="link words" title="Go to the source" onClick={() => { select(session, { nodes: [from] }); patchSlice(session.store, 'view', { reveal: { nodes: [from] } }); }}>
        {component === undefined ? '' : `${component} · `}{titleOf(net, from)}{(net.types.get(net.scope.nodes[from]?.type ?? '')?.type.outlets.length ?? 1) > 1 ? ` · ${portTitle(net, wire.from)}` : ''}
      </button>
      {wire.stage === 'automation' ? <span className="curve-word">curve</span> : (
        <>
          <select aria-label="How it acts" value={wire.mode ?? 'add'} onChange={(e) => setWire(session, id, { mode: e.target.value as Mode })}>
            <option value="set">set</option><option value="multiply">multiply</option><option value="add">add</option>
          </select>
          <NumberField label="Depth" small value={wire.depth ?? 1} range={DEPTH} change={(depth) => setWire(session, id, { depth }, `depth ${id}`)} end={() => endGesture(session)} />
        </>
      )}
      <button type="button" className="quiet" aria-label="Remove this wire" onClick={() => disconnect(session, [id])}>×</button>
    </div>
  );
}
