/** A node on the canvas: title, inlets and outlets by name, what is wrong with it, its parameters. */
import { memo } from 'react';
import { Handle, Position, type NodeProps } from '@xyflow/react';
import type { Inlet, Outlet } from '../../runtime/catalog/types.ts';
import { patchSlice } from '../store/store.ts';
import { spoken } from '../actions/names.ts';
import { rowsOf } from '../actions/rows.ts';
import { useDesk } from './context.ts';
import type { PatchFlowNode } from './flow-model.ts';
import { Title } from './Title.tsx';
import { ValueRow } from './ValueRow.tsx';
import { usePath } from './use-path.ts';

export const NodeView = memo(function NodeView({ id, data, selected }: NodeProps<PatchFlowNode>) {
  const { node, info, kind, wired, lostOutlets, problem, unfolded, bypassed, media, title } = data;
  const { session } = useDesk();
  const path = usePath(id);
  const type = info?.type;
  const wiredParams = new Set([...wired.keys()].map((port) => port.split('.')[0]!));
  const inlets = (type?.inlets ?? lost(wired)).filter((i) => !i.name.startsWith('$') || wired.has(i.name) || unfolded);
  const outlets: readonly Pick<Outlet, 'name' | 'type' | 'title'>[] = type?.outlets ?? lostOutlets.map((name) => ({ name, type: 'signal' as const }));
  const { rows, hidden } = type === undefined ? { rows: [], hidden: 0 } : rowsOf(type, node, wiredParams, unfolded);
  const state = [selected ? 'selected' : '', problem?.severity === 'error' || info === null ? 'broken' : '', bypassed ? 'bypassed' : ''].filter((s) => s !== '').join(' ');
  const fold = () => {
    const next = new Set(session.store.getState().view.unfolded);
    if (!next.delete(id)) next.add(id);
    patchSlice(session.store, 'view', { unfolded: next });
  };
  const toProblem = () => patchSlice(session.store, 'view', problem?.file && problem.line !== undefined
    ? { drawer: 'code', code: { type: node.type, line: problem.line } } : { drawer: 'problems' });
  return (
    <div className={`node ${kind} ${state}`}>
      <header>
        <i className="mark" />
        <Title id={id} title={title} />
        {bypassed ? <span className="badge">bypassed</span> : <span className="cost num" data-cost={path} />}
      </header>
      {Array.from({ length: Math.max(inlets.length, outlets.length) }, (_, i) => <PortRow key={i} inlet={inlets[i]} outlet={outlets[i]} wired={wired} />)}
      {(problem !== null || info === null) && (
        <button type="button" className={`row problem nodrag ${problem?.severity ?? 'error'}`} onClick={toProblem} title={problem?.message ?? `No node file has the type ${node.type}.`}>
          {problem === null ? `${node.type} is missing` : `${problem.line === undefined ? '' : `${problem.line}: `}${problem.message}`}
        </button>
      )}
      {media !== null && <div className="row"><span className="row-name words">{media}</span></div>}
      {rows.map((param) => <ValueRow key={param.name} id={id} path={path} node={node} param={param} wired={wired} />)}
      {(hidden > 0 || unfolded) && <button type="button" className="fold nodrag" tabIndex={-1} onClick={fold} aria-expanded={unfolded} aria-label={unfolded ? 'Fewer parameters' : `${hidden} more parameters`}>{unfolded ? '−' : `+${hidden}`}</button>}
    </div>
  );
});

/** The ports that wires name, of a node that nobody knows: it keeps them. */
const lost = (wired: ReadonlyMap<string, unknown>): Pick<Inlet, 'name' | 'type' | 'title'>[] => [...wired.keys()].map((name) => ({ name, type: 'signal' as const }));

type Port = { name: string; type: string; title?: string };

function PortRow({ inlet, outlet, wired }: { inlet: Port | undefined; outlet: Port | undefined; wired: ReadonlyMap<string, unknown> }) {
  return (
    <div className="row ports">
      {inlet && <><Handle type="target" position={Position.Left} id={inlet.name} className={`port ${inlet.type} ${wired.has(inlet.name) ? 'wired' : ''}`} aria-label={`Inlet ${inlet.title ?? spoken(inlet.name)}`} /><span>{inlet.title ?? spoken(inlet.name)}</span></>}
      {outlet && <><span className="outlet-name">{outlet.title ?? spoken(outlet.name)}</span><Handle type="source" position={Position.Right} id={outlet.name} className={`port ${outlet.type} wired`} aria-label={`Outlet ${outlet.title ?? spoken(outlet.name)}`} /></>}
    </div>
  );
}
