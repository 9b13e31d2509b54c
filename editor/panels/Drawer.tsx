/** Below the canvas: problems, history, code. */
import { lazy, Suspense } from 'react';
import type { Diagnostic } from '../../runtime/document/index.ts';
import { jump } from '../actions/session.ts';
import { select } from '../actions/selecting.ts';
import { useDesk } from '../canvas/context.ts';
import { definitionAt, own, scopeOf, type Entered } from '../store/scope.ts';
import { patchSlice } from '../store/store.ts';
import type { ViewSlice } from '../store/state.ts';
import { useEditor } from '../store/use-editor.ts';

/** Monaco is large: it comes when it is wanted. */
const CodePanel = lazy(() => import('./code/CodePanel.tsx'));

const TABS: readonly { name: ViewSlice['drawer']; words: string }[] = [{ name: 'problems', words: 'Problems' }, { name: 'history', words: 'History' }, { name: 'code', words: 'Code' }];

export function Drawer({ problems }: { problems: readonly Diagnostic[] }) {
  const { session } = useDesk();
  const open = useEditor((s) => s.view.drawer);
  const go = (drawer: ViewSlice['drawer']) => patchSlice(session.store, 'view', { drawer: open === drawer ? 'none' : drawer });
  const errors = problems.filter((p) => p.severity === 'error').length;
  return (
    <section className={`drawer ${open === 'none' ? 'closed' : ''}`} aria-label="Drawer">
      <div className="tabs" role="tablist">
        {TABS.map((t) => (
          <button key={t.name} type="button" role="tab" aria-selected={open === t.name} onClick={() => go(t.name)}>
            {t.words}{t.name === 'problems' && problems.length > 0 && <b className={errors > 0 ? 'count bad' : 'count'}>{problems.length}</b>}
          </button>
        ))}
      </div>
      {open === 'problems' && <Problems problems={problems} />}
      {open === 'history' && <HistoryList />}
      {open === 'code' && <Suspense fallback={<p className="none">Opening the code…</p>}><CodePanel problems={problems} /></Suspense>}
    </section>
  );
}

function Problems({ problems }: { problems: readonly Diagnostic[] }) {
  const { session } = useDesk();
  if (problems.length === 0) return <p className="none">No problems.</p>;
  const to = (d: Diagnostic) => {
    const ids = d.node?.split('/') ?? [];
    const { patch } = session.store.getState().document;
    const trail: Entered[] = [];
    for (const node of ids.slice(0, -1)) {
      const type = own(scopeOf(patch, definitionAt(trail)).nodes, node)?.type;
      if (type?.startsWith('patch.') !== true) break;
      trail.push({ node, definition: type.slice('patch.'.length) });
    }
    if (ids.length > 0) {
      patchSlice(session.store, 'document', { trail });
      select(session, { nodes: [ids.at(-1)!] });
      patchSlice(session.store, 'view', { reveal: { nodes: [ids.at(-1)!] } });
    } else if (d.wire !== undefined) select(session, { wires: [d.wire] });
    const type = own(scopeOf(patch, definitionAt(trail)).nodes, ids.at(-1) ?? '')?.type;
    if (d.line !== undefined && type !== undefined) patchSlice(session.store, 'view', { drawer: 'code', code: { type, line: d.line } });
  };
  return (
    <ul className="problems">
      {problems.map((d, i) => <li key={i} className={d.severity}><button type="button" onClick={() => to(d)}><i className="mark" /><span>{d.message}</span><em className="num">{d.code}</em></button></li>)}
    </ul>
  );
}

function HistoryList() {
  const { session } = useDesk();
  const { steps, at, forgotten } = useEditor((s) => s.history);
  return (
    <ol className="history" aria-label="Steps">
      <li><button type="button" aria-current={at === 0 ? 'step' : undefined} onClick={() => jump(session, 0)}>{forgotten > 0 ? `${forgotten} earlier steps are no longer kept` : 'As it was opened'}</button></li>
      {steps.map((s, i) => <li key={s.id} className={i >= at ? 'ahead' : ''}><button type="button" aria-current={at === i + 1 ? 'step' : undefined} onClick={() => jump(session, i + 1)}>{s.label}</button></li>)}
    </ol>
  );
}
