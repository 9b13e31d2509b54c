/**
 * What moves many times a second: values of parameters after their stack, levels, statistics. Kept out of React: views
 * subscribe and write into the page themselves.
 */
import type { Stats, TransportNow } from '../client/host.ts';

export interface LiveValues {
  /** rows by `path.param[.component]`, in the parameter's own unit */
  rows: ReadonlyMap<string, number>;
  /** microseconds per frame or block, by node path */
  costs: ReadonlyMap<string, number>;
  stats: Stats | null;
  transport: TransportNow | null;
}

export interface LiveFeed {
  current(): LiveValues;
  /** called at most once per screen frame; gives back how to stop */
  subscribe(listener: (values: LiveValues) => void): () => void;
  publish(values: Partial<LiveValues>): void;
}

/** schedule: runs its argument before the next picture of the page is drawn (requestAnimationFrame). */
export function makeLiveFeed(schedule: (run: () => void) => void): LiveFeed {
  let values: LiveValues = { rows: new Map(), costs: new Map(), stats: null, transport: null };
  let due = false;
  const listeners = new Set<(values: LiveValues) => void>();
  return {
    current: () => values,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish(fields) {
      values = { ...values, ...fields };
      if (due) return;
      due = true;
      schedule(() => {
        due = false;
        for (const listener of listeners) listener(values);
      });
    },
  };
}
