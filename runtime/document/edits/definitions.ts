import type { Draft } from './draft.ts';
import type { EditOf } from './edit.ts';
import { findNode } from './head.ts';
import { refuse, type Outcome } from './refusal.ts';
import { own, writeAll } from './scope.ts';

export function addDefinition(draft: Draft, edit: EditOf<'addDefinition'>): Outcome {
  if (own(draft.patch.definitions, edit.name)) return refuse(`There is already a definition ${edit.name}. Choose another name.`);
  return writeAll(draft, [[['definitions', edit.name], edit.definition]]);
}

export function editDefinition(draft: Draft, edit: EditOf<'editDefinition'>): Outcome {
  if (!own(draft.patch.definitions, edit.name)) return noSuchDefinition(edit.name);
  const { op: _, name, ...fields } = edit;
  return writeAll(draft, Object.entries(fields).map(([key, value]) => [['definitions', name, key], value] as const));
}

export function removeDefinition(draft: Draft, edit: EditOf<'removeDefinition'>): Outcome {
  if (!own(draft.patch.definitions, edit.name)) return noSuchDefinition(edit.name);
  const user = findNode(draft.patch, (node) => node.type === `patch.${edit.name}`);
  if (user !== null) return refuse(`The definition ${edit.name} is placed as ${user}. Remove or ungroup that node first.`, { node: user });
  return writeAll(draft, [[['definitions', edit.name], undefined]]);
}

function noSuchDefinition(name: string): Outcome {
  return refuse(`There is no definition ${name}. It may have been removed.`);
}
