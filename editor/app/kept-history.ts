/** The history outlives a reload of the page: kept by the browser for this tab, and taken up where it still fits. */
import type { History } from '../store/history.ts';
import type { EditorStore } from '../store/store.ts';

const KEY = 'weft-history';
/** characters; a browser gives about five million */
const MOST = 4_000_000;

interface Kept { patch: string; rev: number; history: History }

/** Ids given out before, so that new steps go on from there. */
export function takeUpHistory(store: EditorStore, storage: Storage): number {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? 'null') as Kept | null;
    const { document } = store.getState();
    if (kept === null || kept.patch !== document.patch.id || kept.rev !== document.rev || !Array.isArray(kept.history.steps)) return 0;
    store.setState({ history: kept.history });
    return Math.max(0, ...kept.history.steps.map((s) => s.id));
  } catch {
    return 0;
  }
}

/** idle: runs its argument when the page has nothing better to do. */
export function keepHistory(store: EditorStore, storage: Storage, idle: (run: () => void) => void): void {
  let due = false;
  store.subscribe((state, before) => {
    if (state.history === before.history || due) return;
    due = true;
    idle(() => {
      due = false;
      const { history, document } = store.getState();
      // the newest that fit; a step in the middle cannot go without those before it
      for (let from = 0; ; from += Math.max(1, history.steps.length >> 2)) {
        const kept: Kept = { patch: document.patch.id, rev: document.rev, history: { steps: history.steps.slice(from), at: Math.max(0, history.at - from), forgotten: history.forgotten + from } };
        const text = JSON.stringify(kept);
        if (text.length > MOST && from < history.steps.length) continue;
        try {
          storage.setItem(KEY, text);
        } catch { /* full: the file and the journal hold the work itself */ }
        return;
      }
    });
  });
}
