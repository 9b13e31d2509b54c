import { useEditor } from '../store/use-editor.ts';

/** Path of a node of the shown scope, from the patch inwards: as diagnostics and live values name it. */
export function usePath(id: string): string {
  const trail = useEditor((s) => s.document.trail);
  return [...trail.map((t) => t.node), id].join('/');
}
