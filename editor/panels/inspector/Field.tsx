/** One parameter: the control that its kind calls for, and the wires that move it. */
import { useState } from 'react';
import type { Param } from '../../../runtime/catalog/types.ts';
import { components } from '../../../runtime/compile/ports.ts';
import type { PatchNode, Wire } from '../../../runtime/document/index.ts';
import { paramTitle } from '../../actions/names.ts';
import { rangeOf } from '../../actions/numbers.ts';
import { endGesture } from '../../actions/session.ts';
import { baseOf, numbersOf, resetParam, setParam } from '../../actions/values.ts';
import { useDesk } from '../../canvas/context.ts';
import { own } from '../../store/scope.ts';
import { ColourField } from './ColourField.tsx';
import { CurveField, GradientField, TextField } from './DataFields.tsx';
import { NumberField } from './NumberField.tsx';
import { ParamMenu } from './ParamMenu.tsx';
import { PointField } from './PointField.tsx';
import { SourceRow } from './SourceRow.tsx';

interface Props { id: string; path: string; node: PatchNode; param: Param; wires: readonly (readonly [id: string, wire: Wire])[] }

export function Field({ id, path, node, param, wires }: Props) {
  const { session } = useDesk();
  const [menu, setMenu] = useState<{ x: number; y: number } | null>(null);
  const stated = own(node.params ?? {}, param.name) !== undefined;
  const reset = () => resetParam(session, id, param);
  return (
    <div className="field-group" data-param={param.name} onContextMenu={(e) => {
      if ((e.target as HTMLElement).closest('input, textarea') !== null) return;
      e.preventDefault();
      setMenu({ x: e.clientX, y: e.clientY });
    }}>
      <div className={`field ${param.kind}`} title={param.description}>
        <label className={stated ? 'stated' : ''} onDoubleClick={reset} title={stated ? 'Double-click to reset' : undefined}>{paramTitle(param)}</label>
        <Control id={id} path={path} node={node} param={param} wires={wires} reset={reset} />
      </div>
      {menu !== null && <ParamMenu id={id} node={node} param={param} at={menu} close={() => setMenu(null)} />}
      {wires.map(([wireId, wire]) => <SourceRow key={wireId} id={wireId} wire={wire} />)}
    </div>
  );
}

function Control({ id, path, node, param, wires, reset }: Props & { reset(): void }) {
  const { session, host } = useDesk();
  const value = baseOf(node, param);
  const row = `${path}.${param.name}`;
  const gesture = `field ${id}.${param.name}`;
  const numbers = numbersOf(param, value);
  const end = () => endGesture(session);
  const label = paramTitle(param);
  const ghostAt = (component: string) => {
    const wire = wires.find(([, w]) => w.to === (component === '' ? `${id}.${param.name}` : `${id}.${param.name}.${component}`));
    return wire === undefined ? null : { row: component === '' ? row : `${row}.${component}`, automated: wire[1].stage === 'automation' };
  };
  const setVector = (next: number[]) => {
    setParam(session, id, param, next, gesture);
    host.set(Object.fromEntries(components(param).map((c, i) => [`${row}.${c}`, next[i]!])));
  };
  switch (param.kind) {
    case 'float': case 'long':
      if (param.values && param.labels) {
        return (
          <select aria-label={label} value={numbers[0]} onChange={(e) => { setParam(session, id, param, Number(e.target.value)); }}>
            {param.values.map((v, i) => <option key={v} value={v}>{param.labels![i] ?? v}</option>)}
          </select>
        );
      }
      return <NumberField label={label} value={numbers[0]!} range={rangeOf(param)} ghost={ghostAt('')} reset={reset} end={end} change={(v) => { setParam(session, id, param, v, gesture); host.set({ [row]: v }); }} />;
    case 'bool':
      return <button type="button" role="switch" className="switch" aria-label={label} aria-checked={numbers[0]! > 0.5} onClick={() => setParam(session, id, param, !(numbers[0]! > 0.5))} />;
    case 'event':
      return <button type="button" className="fire" aria-label={label} onPointerDown={() => host.set({ [row]: 1 })} onPointerUp={() => host.set({ [row]: 0 })} onPointerLeave={() => host.set({ [row]: 0 })}>Fire</button>;
    case 'color': return <ColourField label={label} value={numbers} change={setVector} end={end} />;
    case 'point2D': return <PointField label={label} value={numbers} ranges={[rangeOf(param, 0), rangeOf(param, 1)]} ghosts={[ghostAt('x'), ghostAt('y')]} change={setVector} end={end} reset={reset} />;
    case 'text': return <TextField label={label} value={String(value ?? '')} many change={(text) => setParam(session, id, param, text)} />;
    case 'file': return <TextField label={label} value={String(value ?? '')} change={(text) => setParam(session, id, param, text)} />;
    case 'gradient': return <GradientField label={label} value={value} change={(v, g) => setParam(session, id, param, v, g ? gesture : undefined)} end={end} />;
    case 'curve': return <CurveField label={label} value={value} change={(v, g) => setParam(session, id, param, v, g ? gesture : undefined)} end={end} />;
  }
}
