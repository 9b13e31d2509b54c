/** Which live values are wanted: those of parameters that a wire moves. */
import { parsePort } from '../../runtime/document/index.ts';
import { inletAt, type Net } from '../graph/net.ts';
import type { Entered } from '../store/scope.ts';

/** No more than one message may hold. */
const MOST = 4096;

export function rowsToWatch(net: Net, trail: readonly Entered[]): string[] {
  const prefix = trail.map((t) => `${t.node}/`).join('');
  const rows = net.wires.flatMap(([, wire]) => {
    const into = inletAt(net, wire.to);
    return into !== null && 'param' in into && parsePort(wire.to) !== null ? [prefix + wire.to] : [];
  });
  return [...new Set(rows)].sort().slice(0, MOST);
}
