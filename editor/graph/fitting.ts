/** Which ports light up while a wire is in the hand. */
import { formatPort, parsePort } from '../../runtime/document/index.ts';
import type { Catalog, NodeType } from '../../runtime/catalog/types.ts';
import { components } from '../../runtime/compile/ports.ts';
import { refusal } from '../../runtime/compile/types.ts';
import type { Loose } from '../store/state.ts';
import { infoOf, type Net } from './net.ts';
import type { TypeInfo } from './node-types.ts';
import { refusesType, upstream } from './rules.ts';

/** Everything a wire could end at, as texts: inlets, then parameters, a component each. */
export function endsOf(node: string, info: TypeInfo): string[] {
  const own = (port: string, component: string | null = null) => formatPort({ path: [node], port, component });
  return [
    ...info.type.inlets.map((i) => own(i.name)),
    ...info.type.params.flatMap((p) => components(p).map((c) => own(p.name, c === '' ? null : c))),
  ];
}

export const startsOf = (node: string, info: TypeInfo): string[] =>
  info.type.outlets.map((o) => formatPort({ path: [node], port: o.name, component: null }));

/** The ports that the loose end may be put to. A taken video inlet fits: its wire gives way. Linear in ports and wires. [any] */
export function fitting(net: Net, catalog: Catalog, loose: Loose, without?: ReadonlySet<string>): ReadonlySet<string> {
  const fits = new Set<string>();
  const fixed = parsePort(loose.port)!.path[0]!;
  const away = without === undefined ? {} : { without };
  if (loose.side === 'outlet') {
    const needs = upstream(net, fixed, without);
    for (const id of Object.keys(net.scope.nodes)) {
      const info = needs.has(id) ? null : infoOf(net, id);
      if (info === null) continue;
      for (const to of endsOf(id, info)) if (refusesType(net, catalog, { from: loose.port, to, replacing: true, ...away }) === null) fits.add(to);
    }
    return fits;
  }
  for (const id of Object.keys(net.scope.nodes)) {
    const info = infoOf(net, id);
    if (info === null) continue;
    const starts = startsOf(id, info).filter((from) => refusesType(net, catalog, { from, to: loose.port, replacing: true, ...away }) === null);
    if (starts.length > 0 && !upstream(net, id, without).has(fixed)) for (const from of starts) fits.add(from);
  }
  return fits;
}

/** The port of a new node of this type that the loose end would go to: its first inlet or outlet that fits, else a parameter. */
export function portFor(type: NodeType, loose: Loose): string | null {
  const none = () => '';
  if (loose.side === 'inlet') {
    return type.outlets.find((o) => refusal(o.type, loose.type, none) === null)?.name ?? null;
  }
  if (loose.type === 'parameter') return null;
  const from = loose.type;
  const inlet = type.inlets.find((i) => !i.name.startsWith('$') && refusal(from, i.type, none) === null);
  if (inlet !== undefined) return inlet.name;
  if (from !== 'signal') return null;
  const param = type.params.find((p) => p.container !== true && components(p).length > 0);
  const component = param === undefined ? '' : components(param)[0]!;
  return param === undefined ? null : component === '' ? param.name : `${param.name}.${component}`;
}
