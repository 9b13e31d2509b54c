import { useEffect } from 'react';
import { dismiss } from '../actions/session.ts';
import { usualKeys, shownKey, type Command } from '../actions/keys.ts';
import { useDesk } from '../canvas/context.ts';
import { patchSlice } from '../store/store.ts';
import { useEditor } from '../store/use-editor.ts';

/** ms that a sentence stays: longer for long ones */
const stay = (text: string): number => 2500 + text.length * 40;

export function Notices() {
  const notices = useEditor((s) => s.view.notices);
  return <div className="notices" role="status" aria-live="polite">{notices.map((n) => <Notice key={n.id} {...n} />)}</div>;
}

function Notice({ id, text, kind }: { id: number; text: string; kind: string }) {
  const { session } = useDesk();
  useEffect(() => {
    const timer = setTimeout(() => dismiss(session, id), stay(text));
    return () => clearTimeout(timer);
  }, [session, id, text]);
  return <p className={kind}>{text}<button type="button" aria-label="Close" onClick={() => dismiss(session, id)}>×</button></p>;
}

export function KeyList() {
  const { session } = useDesk();
  const shown = useEditor((s) => s.view.keysShown);
  if (!shown) return null;
  const close = () => patchSlice(session.store, 'view', { keysShown: false });
  return (
    <>
      <div className="shade dark" onPointerDown={close} />
      <div className="key-list" role="dialog" aria-label="Keys" tabIndex={-1} ref={(el) => el?.focus()} onKeyDown={(e) => { if (e.key === 'Escape' || e.key === '?') { e.stopPropagation(); e.preventDefault(); close(); } }}>
        <h2>Keys</h2>
        <dl>{(Object.keys(usualKeys) as Command[]).map((c) => <div key={c}><dt>{usualKeys[c].keys.map((k) => <kbd key={k}>{shownKey(k)}</kbd>)}</dt><dd>{usualKeys[c].words}</dd></div>)}</dl>
      </div>
    </>
  );
}
