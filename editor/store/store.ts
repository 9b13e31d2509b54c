import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Catalog } from '../../runtime/catalog/types.ts';
import type { Patch } from '../../runtime/document/index.ts';
import { empty } from './history.ts';
import { definitionAt, scopeOf, type Scope } from './scope.ts';
import type { EditorState } from './state.ts';

export type EditorStore = StoreApi<EditorState>;

export const nothing: ReadonlySet<string> = new Set();

/** Made once in main and passed down. */
export function makeStore(patch: Patch, catalog: Catalog): EditorStore {
  return createStore<EditorState>(() => ({
    document: { patch, rev: 0, acked: 0, trail: [] },
    catalog: { catalog, used: {} },
    selection: { nodes: nothing, wires: nothing, notes: nothing },
    history: empty,
    view: { palette: null, chooser: null, notices: [], unfolded: nothing, drawer: 'none', code: null, reveal: null, keysShown: false, finder: null },
    host: { link: 'connecting', diagnostics: [], engine: '', file: '', saved: true, readOnly: false, conflict: null },
  }));
}

/** What the canvas shows now. The same object as long as nothing in it changed is not promised; its tables are. */
export function shownScope(state: EditorState): Scope {
  return scopeOf(state.document.patch, definitionAt(state.document.trail));
}

/** Replaces fields of one slice. */
export function patchSlice<K extends keyof EditorState>(store: EditorStore, slice: K, fields: Partial<EditorState[K]>): void {
  store.setState((s) => ({ [slice]: { ...s[slice], ...fields } }) as Pick<EditorState, K>);
}

/** Another document takes the place of this one: its history begins anew. */
export function openDocument(store: EditorStore, patch: Patch, rev: number): void {
  store.setState((s) => ({
    document: { patch, rev, acked: rev, trail: [] },
    history: empty,
    selection: { nodes: nothing, wires: nothing, notes: nothing },
    view: { ...s.view, palette: null, chooser: null, unfolded: nothing },
  }));
}
