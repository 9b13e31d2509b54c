/** The store in React. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { EditorState } from './state.ts';
import type { EditorStore } from './store.ts';

export const StoreContext = createContext<EditorStore | null>(null);

export function useEditorStore(): EditorStore {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('no store above this component');
  return store;
}

/** select: must give the same object while nothing it reads has changed. */
export function useEditor<T>(select: (state: EditorState) => T): T {
  return useStore(useEditorStore(), select);
}
