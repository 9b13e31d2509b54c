/** Holds one import against the rules. */
import { isBuiltin } from 'node:module';
import type { Import } from './imports.ts';
import { also, editorOrder, headerFences, nativeUses, packageFences, runtimeOrder } from './rules.ts';

/** Why this import is not allowed, or null. */
export function forbidden(i: Import): string | null {
  if (i.from.startsWith('native/')) return i.ours ? nativeRoom(i) : header(i);
  return i.ours ? room(i) : packageFence(i);
}

function room(i: Import): string | null {
  const [from, to] = [placeOf(i.from), placeOf(i.to)];
  if (from.room === to.room && from.area === to.area) return null;
  const extra = [...(also[from.room] ?? []), ...(also[from.area] ?? [])];
  if (extra.some((e) => under(i.to, e))) return null;
  if (from.area !== to.area) return `${from.area} may not import ${i.to}`;
  const order: readonly string[] = from.area === 'runtime' ? runtimeOrder : editorOrder;
  const [mine, theirs] = [order.indexOf(from.name), order.indexOf(to.name)];
  if (mine < 0) return `the room ${from.room} is not in the list of rooms`;
  if (theirs < 0) return `the room ${to.room} is not open to others`;
  return theirs < mine ? null : `${from.room} comes before ${to.room}`;
}

function nativeRoom(i: Import): string | null {
  const [from, to] = [placeOf(i.from).name, placeOf(i.to).name];
  if (from === to) return null;
  const uses = nativeUses[from];
  if (uses === undefined) return `the room native/${from} is not in the list of rooms`;
  return uses.includes(to) ? null : `native/${from} may not include native/${to}`;
}

function header(i: Import): string | null {
  const fence = headerFences.find(([pattern]) => pattern.test(i.to));
  const name = placeOf(i.from).name;
  return fence === undefined || fence[1].some((f) => f === name || i.from === `native/${f}`) ? null : `<${i.to}> belongs in native/${fence[1].join(', native/')}`;
}

function packageFence(i: Import): string | null {
  const fence = Object.entries(packageFences).find(([name]) => i.to === name || i.to.startsWith(/[/-]$/.test(name) ? name : `${name}/`));
  if (fence !== undefined) return fence[1].some((f) => under(i.from, f)) ? null : `${i.to} belongs in ${fence[1].join(', ')}`;
  if (!isBuiltin(i.to)) return `${i.to} has no fence; give it one in tests/layers/rules.ts`;
  return i.to.startsWith('node:') ? null : `write node:${i.to}`;
}

interface Place { area: string; name: string; room: string }

/** `runtime/compile/glsl/x.ts` -> area runtime, name compile, room runtime/compile */
function placeOf(path: string): Place {
  const [area = '', name = ''] = path.split('/');
  return { area, name, room: `${area}/${name}` };
}

export function under(path: string, fence: string): boolean {
  return fence.endsWith('/') ? path.startsWith(fence) : path === fence;
}
