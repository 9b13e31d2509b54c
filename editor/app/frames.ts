import type { Frames } from '../preview/ProgramView.tsx';

/** Program pictures as they come, to every view of them. */
export function makeFrames(): Frames & { publish(jpeg: Blob): void } {
  const listeners = new Set<(jpeg: Blob) => void>();
  return {
    publish: (jpeg) => listeners.forEach((listener) => listener(jpeg)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
