import { leave } from '../actions/nesting.ts';
import { useDesk } from '../canvas/context.ts';
import { own } from '../store/scope.ts';
import { useEditor } from '../store/use-editor.ts';

/** Where one is: the patch, and the sub-patches that were entered. */
export function Breadcrumb() {
  const { session } = useDesk();
  const trail = useEditor((s) => s.document.trail);
  const patch = useEditor((s) => s.document.patch);
  if (trail.length === 0) return null;
  return (
    <nav className="breadcrumb" aria-label="Where you are">
      <button type="button" onClick={() => leave(session, 0)}>{patch.title}</button>
      {trail.map((t, i) => <span key={i}> › <button type="button" aria-current={i === trail.length - 1} onClick={() => leave(session, i + 1)}>{own(patch.definitions, t.definition)?.title ?? t.definition}</button></span>)}
    </nav>
  );
}
