import type { Diagnostic } from '../document/diagnostic.ts';

/** Where a command writes. Commands never touch process.stdout themselves. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** columns of the error stream when it is a terminal, else null: no bar, no colour */
  columns: number | null;
}

export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    columns: process.stderr.isTTY ? process.stderr.columns || 80 : null,
  };
}

const marks = { error: 'error', warning: 'warning', info: 'note' } as const;
const colours = { error: 31, warning: 33, info: 36 } as const;

/** One diagnostic as text: severity, code, where, sentence. */
export function diagnosticText(d: Diagnostic, colour: boolean): string {
  const place = [d.node && `node ${d.node}`, d.wire && `wire ${d.wire}`, d.file && `${d.file}${d.line ? `:${d.line}${d.column ? `:${d.column}` : ''}` : ''}`].filter(Boolean).join(', ');
  const head = colour ? `\x1b[${colours[d.severity]}m${marks[d.severity]}\x1b[0m` : marks[d.severity];
  return `${head} [${d.code}]${place ? ` ${place}` : ''}: ${d.message}\n`;
}

/** Prints all of them, errors last, where the eye ends. */
export function printDiagnostics(list: readonly Diagnostic[], terminal: Terminal): void {
  const order = { info: 0, warning: 1, error: 2 } as const;
  for (const d of [...list].sort((a, b) => order[a.severity] - order[b.severity])) terminal.err(diagnosticText(d, terminal.columns !== null));
}

/** A bar that redraws itself on a terminal, or a line for every tenth where there is none. */
export function progressBar(total: number, label: string, terminal: Terminal): { show(done: number): void; end(): void } {
  const start = Date.now();
  let tenth = -1;
  let last = 0;
  return {
    show(done) {
      const part = total > 0 ? done / total : 1;
      const seconds = (Date.now() - start) / 1000;
      const rate = seconds > 0 ? done / seconds : 0;
      const left = rate > 0 ? (total - done) / rate : 0;
      const words = ` ${String(Math.floor(part * 100)).padStart(3)} %  ${done}/${total} frames  ${rate.toFixed(1)} fps  ${left.toFixed(0)} s left `;
      if (terminal.columns === null) {
        if (Math.floor(part * 10) > tenth) {
          tenth = Math.floor(part * 10);
          terminal.err(`${label}${words}\n`);
        }
        return;
      }
      if (Date.now() - last < 50 && done < total) return;
      last = Date.now();
      const room = Math.max(8, Math.min(40, terminal.columns - words.length - label.length - 4));
      const full = part * room;
      const eighths = ' ▏▎▍▌▋▊▉'[Math.floor((full % 1) * 8)] ?? ' ';
      const bar = ('█'.repeat(Math.floor(full)) + (full < room ? eighths : '')).padEnd(room);
      terminal.err(`\r${label} ▕${bar}▏${words}\x1b[K`);
    },
    end() {
      if (terminal.columns !== null) terminal.err('\r\x1b[K');
    },
  };
}
