/** What a Faust program's zones and inlets come to in the plan: the same for every node of its type. */
import type { FaustSource } from '../catalog/types.ts';
import type { GraphNode } from './graph.ts';

export interface FaustShape {
  faust: FaustSource;
  /** row: offset among the node's rows */
  zones: readonly { address: string; row: number; button: boolean }[];
  /** offset of $bypass, -1 without */
  bypass: number;
  /** inlets that wires feed, by index */
  heard: readonly number[];
  /** one channel in: run once per channel of what is wired to it */
  mono: boolean;
}

export function faustShape({ type, ports }: GraphNode): FaustShape {
  const faust = type.faust!;
  const heard = ports.inlets.flatMap((inlet, i) => (inlet.feed === undefined ? [i] : []));
  return {
    faust, heard, bypass: ports.row.get('$bypass') ?? -1,
    zones: faust.zones.flatMap(({ param, address, button }) => {
      const row = ports.row.get(param);
      return row === undefined ? [] : [{ address, row, button }];
    }),
    mono: heard.length > 0 && heard.every((i) => ports.inlets[i]!.channels === 1),
  };
}
