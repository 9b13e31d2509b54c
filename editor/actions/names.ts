/** What nodes, ports and parameters are called on screen. */
import type { NodeType, Param } from '../../runtime/catalog/types.ts';
import { parsePort, type PatchNode } from '../../runtime/document/index.ts';
import { infoOf, type Net } from '../graph/net.ts';

export const nodeTitle = (node: PatchNode | undefined, type: NodeType | null | undefined): string => node?.title ?? type?.title ?? node?.type ?? 'node';

export function titleOf(net: Net, id: string): string {
  return nodeTitle(net.scope.nodes[id], infoOf(net, id)?.type);
}

/** "in1" -> "In 1"; "inputImage" -> "Input image"; "$mix" -> "Mix" */
export function spoken(name: string): string {
  const words = name.replace(/^\$/, '').replace(/[_-]+/g, ' ').replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([a-z])(\d)/gi, '$1 $2').toLowerCase().trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const paramTitle = (param: Param): string => param.title ?? spoken(param.name);

/** `n_a.tint.r` -> "Tint r" */
export function portTitle(net: Net, text: string): string {
  const ref = parsePort(text);
  if (ref === null) return text;
  const info = infoOf(net, ref.path[0]!);
  const port = [...(info?.type.inlets ?? []), ...(info?.type.outlets ?? []), ...(info?.type.params ?? [])].find((p) => p.name === ref.port);
  return `${port?.title ?? spoken(ref.port)}${ref.component === null ? '' : ` ${ref.component}`}`;
}
