/** What belongs to the patch as a whole: title, seed, canvas, sound, tempo, media and notes. */
import type { Patch, PatchNode } from '../types.ts';
import type { Draft } from './draft.ts';
import type { EditOf } from './edit.ts';
import { refuse, type Outcome } from './refusal.ts';
import { own, writeAll } from './scope.ts';

export function setHead(draft: Draft, edit: EditOf<'setPatchTitle' | 'setSeed' | 'setCanvas' | 'setAudio' | 'setTempo' | 'setDuration'>): Outcome {
  switch (edit.op) {
    case 'setPatchTitle': return writeAll(draft, [[['title'], edit.title]]);
    case 'setSeed': return writeAll(draft, [[['seed'], edit.seed]]);
    case 'setCanvas': return fields(draft, 'canvas', edit.canvas);
    case 'setAudio': return fields(draft, 'audio', edit.audio);
    case 'setTempo': return fields(draft, 'tempo', edit.tempo);
    case 'setDuration': return writeAll(draft, [[['duration'], edit.duration ?? undefined]]);
  }
}

function fields(draft: Draft, part: string, values: object): Outcome {
  return writeAll(draft, Object.entries(values).map(([key, value]) => [[part, key], value] as const));
}

export function editMedia(draft: Draft, edit: EditOf<'addMedia' | 'editMedia'>): Outcome {
  const there = own(draft.patch.media, edit.id) !== undefined;
  if (edit.op === 'addMedia' && there) return refuse(`There is already a media entry ${edit.id}. Choose another id.`);
  if (edit.op === 'editMedia' && !there) return refuse(`There is no media entry ${edit.id}. Add the file to the patch first.`);
  return writeAll(draft, [[['media', edit.id], edit.media]]);
}

export function removeMedia(draft: Draft, edit: EditOf<'removeMedia'>): Outcome {
  if (!own(draft.patch.media, edit.id)) return refuse(`There is no media entry ${edit.id}. It may have been removed.`);
  const user = findNode(draft.patch, (node) => node.media === edit.id);
  if (user !== null) return refuse(`The media ${edit.id} is used by ${user}. Give that node another file, or remove it, first.`, { node: user });
  return writeAll(draft, [[['media', edit.id], undefined]]);
}

export function editNote(draft: Draft, edit: EditOf<'addNote' | 'editNote' | 'removeNote'>): Outcome {
  const note = own(draft.patch.notes ?? {}, edit.id);
  if (edit.op === 'addNote') {
    if (note !== undefined) return refuse(`There is already a note ${edit.id}. Choose another id.`);
    return writeAll(draft, [[['notes', edit.id], edit.note]]);
  }
  if (note === undefined) return refuse(`There is no note ${edit.id}. It may have been removed.`);
  if (edit.op === 'removeNote') return writeAll(draft, [[['notes', edit.id], undefined]]);
  return writeAll(draft, Object.entries(edit.note).map(([key, value]) => [['notes', edit.id, key], value] as const));
}

/** Path of the first node that fits: `n_a`, or `definition/n_a` inside one. */
export function findNode(patch: Patch, fits: (node: PatchNode) => boolean): string | null {
  for (const [id, node] of Object.entries(patch.nodes)) if (fits(node)) return id;
  for (const [name, definition] of Object.entries(patch.definitions)) {
    for (const [id, node] of Object.entries(definition.nodes)) if (fits(node)) return `${name}/${id}`;
  }
  return null;
}
