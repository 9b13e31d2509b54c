import { useDesk } from '../canvas/context.ts';
import { patchSlice } from '../store/store.ts';
import { useEditor } from '../store/use-editor.ts';

/** The file was changed beside the journal: the user says which goes on. */
export function Conflict() {
  const { session, host } = useDesk();
  const conflict = useEditor((s) => s.host.conflict);
  if (conflict === null) return null;
  const take = (which: 'file' | 'journal') => {
    patchSlice(session.store, 'host', { conflict: null });
    host.choose(which);
  };
  return (
    <>
      <div className="shade dark" />
      <div className="question" role="alertdialog" aria-label="Which one goes on?">
        <h2>Which one goes on?</h2>
        <p>{conflict.sentence}</p>
        <div className="choices">
          <button type="button" autoFocus onClick={() => take('journal')}><b>What was worked on here</b><span>{conflict.journal.title} · {conflict.journal.changed} · {conflict.journal.edits} edits</span></button>
          <button type="button" onClick={() => take('file')}><b>The file as it is now</b><span>{conflict.file.title} · {conflict.file.changed}</span></button>
        </div>
      </div>
    </>
  );
}
