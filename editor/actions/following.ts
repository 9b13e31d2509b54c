/** What came from elsewhere: other pages' edits, and the host's word on what is saved. */
import { apply, type Edit } from '../../runtime/document/index.ts';
import { empty } from '../store/history.ts';
import { standing } from '../store/scope.ts';
import { patchSlice } from '../store/store.ts';
import { notice, type Session } from './session.ts';
import type { Host } from '../client/host.ts';

/** Another page's edits, one after the other. This page's own history would not fit on top: it begins anew. */
export function follow(session: Session, edits: readonly { rev: number; edit: Edit }[]): void {
  const { document } = session.store.getState();
  let { patch, rev } = document;
  for (const next of edits) {
    if (next.rev <= rev) continue;
    const applied = apply(patch, next.edit);
    if (!applied.ok) return;
    patch = applied.value.patch;
    rev = next.rev;
  }
  if (rev === document.rev) return;
  session.store.setState((s) => ({ document: { ...s.document, patch, rev, acked: rev, trail: s.document.trail.slice(0, standing(patch, s.document.trail)) }, history: empty, host: { ...s.host, saved: false } }));
}

/** Saves, and says what stood in the way. */
export async function save(session: Session, host: Host): Promise<void> {
  const before = session.store.getState().document.rev;
  const why = await host.save();
  if (why !== null) notice(session, why, 'error');
  else {
    notice(session, 'Saved.');
    if (session.store.getState().document.rev === before) patchSlice(session.store, 'host', { saved: true });
  }
}
