import type { Wire } from '../types.ts';
import type { Draft } from './draft.ts';
import type { EditOf } from './edit.ts';
import { refuse, type Outcome } from './refusal.ts';
import { nodeOfPort, noSuchScope, own, scopeOf, writeAll, type Scope } from './scope.ts';

/** Types, directions and loops are the compiler's to judge; here both nodes must be there. */
export function connect(draft: Draft, edit: EditOf<'connect'>): Outcome {
  const scope = scopeOf(draft, edit.in);
  if (scope === null) return noSuchScope(edit.in);
  if (own(scope.wires, edit.id)) return refuse(`There is already a wire ${edit.id} in ${scope.name}. Choose another id.`, { wire: edit.id });
  return loose(edit.id, edit.wire, scope) ?? writeAll(draft, [[[...scope.path, 'wires', edit.id], edit.wire]]);
}

export function setWire(draft: Draft, edit: EditOf<'setWire'>): Outcome {
  const scope = scopeOf(draft, edit.in);
  if (scope === null) return noSuchScope(edit.in);
  if (!own(scope.wires, edit.id)) return noSuchWire(edit.id, scope);
  return loose(edit.id, edit.wire, scope) ?? writeAll(draft, [[[...scope.path, 'wires', edit.id], edit.wire]]);
}

export function disconnect(draft: Draft, edit: EditOf<'disconnect'>): Outcome {
  const scope = scopeOf(draft, edit.in);
  if (scope === null) return noSuchScope(edit.in);
  const missing = edit.ids.find((id) => !own(scope.wires, id));
  if (missing !== undefined) return noSuchWire(missing, scope);
  return writeAll(draft, edit.ids.map((id) => [[...scope.path, 'wires', id], undefined] as const));
}

function loose(id: string, wire: Wire, scope: Scope): Outcome {
  for (const port of [wire.from, wire.to]) {
    if (!own(scope.nodes, nodeOfPort(port))) {
      return refuse(`The wire ${id} names ${port}, but ${scope.name} has no such node. Connect it to one that is there.`, { wire: id });
    }
  }
  return null;
}

function noSuchWire(id: string, scope: Scope): Outcome {
  return refuse(`There is no wire ${id} in ${scope.name}. It may have been removed; choose another.`, { wire: id });
}
