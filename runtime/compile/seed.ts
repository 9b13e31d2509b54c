/** 32-bit seeds that depend on what a node is, never on when or where it runs. */

/** FNV-1a over UTF-16 code units (both bytes), http://www.isthe.com/chongo/tech/comp/fnv. */
function fnv1a(text: string, hash: number): number {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    hash = Math.imul(hash ^ (c & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (c >>> 8), 0x01000193);
  }
  return hash;
}

/** Finaliser of MurmurHash3 (fmix32, Austin Appleby, public domain): neighbouring paths give unrelated seeds. */
function mix(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Seed of a node, 0..2^32-1. user: the node's own seed field; patch: the patch's. */
export function nodeSeed(patchId: string, path: string, user: number, patch: number): number {
  return mix(fnv1a(`${patchId}\0${path}\0${user}\0${patch}`, 0x811c9dc5 | 0));
}

/** What a Faust inlet named `seed` is fed: the upper 24 bits, 0 to just under 1, exact in a float. */
export function seedFeed(seed: number): number {
  return (seed >>> 8) / 0x1000000;
}
