import type { Diagnostic } from '../document/diagnostic.ts';

/** Why a request was not done. Beside these, a reply may carry a code of the catalogue of problems. */
export const replyCodes = {
  'message.malformed': 'The message is not JSON, or not of the shape that its kind has.',
  'message.unknown': 'There is no request of this kind.',
  'message.too-large': 'The message is larger than one may be.',
  'message.too-many': 'Messages come faster than they may.',
  'message.late': 'The deadline had passed before it was done.',
  'message.version': 'The other side speaks another version of the protocol.',
  'message.generation': 'The message was meant for an engine that has ended.',
  'revision.gap': 'An edit before this one is missing.',
  'revision.none': 'No document is loaded.',
  'lease.held': 'Another page writes.',
  'lease.read-only': 'This host may not write: another one has the project.',
  'journal.failed': 'The edit plays, but it could not be written to disk.',
  'file.conflict': 'The file and the journal differ.',
  'file.failed': 'The file could not be read or written.',
  'file.refused': 'This file may not be written.',
  'link.engine': 'The engine is not there.',
} as const;

export type ReplyCode = keyof typeof replyCodes | Diagnostic['code'];

export interface ReplyError { code: ReplyCode; message: string; node?: string }

/** A reply's error. [any] */
export function replyError(code: ReplyCode, message: string, node?: string): ReplyError {
  return { code, message, ...(node === undefined ? {} : { node }) };
}
