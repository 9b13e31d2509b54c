/** What the playing threads wrote about themselves before they died. */
import { readFileSync } from 'node:fs';

const THREADS = ['render', 'loader', 'audio'] as const;
const BYTES = 1024;

export interface LastStep { thread: (typeof THREADS)[number]; /** path in the patch */ node: string; /** ns of the monotonic clock */ since: bigint }

/** The step that each thread was in, the longest first. Never throws: the bytes are a dead process's. */
export function readBlackBox(path: string): LastStep[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return [];
  }
  return THREADS.flatMap((thread, i): LastStep[] => {
    const at = i * BYTES;
    if (bytes.length < at + BYTES) return [];
    const length = bytes.readUInt32LE(at + 16);
    if (length === 0 || length > BYTES - 20) return [];
    const node = bytes.toString('utf8', at + 20, at + 20 + length);
    return /^[\w/-]+$/.test(node) ? [{ thread, node, since: bytes.readBigInt64LE(at + 8) }] : [];
  }).sort((a, b) => (a.since < b.since ? -1 : 1));
}
