/** Right-click on a parameter. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Param } from '../../../runtime/catalog/types.ts';
import { components } from '../../../runtime/compile/ports.ts';
import type { PatchNode } from '../../../runtime/document/index.ts';
import { addNode } from '../../actions/adding.ts';
import { notice } from '../../actions/session.ts';
import { baseOf, resetParam, setParam } from '../../actions/values.ts';
import { select } from '../../actions/selecting.ts';
import { useDesk } from '../../canvas/context.ts';
import { own } from '../../store/scope.ts';
import { shownScope } from '../../store/store.ts';

interface Props { id: string; node: PatchNode; param: Param; at: { x: number; y: number }; close(): void }

/** What moves a parameter, as newcomers look for it. */
const MODULATORS = [['mod.lfo', 'Move it with an LFO'], ['mod.beat', 'Move it with the beat'], ['mod.random', 'Move it at random']] as const;

export function ParamMenu({ id, node, param, at, close }: Props) {
  const { session } = useDesk();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const el = box.current!;
    el.style.left = `${Math.min(at.x, innerWidth - el.offsetWidth - 8)}px`;
    el.style.top = `${Math.min(at.y, innerHeight - el.offsetHeight - 8)}px`;
  }, [at]);
  useEffect(() => box.current!.querySelector<HTMLElement>('button')!.focus(), []);
  const parts = components(param);
  const known = session.store.getState().catalog.catalog.types;
  const modulate = (type: string) => {
    const place = shownScope(session.store.getState()).layout[id] ?? { x: 0, y: 0 };
    const port = `${id}.${param.name}${parts[0] === '' ? '' : `.${parts[0]}`}`;
    addNode(session, type, { at: { x: place.x - 240, y: place.y + 120 }, loose: { port, side: 'inlet', type: 'parameter' } });
    select(session, { nodes: [id] });
  };
  const paste = () => void navigator.clipboard.readText().then((text) => {
    try {
      setParam(session, id, param, JSON.parse(text));
    } catch {
      notice(session, 'What was copied is no value.', 'error');
    }
  });
  const items: [words: string, run: () => void][] = [
    ...(own(node.params ?? {}, param.name) === undefined ? [] : [['Reset', () => resetParam(session, id, param)] as [string, () => void]]),
    ['Copy the value', () => void navigator.clipboard.writeText(JSON.stringify(baseOf(node, param)))],
    ['Paste a value', paste],
    ...(parts.length === 0 ? [] : MODULATORS.filter(([type]) => known.has(type)).map(([type, words]) => [words, () => modulate(type)] as [string, () => void])),
  ];
  return (
    <>
      <div className="shade" onPointerDown={close} onContextMenu={(e) => { e.preventDefault(); close(); }} />
      <div className="menu" ref={box} role="menu" aria-label="Parameter" onKeyDown={(e) => {
        const all = [...e.currentTarget.querySelectorAll<HTMLElement>('button')];
        const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
        if (step !== undefined) all[(all.indexOf(document.activeElement as HTMLElement) + step + all.length) % all.length]!.focus();
        else if (e.key === 'Escape') close();
        else return;
        e.preventDefault();
        e.stopPropagation();
      }}>
        {items.map(([words, run]) => <button key={words} type="button" role="menuitem" onClick={() => { close(); run(); }}>{words}</button>)}
      </div>
    </>
  );
}
