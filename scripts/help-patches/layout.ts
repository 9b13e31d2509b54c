/** Places on the canvas from the wires alone: sources at the left, outputs at the right. */
import type { LayoutItem, PatchNode, Wire } from '../../runtime/document/types.ts';

/** pixels on the canvas */
export const COLUMN = 240;
export const ROW = 160;

/**
 * A node stands one column right of the furthest node that feeds it; rows follow the mean row of what feeds it, with
 * ties in the order of the file. Wires that close a loop are left out. Linear but for sorting.
 */
export function layoutOf(nodes: Record<string, PatchNode>, wires: Record<string, Wire>): Record<string, LayoutItem> {
  const ids = Object.keys(nodes);
  const feeds = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const wire of Object.values(wires)) feeds.get(nodeOf(wire.to))?.push(nodeOf(wire.from));
  const column = columnsOf(ids, feeds);
  const places: Record<string, LayoutItem> = {};
  const last = Math.max(0, ...column.values());
  for (let c = 0; c <= last; c++) {
    const here = ids.filter((id) => column.get(id) === c);
    const wish = new Map(here.map((id, i) => [id, meanRow(feeds.get(id)!, places, i)]));
    here.sort((a, b) => wish.get(a)! - wish.get(b)! || ids.indexOf(a) - ids.indexOf(b));
    let free = 0;
    for (const id of here) {
      const row = Math.max(free, Math.round(wish.get(id)!));
      places[id] = { x: c * COLUMN, y: row * ROW };
      free = row + 1;
    }
  }
  return places;
}

function columnsOf(ids: readonly string[], feeds: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const column = new Map<string, number>();
  const open = new Set<string>();
  const visit = (id: string): number => {
    const known = column.get(id);
    if (known !== undefined) return known;
    // A loop: the wire that closes it does not count.
    if (open.has(id)) return -1;
    open.add(id);
    const c = 1 + Math.max(-1, ...(feeds.get(id) ?? []).map(visit));
    open.delete(id);
    column.set(id, c);
    return c;
  };
  ids.forEach(visit);
  return column;
}

function meanRow(from: readonly string[], places: Readonly<Record<string, LayoutItem>>, fallback: number): number {
  const rows = from.filter((id) => places[id]).map((id) => places[id]!.y / ROW);
  return rows.length > 0 ? rows.reduce((a, b) => a + b, 0) / rows.length : fallback;
}

function nodeOf(port: string): string {
  return port.slice(0, port.indexOf('.'));
}
