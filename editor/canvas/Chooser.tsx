/** A wire was dropped on a node that has several inlets for it: which one? */
import { useEffect, useLayoutEffect, useRef } from 'react';
import { connect } from '../actions/wiring.ts';
import { patchSlice } from '../store/store.ts';
import { useEditor } from '../store/use-editor.ts';
import { useDesk } from './context.ts';

export function Chooser() {
  const { session } = useDesk();
  const chooser = useEditor((s) => s.view.chooser);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const el = box.current;
    if (el === null || chooser === null) return;
    el.style.left = `${Math.max(8, Math.min(chooser.at.x, innerWidth - el.offsetWidth - 8))}px`;
    el.style.top = `${Math.max(8, Math.min(chooser.at.y, innerHeight - el.offsetHeight - 8))}px`;
  }, [chooser]);
  useEffect(() => box.current?.querySelector<HTMLElement>('button')?.focus(), [chooser]);
  if (chooser === null) return null;
  const close = () => patchSlice(session.store, 'view', { chooser: null });
  const plug = (from: string, to: string) => {
    close();
    connect(session, from, to);
  };
  return (
    <>
      <div className="shade" onPointerDown={close} />
      <div className="menu" ref={box} role="menu" aria-label="Which one?" onKeyDown={(e) => {
        const items = [...e.currentTarget.querySelectorAll<HTMLElement>('button')];
        const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
        if (step !== undefined) items[(items.indexOf(document.activeElement as HTMLElement) + step + items.length) % items.length]?.focus();
        else if (e.key === 'Escape') close();
        else return;
        e.preventDefault();
        e.stopPropagation();
      }}>
        {chooser.choices.map((c) => <button key={`${c.from} ${c.to}`} type="button" role="menuitem" onClick={() => plug(c.from, c.to)}>{c.label}</button>)}
      </div>
    </>
  );
}
