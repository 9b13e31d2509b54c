import type { Diagnostic } from '../document/diagnostic.ts';

/** what: the end of a sentence that begins with the file's name. */
export function brokenNode(path: string, what: string, line?: number): Diagnostic {
  return {
    code: 'node.broken', severity: 'error', message: `The file '${path}' ${what}.`, file: path,
    ...(line === undefined ? {} : { line }),
  };
}
