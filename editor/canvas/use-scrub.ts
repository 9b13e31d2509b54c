/** Dragging a number: sideways, Shift fine, Ctrl coarse; arrows and wheel when focused. */
import { useCallback, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { dragged, stepped, type Range } from '../actions/numbers.ts';

export interface Scrub {
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onPointerMove(event: PointerEvent<HTMLElement>): void;
  onPointerUp(event: PointerEvent<HTMLElement>): void;
  onPointerCancel(event: PointerEvent<HTMLElement>): void;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
}

const speedOf = (e: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }) => (e.shiftKey ? 'fine' : e.ctrlKey || e.metaKey ? 'coarse' : 'usual');
/** pixels before a press becomes a drag */
const SLACK = 3;

/** change: while the hand moves. end: it lets go; clicked: it never moved. */
export function useScrub(value: number, range: Range, change: (value: number) => void, end: () => void, clicked?: () => void): Scrub {
  const held = useRef<{ x: number; value: number; moved: boolean; speed: string } | null>(null);
  const now = useRef({ value, range, change, end, clicked });
  now.current = { value, range, change, end, clicked };
  const onPointerDown = useCallback((e: PointerEvent<HTMLElement>) => {
    if (e.button !== 0) return;
    e.stopPropagation();
    e.currentTarget.setPointerCapture(e.pointerId);
    held.current = { x: e.clientX, value: now.current.value, moved: false, speed: speedOf(e) };
  }, []);
  const onPointerMove = useCallback((e: PointerEvent<HTMLElement>) => {
    const h = held.current;
    if (h === null) return;
    const speed = speedOf(e);
    if (speed !== h.speed) held.current = { ...h, x: e.clientX, value: now.current.value, speed };
    else if (h.moved || Math.abs(e.clientX - h.x) > SLACK) {
      h.moved = true;
      const next = dragged(h.value, e.clientX - h.x, now.current.range, speed);
      if (next !== now.current.value) now.current.change(next);
    }
  }, []);
  const done = useCallback(() => {
    const h = held.current;
    held.current = null;
    if (h === null) return;
    if (h.moved) now.current.end();
    else now.current.clicked?.();
  }, []);
  const onKeyDown = useCallback((e: KeyboardEvent<HTMLElement>) => {
    const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[e.key];
    if (steps === undefined || e.target !== e.currentTarget) return;
    e.preventDefault();
    e.stopPropagation();
    now.current.change(stepped(now.current.value, steps, now.current.range, speedOf(e)));
    now.current.end();
  }, []);
  return { onPointerDown, onPointerMove, onPointerUp: done, onPointerCancel: done, onKeyDown };
}
