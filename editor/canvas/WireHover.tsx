/** What a wire carries, beside the pointer: its ends, and where it moves a parameter the value that comes out. */
import { useEffect, useRef } from 'react';
import { portTitle, titleOf } from '../actions/names.ts';
import { rangeOf, withUnit } from '../actions/numbers.ts';
import { netOf } from '../actions/surroundings.ts';
import { components } from '../../runtime/compile/ports.ts';
import { inletAt, outletAt } from '../graph/net.ts';
import { nodeOf } from '../graph/node-types.ts';
import { useEditor } from '../store/use-editor.ts';
import { useDesk } from './context.ts';

const words = { video: 'Picture', audio: 'Sound', signal: 'Signal' } as const;

export function WireHover({ wire: id, at, refused }: { wire: string; at: { x: number; y: number }; refused: string | null }) {
  const { feed } = useDesk();
  const net = useEditor(netOf);
  const trail = useEditor((s) => s.document.trail);
  const value = useRef<HTMLElement>(null);
  const wire = net.scope.wires[id];
  const into = wire === undefined ? null : inletAt(net, wire.to);
  const row = into !== null && 'param' in into && wire !== undefined ? `${trail.map((t) => `${t.node}/`).join('')}${wire.to}` : null;
  useEffect(() => {
    if (row === null || into === null || !('param' in into)) return;
    const range = rangeOf(into.param, Math.max(0, components(into.param).indexOf(into.component ?? '')));
    const show = () => {
      const live = feed.current().rows.get(row);
      if (value.current !== null) value.current.textContent = live === undefined ? '' : withUnit(live, range);
    };
    show();
    return feed.subscribe(show);
  });
  if (wire === undefined) return null;
  const type = outletAt(net, wire.from)?.type ?? 'signal';
  return (
    <div className={`tip ${type}`} role="tooltip" style={{ left: at.x + 14, top: at.y + 14 }}>
      <p><i className="mark" />{words[type]} <b className="num" ref={value} /></p>
      <p>{titleOf(net, nodeOf(wire.from))} · {portTitle(net, wire.from)} › {titleOf(net, nodeOf(wire.to))} · {portTitle(net, wire.to)}</p>
      {row !== null && wire.stage !== 'automation' && <p className="dim">{wire.mode ?? 'add'}, depth {(wire.depth ?? 1).toFixed(2).replace('-', '−')}</p>}
      {refused !== null && <p className="bad">{refused}</p>}
    </div>
  );
}
