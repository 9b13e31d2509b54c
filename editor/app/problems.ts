/** Everything that is wrong, from the host and from the canvas's own rules, each once. */
import type { Diagnostic } from '../../runtime/document/index.ts';
import type { Refusal } from '../graph/rules.ts';
import type { Entered } from '../store/scope.ts';

const ranks = { error: 0, warning: 1, info: 2 };

/** Worst first; sentences name nodes as the canvas does. title: of a node id, where there is one. */
export function problemsOf(told: readonly Diagnostic[], refused: ReadonlyMap<string, Refusal>, title: (id: string) => string | null): Diagnostic[] {
  const known = new Set(told.map((d) => d.wire));
  const own = [...refused].filter(([wire]) => !known.has(wire)).map(([wire, { code, reason }]): Diagnostic => ({ code, severity: 'error', wire, message: reason }));
  const named = (d: Diagnostic): Diagnostic => ({ ...d, message: d.message.replace(/\bn_[\w-]+/g, (id) => title(id) ?? id) });
  return [...told, ...own].map(named).sort((a, b) => ranks[a.severity] - ranks[b.severity]);
}

/** Node of the shown scope -> its worst problem, or that of what lies inside it. */
export function worstByNode(problems: readonly Diagnostic[], trail: readonly Entered[]): Map<string, Diagnostic> {
  const prefix = trail.map((t) => `${t.node}/`).join('');
  const worst = new Map<string, Diagnostic>();
  for (const d of problems) {
    if (d.severity === 'info' || d.node?.startsWith(prefix) !== true) continue;
    const id = d.node.slice(prefix.length).split('/')[0]!;
    if (!worst.has(id)) worst.set(id, d);
  }
  return worst;
}
