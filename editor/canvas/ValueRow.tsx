/** One parameter on a node's face: name, value, a track with its base and, where a signal moves it, a ghost. */
import { memo, useEffect, useRef } from 'react';
import { Handle, Position } from '@xyflow/react';
import type { Param } from '../../runtime/catalog/types.ts';
import type { PatchNode } from '../../runtime/document/index.ts';
import { components } from '../../runtime/compile/ports.ts';
import { paramTitle } from '../actions/names.ts';
import { rangeOf, unscale, withUnit } from '../actions/numbers.ts';
import { cssColour, cssGradient, valueText } from '../actions/rows.ts';
import { endGesture } from '../actions/session.ts';
import { baseOf, numbersOf, setParam } from '../actions/values.ts';
import { useDesk } from './context.ts';
import { useScrub } from './use-scrub.ts';

interface Props {
  id: string;
  path: string;
  node: PatchNode;
  param: Param;
  /** component -> stage of the wire there */
  wired: ReadonlyMap<string, 'modulation' | 'automation'>;
}

export const ValueRow = memo(function ValueRow({ id, path, node, param, wired }: Props) {
  const value = baseOf(node, param);
  const parts = components(param);
  // a vector that is moved shows the components that are; a drop on the body offers the others
  const moved = parts.filter((c) => c !== '' && wired.has(`${param.name}.${c}`));
  if (parts.length > 1) {
    return (
      <>
        <div className="row"><span className="row-name">{paramTitle(param)}</span><VectorValue param={param} value={value} /></div>
        {moved.map((c) => (
          <div className="row row-part" key={c}>
            <Handle type="target" position={Position.Left} id={`${param.name}.${c}`} className="port signal wired" aria-label={`${paramTitle(param)} ${c}`} />
            <span className="row-name">{c}</span>
            <Ghosted row={`${path}.${param.name}.${c}`} param={param} component={parts.indexOf(c)} base={numbersOf(param, value)[parts.indexOf(c)]!} automated={wired.get(`${param.name}.${c}`) === 'automation'} />
          </div>
        ))}
      </>
    );
  }
  const stage = wired.get(param.name);
  if (parts.length === 0) return <div className="row"><span className="row-name">{paramTitle(param)}</span><DataValue param={param} value={value} /></div>;
  const handle = <Handle type="target" position={Position.Left} id={param.name} className={`port ${stage === undefined ? 'free' : 'signal wired'}`} aria-label={paramTitle(param)} />;
  if (param.kind === 'float' || (param.kind === 'long' && !param.values)) return <NumberRow id={id} path={path} param={param} value={numbersOf(param, value)[0]!} stage={stage} handle={handle} />;
  return <div className="row">{handle}<span className="row-name">{paramTitle(param)}</span><PlainValue id={id} param={param} value={value} /></div>;
});

function NumberRow({ id, path, param, value, stage, handle }: { id: string; path: string; param: Param; value: number; stage: 'modulation' | 'automation' | undefined; handle: React.ReactNode }) {
  const { session, host } = useDesk();
  const range = rangeOf(param);
  const scrub = useScrub(value, range, (next) => {
    setParam(session, id, param, next, `scrub ${id}.${param.name}`);
    host.set({ [`${path}.${param.name}`]: next });
  }, () => endGesture(session));
  return (
    <div className="row row-number nodrag" {...scrub}>
      {handle}
      <span className="row-name">{paramTitle(param)}</span>
      {stage === undefined
        ? <><span className="num">{withUnit(value, range)}</span><div className="track"><i style={{ transform: `scaleX(${unscale(value, range)})` }} /></div></>
        : <Ghosted row={`${path}.${param.name}`} param={param} component={0} base={value} automated={stage === 'automation'} />}
    </div>
  );
}

/** Writes into the page by itself: no drawing in React while values move. */
function Ghosted({ row, param, component, base, automated }: { row: string; param: Param; component: number; base: number; automated: boolean }) {
  const { feed } = useDesk();
  const text = useRef<HTMLSpanElement>(null);
  const mark = useRef<HTMLElement>(null);
  const range = rangeOf(param, component);
  useEffect(() => {
    const show = () => {
      const live = feed.current().rows.get(row);
      if (text.current !== null) text.current.textContent = withUnit(live ?? base, range);
      if (mark.current !== null) {
        mark.current.hidden = live === undefined;
        if (live !== undefined) mark.current.style.left = `${unscale(live, range) * 100}%`;
      }
    };
    show();
    return feed.subscribe(show);
  });
  return (
    <>
      <span className="num" ref={text} />
      <div className="track"><i style={{ transform: `scaleX(${unscale(base, range)})` }} /><b ref={mark} className={automated ? 'ghost auto' : 'ghost'} hidden /></div>
    </>
  );
}

type ValueProps = { param: Param; value: ReturnType<typeof baseOf> };

function VectorValue({ param, value }: ValueProps) {
  return param.kind === 'color' ? <span className="swatch" style={{ background: cssColour(value) }} /> : <span className="num">{valueText(param, value)}</span>;
}

function DataValue({ param, value }: ValueProps) {
  return param.kind === 'gradient' ? <span className="swatch wide" style={{ background: cssGradient(value) }} /> : <span className="num words">{valueText(param, value)}</span>;
}

function PlainValue({ id, param, value }: ValueProps & { id: string }) {
  const { session } = useDesk();
  if (param.kind === 'bool') {
    const on = numbersOf(param, value)[0]! > 0.5;
    return <button type="button" role="switch" aria-checked={on} aria-label={paramTitle(param)} className="switch nodrag" tabIndex={-1} onClick={() => setParam(session, id, param, !on)} />;
  }
  return <span className="num words">{param.kind === 'event' ? '●' : valueText(param, value)}</span>;
}
