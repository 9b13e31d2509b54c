/** Whether the definitions of a patch can be placed at all: none contains itself, and what they unfold to has a bound. */
import type { Diagnostic } from '../document/diagnostic.ts';
import { definitionOf } from '../document/ids.ts';
import type { Definition, Patch, PatchNode } from '../document/types.ts';
import { byText } from './text-order.ts';

/** A patch of a few lines can nest to any size; these are far above what a person draws. */
const MAX_NODES = 100_000;
const MAX_DEPTH = 64;

interface Unfolded { nodes: number; depth: number }

/** True when every placement ends; otherwise the reason is among the diagnostics. Nothing is unfolded here. */
export function unfolds(patch: Patch, diagnostics: Diagnostic[]): boolean {
  const definitions = patch.definitions ?? {};
  const known = new Map<string, Unfolded>();
  const sizeOf = (nodes: Readonly<Record<string, PatchNode>>): Unfolded => {
    const out = { nodes: 0, depth: 0 };
    for (const node of Object.values(nodes)) {
      const inner = known.get(definitionOf(node.type) ?? '');
      out.nodes += 1 + (inner?.nodes ?? 0);
      out.depth = Math.max(out.depth, inner ? inner.depth + 1 : 0);
    }
    return out;
  };
  // depth first with an explicit stack: what is inside is measured before what holds it
  for (const root of Object.keys(definitions).sort(byText)) {
    if (known.has(root)) continue;
    const stack = [{ name: root, inner: placements(definitions, root), next: 0 }];
    const open = new Set([root]);
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const name = top.inner[top.next++];
      if (name === undefined) {
        known.set(top.name, sizeOf(definitions[top.name]!.nodes));
        open.delete(top.name);
        stack.pop();
      } else if (open.has(name)) {
        const path = [...stack.map((s) => s.name).slice(stack.findIndex((s) => s.name === name)), name];
        const instance = Object.entries(patch.nodes).filter(([, n]) => path.includes(definitionOf(n.type) ?? '')).map(([id]) => id).sort(byText)[0];
        diagnostics.push({
          code: 'definition.recursive', severity: 'error', ...(instance === undefined ? {} : { node: instance }),
          message: `The definition '${name}' contains itself: ${path.join(' → ')}. Remove one of these placements.`,
        });
        return false;
      } else if (!known.has(name)) {
        open.add(name);
        stack.push({ name, inner: placements(definitions, name), next: 0 });
      }
    }
  }
  const whole = sizeOf(patch.nodes);
  if (whole.depth > MAX_DEPTH) {
    diagnostics.push({
      code: 'doc.too-deep', severity: 'error',
      message: `Definitions nest ${whole.depth} deep; ${MAX_DEPTH} is the most. Place some of their nodes directly.`,
    });
  } else if (whole.nodes > MAX_NODES) {
    diagnostics.push({
      code: 'doc.too-large', severity: 'error',
      message: `With its definitions placed the patch has more than ${MAX_NODES} nodes. Place fewer of them.`,
    });
  }
  return whole.depth <= MAX_DEPTH && whole.nodes <= MAX_NODES;
}

function placements(definitions: Readonly<Record<string, Definition>>, name: string): string[] {
  const names = Object.values(definitions[name]!.nodes).map((n) => definitionOf(n.type));
  return [...new Set(names)].filter((n): n is string => n !== null && Object.hasOwn(definitions, n)).sort(byText);
}
