/** What the rules look at, made of the state: worked out anew only when something in it changed. */
import type { Catalog } from '../../runtime/catalog/types.ts';
import { makeNet, type Net } from '../graph/net.ts';
import { typeTable, type TypeTable } from '../graph/node-types.ts';
import type { EditorState } from '../store/state.ts';
import { shownScope } from '../store/store.ts';

const tables = new WeakMap<Catalog, WeakMap<object, TypeTable>>();
const nets = new WeakMap<TypeTable, WeakMap<object, { wires: object; net: Net }>>();

/** Node types by id, definitions included. */
export function typesOf(state: EditorState): TypeTable {
  const { catalog } = state.catalog;
  const { definitions } = state.document.patch;
  let byDefinitions = tables.get(catalog);
  if (byDefinitions === undefined) tables.set(catalog, (byDefinitions = new WeakMap()));
  let table = byDefinitions.get(definitions);
  if (table === undefined) byDefinitions.set(definitions, (table = typeTable(definitions, catalog)));
  return table;
}

/** The scope that is shown, with its types. */
export function netOf(state: EditorState): Net {
  const types = typesOf(state);
  const scope = shownScope(state);
  let byNodes = nets.get(types);
  if (byNodes === undefined) nets.set(types, (byNodes = new WeakMap()));
  const before = byNodes.get(scope.nodes);
  if (before !== undefined && before.wires === scope.wires) return before.net;
  const net = makeNet(scope, types);
  byNodes.set(scope.nodes, { wires: scope.wires, net });
  return net;
}
