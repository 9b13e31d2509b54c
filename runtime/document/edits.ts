import { checkEdit } from './edits/check.ts';
import { addDefinition, editDefinition, removeDefinition } from './edits/definitions.ts';
import { Draft } from './edits/draft.ts';
import type { Edit, EditOf, Moves } from './edits/edit.ts';
import { group } from './edits/group.ts';
import { editMedia, editNote, removeMedia, setHead } from './edits/head.ts';
import { addNode, move, removeNodes, setField, setParam } from './edits/nodes.ts';
import type { Outcome } from './edits/refusal.ts';
import { writeAll } from './edits/scope.ts';
import { checkTouched } from './edits/touched.ts';
import { ungroup } from './edits/ungroup.ts';
import { connect, disconnect, setWire } from './edits/wires.ts';
import type { Result } from './diagnostic.ts';
import type { Patch } from './types.ts';

export interface Applied {
  /** shares with the old one everything that the edit did not touch */
  patch: Patch;
  /** applied to `patch`, gives the old one back exactly */
  inverse: Edit;
  /** nodes that went elsewhere; their state follows */
  moves: Moves[];
}

/**
 * The patch after an edit. Pure: `patch` stays as it is, and stays valid: an edit that would break it, in whatever way,
 * is refused whole, with `edit.refused`. patch: valid, as parse and apply leave it. edit: any JSON. [any]
 */
export function apply(patch: Patch, edit: Edit): Result<Applied> {
  const draft = new Draft(patch);
  // A stack of its own: how deep batches nest is the sender's choice.
  const open: Edit[] = [edit];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const outcome = checkEdit(next) ?? step(draft, next, open) ?? checkTouched(draft.patch, draft.takeTouched());
    if (outcome !== null) return { ok: false, diagnostics: [outcome] };
  }
  return { ok: true, value: { patch: draft.patch, inverse: inverseOf(draft), moves: draft.moves }, diagnostics: [] };
}

function step(draft: Draft, edit: Edit, open: Edit[]): Outcome {
  switch (edit.op) {
    case 'addNode': return addNode(draft, edit);
    case 'removeNodes': return removeNodes(draft, edit);
    case 'setParam': return setParam(draft, edit);
    case 'setType': case 'setTitle': case 'setMedia': case 'setData': case 'setNodeSeed': case 'setHash': return setField(draft, edit);
    case 'connect': return connect(draft, edit);
    case 'disconnect': return disconnect(draft, edit);
    case 'setWire': return setWire(draft, edit);
    case 'move': return move(draft, edit);
    case 'addNote': case 'editNote': case 'removeNote': return editNote(draft, edit);
    case 'setPatchTitle': case 'setSeed': case 'setCanvas': case 'setAudio': case 'setTempo': case 'setDuration': return setHead(draft, edit);
    case 'addMedia': case 'editMedia': return editMedia(draft, edit);
    case 'removeMedia': return removeMedia(draft, edit);
    case 'addDefinition': return addDefinition(draft, edit);
    case 'editDefinition': return editDefinition(draft, edit);
    case 'removeDefinition': return removeDefinition(draft, edit);
    case 'group': return group(draft, edit);
    case 'ungroup': return ungroup(draft, edit);
    case 'restore': return restore(draft, edit);
    case 'batch':
      for (let i = edit.edits.length - 1; i >= 0; i--) open.push(edit.edits[i]!);
      return null;
  }
}

function restore(draft: Draft, edit: EditOf<'restore'>): Outcome {
  draft.moves.push(...(edit.moves ?? []));
  return writeAll(draft, edit.changes.map((c) => [c.path, c.value] as const));
}

function inverseOf(draft: Draft): Edit {
  const changes = draft.undo.reverse();
  if (draft.moves.length === 0) return { op: 'restore', changes };
  const moves = draft.moves.map((m) => ({ ...m, paths: Object.fromEntries(Object.entries(m.paths).map(([from, to]) => [to, from])) }));
  return { op: 'restore', changes, moves: moves.reverse() };
}
