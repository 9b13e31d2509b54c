import { isForbiddenKey, isRecord, quoted, whyNotPlain } from '../plain.ts';
import type { Patch } from '../types.ts';
import type { Change, Moves } from './edit.ts';

/** Which objects of the draft are its own copies, by path. By path and not by identity: what was taken out is in
 *  the inverse and may be put back elsewhere, and neither may change any more. */
interface Owned { inner: Map<string, Owned> }

/**
 * A patch being changed. What is not written to stays shared with the patch it began as, which never changes; an object
 * is copied once, however often it is written to. Every write leaves its opposite in `undo`.
 */
export class Draft {
  #root: Patch;
  #owned: Owned | null = null;
  /** in the order done; play it backwards */
  readonly undo: Change[] = [];
  readonly moves: Moves[] = [];
  /** paths written since last taken */
  #touched: (readonly string[])[] = [];

  constructor(patch: Patch) {
    this.#root = patch;
  }

  get patch(): Patch {
    return this.#root;
  }

  takeTouched(): (readonly string[])[] {
    const touched = this.#touched;
    this.#touched = [];
    return touched;
  }

  /** Puts `value` there, or nothing when undefined; objects on the way are made. Says why it could not. */
  write(path: readonly string[], value: unknown): string | null {
    const forbidden = path.find(isForbiddenKey);
    if (forbidden !== undefined) return `the key "${forbidden}" is not allowed in a patch`;
    const why = value === undefined ? null : whyNotPlain(value, path.length);
    if (why !== null) return `${path.map(quoted).join(' › ')} ${why}`;

    this.#owned ??= this.#copyRoot();
    let holder = this.#root as Record<string, unknown>;
    let owned = this.#owned;
    for (let i = 0; i < path.length - 1; i++) {
      const key = path[i]!;
      let child = Object.hasOwn(holder, key) ? holder[key] : undefined;
      let mine = owned.inner.get(key);
      if (child === undefined) {
        if (value === undefined) return null;
        child = {};
        this.undo.push({ path: path.slice(0, i + 1) });
      } else if (!isRecord(child)) {
        return `${quoted(key)} is not an object`;
      } else if (mine === undefined) {
        child = { ...child };
      }
      if (mine === undefined) {
        mine = { inner: new Map() };
        owned.inner.set(key, mine);
        holder[key] = child;
      }
      holder = child as Record<string, unknown>;
      owned = mine;
    }
    const key = path[path.length - 1]!;
    const present = Object.hasOwn(holder, key);
    const old = holder[key];
    if (present ? old === value : value === undefined) return null;
    this.undo.push(present ? { path: [...path], value: old } : { path: [...path] });
    owned.inner.delete(key);
    if (value === undefined) delete holder[key];
    else holder[key] = value;
    this.#touched.push(path);
    return null;
  }

  #copyRoot(): Owned {
    this.#root = { ...this.#root };
    return { inner: new Map() };
  }
}
