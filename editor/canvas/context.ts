/** What every view is handed: who acts on the document, and what moves. */
import { createContext, useContext } from 'react';
import type { Host } from '../client/host.ts';
import type { LiveFeed } from '../store/live-values.ts';
import type { Session } from '../actions/session.ts';

export interface Desk { session: Session; feed: LiveFeed; host: Host }

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('no desk above this component');
  return desk;
}
