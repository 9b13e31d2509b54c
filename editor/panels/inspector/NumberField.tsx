/** A number to be dragged, typed or stepped: a bar with base and ghost, and the value beside it. */
import { useEffect, useRef, useState } from 'react';
import { evaluated, fitted, shown, stepped, unscale, withUnit, type Range } from '../../actions/numbers.ts';
import { useScrub } from '../../canvas/use-scrub.ts';
import { useDesk } from '../../canvas/context.ts';

export interface NumberFieldProps {
  label: string;
  value: number;
  range: Range;
  /** row of the live value after the stack; null: nothing moves it */
  ghost?: { row: string; automated: boolean } | null;
  /** without the bar: depths, components */
  small?: boolean;
  change(value: number): void;
  end(): void;
  reset?: (() => void) | undefined;
}

export function NumberField({ label, value, range, ghost = null, small = false, change, end, reset }: NumberFieldProps) {
  /** what the field begins with; null: not being written in */
  const [writing, setWriting] = useState<string | null>(null);
  const scrub = useScrub(value, range, change, end);
  const box = useScrub(value, range, change, end, () => setWriting(shown(value, range).replace('−', '-')));
  const valueRef = useRef<HTMLDivElement>(null);
  const now = useRef({ value, range, change, end });
  now.current = { value, range, change, end };
  useEffect(() => {
    const el = valueRef.current;
    if (el === null) return;
    // React listens to wheel passively: the page would scroll along
    const onWheel = (e: WheelEvent) => {
      if (document.activeElement !== el) return;
      e.preventDefault();
      now.current.change(stepped(now.current.value, e.deltaY < 0 ? 1 : -1, now.current.range, e.shiftKey ? 'fine' : e.ctrlKey ? 'coarse' : 'usual'));
      now.current.end();
    };
    el.addEventListener('wheel', onWheel, { passive: false });
    return () => el.removeEventListener('wheel', onWheel);
  }, [writing]);
  const u = unscale(value, range);
  return (
    <>
      {!small && (
        <div className="bar" {...scrub} onDoubleClick={reset} aria-hidden>
          <i style={{ width: `${u * 100}%` }} />
          {ghost !== null && <Ghost row={ghost.row} automated={ghost.automated} range={range} />}
        </div>
      )}
      {writing !== null
        ? <Typed label={label} begin={writing} value={value} range={range} done={(next) => {
            setWriting(null);
            if (next === null) return;
            change(next);
            end();
          }} />
        : (
          <div
            className="value num" ref={valueRef} role="spinbutton" tabIndex={0} aria-label={label} aria-valuenow={value} aria-valuemin={range.min} aria-valuemax={range.max} aria-valuetext={withUnit(value, range)}
            {...box} onDoubleClick={reset}
            onKeyDown={(e) => {
              box.onKeyDown(e);
              if (e.defaultPrevented) return;
              if (e.key === 'Enter' || /^[\d.+\-*/(]$/.test(e.key)) {
                e.preventDefault();
                e.stopPropagation();
                setWriting(e.key === 'Enter' ? shown(value, range).replace('−', '-') : e.key);
              } else if ((e.key === 'Delete' || e.key === 'Backspace') && reset) {
                e.stopPropagation();
                e.preventDefault();
                reset();
              }
            }}
          >{shown(value, range)}{range.unit !== '' && <em>{range.unit}</em>}</div>
        )}
    </>
  );
}

function Typed({ label, begin, value, range, done }: { label: string; begin: string; value: number; range: Range; done(value: number | null): void }) {
  const [wrong, setWrong] = useState(false);
  const over = useRef(false);
  const finish = (text: string | null) => {
    if (over.current) return;
    const next = text === null ? value : evaluated(text, value);
    if (next === null) {
      setWrong(true);
      return;
    }
    over.current = true;
    done(text === null || next === value ? null : fitted(next, range));
  };
  return (
    <input
      className="value num" aria-label={label} aria-invalid={wrong} defaultValue={begin} autoFocus onFocus={(e) => { if (e.target.value.length > 1) e.target.select(); }} onChange={() => setWrong(false)}
      onBlur={(e) => finish(evaluated(e.target.value, value) === null ? null : e.target.value)}
      onKeyDown={(e) => {
        e.stopPropagation();
        if (e.key === 'Enter' || e.key === 'Tab') finish(e.currentTarget.value);
        if (e.key === 'Escape') finish(null);
      }}
    />
  );
}

function Ghost({ row, automated, range }: { row: string; automated: boolean; range: Range }) {
  const { feed } = useDesk();
  const mark = useRef<HTMLElement>(null);
  useEffect(() => {
    const show = () => {
      const live = feed.current().rows.get(row);
      if (mark.current === null) return;
      mark.current.hidden = live === undefined;
      if (live !== undefined) mark.current.style.left = `${unscale(live, range) * 100}%`;
    };
    show();
    return feed.subscribe(show);
  });
  return <u ref={mark} className={automated ? 'auto' : ''} hidden />;
}
