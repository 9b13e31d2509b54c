import type { Diagnostic } from '../document/diagnostic.ts';
import type { Plan } from './types.ts';

/** Paths of nodes whose shader failed inside a program of several nodes: single ones may not fail. [any] */
export function fusedFailures(plan: Pick<Plan, 'nodes' | 'picture'>, diagnostics: readonly Diagnostic[]): Set<string> {
  const failed = new Set(diagnostics.filter((d) => d.code === 'shader.compile' || d.code === 'shader.slow').map((d) => d.node));
  const alone = new Set<string>();
  for (const step of plan.picture.steps) {
    if (step.op !== 'shader' || step.nodes.length < 2) continue;
    const paths = step.nodes.map((n) => plan.nodes[n]!.path);
    if (paths.some((p) => failed.has(p))) for (const p of paths) alone.add(p);
  }
  return alone;
}
