/** Records of a journal: one line each, `crc length json`, so that a line cut anywhere is seen to be cut. */
import { crc32 } from 'node:zlib';
import type { Edit } from '../document/index.ts';

export interface JournalHeader {
  journal: 1;
  /** real path of the patch's file */
  file: string;
  /** sha256 of the file that it started from, and the revision that the file holds */
  hash: string;
  saved: number;
  /** the patch's text at the revision where this journal begins */
  rev: number;
  patch: string;
}
export interface JournalEdit { rev: number; edit: Edit }

const NEWLINE = 0x0a;

export function writeRecord(value: JournalHeader | JournalEdit): Buffer {
  const json = Buffer.from(JSON.stringify(value));
  return Buffer.concat([Buffer.from(`${hex(crc32(json))} ${json.length} `), json, Buffer.from('\n')]);
}

export interface ReadJournal {
  header: JournalHeader;
  edits: JournalEdit[];
  /** bytes up to the end of the last whole record: what follows was cut off */
  length: number;
}

/** Reads up to the last whole record. null: not even the header is whole. Never throws. Linear in the bytes. */
export function readJournal(bytes: Buffer): ReadJournal | null {
  const first = recordAt(bytes, 0);
  const header = first && headerOf(first.value);
  if (!header) return null;
  const edits: JournalEdit[] = [];
  let at = first.end;
  for (let next = recordAt(bytes, at); next !== null; next = recordAt(bytes, at)) {
    const record = next.value as Partial<JournalEdit> | null;
    // revisions follow one another; what does not is not of this journal
    if (record === null || record.rev !== header.rev + edits.length + 1 || typeof record.edit !== 'object') break;
    edits.push(record as JournalEdit);
    at = next.end;
  }
  return { header, edits, length: at };
}

function recordAt(bytes: Buffer, at: number): { value: unknown; end: number } | null {
  const head = /^([0-9a-f]{8}) (\d{1,10}) $/.exec(headText(bytes, at));
  if (!head) return null;
  const start = at + head[0].length;
  const end = start + Number(head[2]);
  if (end >= bytes.length || bytes[end] !== NEWLINE) return null;
  const json = bytes.subarray(start, end);
  if (hex(crc32(json)) !== head[1]) return null;
  try {
    return { value: JSON.parse(json.toString('utf8')) as unknown, end: end + 1 };
  } catch {
    return null;
  }
}

/** up to and with the second blank */
function headText(bytes: Buffer, at: number): string {
  const first = bytes.indexOf(0x20, at);
  const second = first < 0 ? -1 : bytes.indexOf(0x20, first + 1);
  return second < 0 || second - at > 24 ? '' : bytes.toString('latin1', at, second + 1);
}

function headerOf(value: unknown): JournalHeader | null {
  const h = value as Partial<JournalHeader> | null;
  if (typeof h !== 'object' || h === null || h.journal !== 1) return null;
  const fits = typeof h.file === 'string' && typeof h.hash === 'string' && Number.isSafeInteger(h.rev) && Number.isSafeInteger(h.saved) && typeof h.patch === 'string';
  return fits ? (h as JournalHeader) : null;
}

const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, '0');
