/** Which parameters a node shows on its face, and how each reads in few characters. */
import type { NodeType, Param } from '../../runtime/catalog/types.ts';
import type { ParamValue, Patch, PatchNode } from '../../runtime/document/index.ts';
import { own } from '../store/scope.ts';
import { rangeOf, withUnit } from './numbers.ts';
import { numbersOf } from './values.ts';

/** At least this many are filled up with a node's first parameters; a folded node shows at most so many. */
const LEAST = 3, MOST = 4;

/** Wired and stated ones, filled up with the first ones; all when unfolded. In the node's order. */
export function rowsOf(type: NodeType, node: PatchNode, wired: ReadonlySet<string>, unfolded: boolean): { rows: Param[]; hidden: number } {
  const all = type.params.filter((p) => p.name !== '$bypass' || wired.has(p.name));
  if (unfolded) return { rows: all, hidden: 0 };
  const stated = (p: Param) => own(node.params ?? {}, p.name) !== undefined;
  const chosen = new Set(all.filter((p) => wired.has(p.name)));
  for (const p of all) if (chosen.size < MOST && stated(p)) chosen.add(p);
  for (const p of all) if (chosen.size < LEAST && p.container !== true && p.kind !== 'event') chosen.add(p);
  return { rows: all.filter((p) => chosen.has(p)), hidden: all.length - chosen.size };
}

/** "0.62", "screen", "on", "street.mp4". */
export function valueText(param: Param, value: ParamValue): string {
  switch (param.kind) {
    case 'float': return withUnit(numbersOf(param, value)[0]!, rangeOf(param));
    case 'long': {
      const n = numbersOf(param, value)[0]!;
      const at = param.values?.indexOf(n) ?? -1;
      return (at >= 0 ? param.labels?.[at] : undefined) ?? withUnit(n, rangeOf(param));
    }
    case 'bool': return numbersOf(param, value)[0]! > 0.5 ? 'on' : 'off';
    case 'event': return '';
    case 'point2D': return numbersOf(param, value).map((n, i) => withUnit(n, rangeOf(param, i))).join('  ');
    case 'text': return String(value ?? '').split('\n')[0]!;
    case 'file': return String(value ?? '').split('/').at(-1) || 'none';
    default: return '';
  }
}

/** Straight RGBA 0..1 -> CSS. */
export function cssColour(value: ParamValue): string {
  const [r = 0, g = 0, b = 0, a = 1] = Array.isArray(value) ? (value as number[]) : [];
  return `rgb(${[r, g, b].map((c) => Math.round(Math.min(Math.max(c, 0), 1) * 255)).join(' ')} / ${a})`;
}

export function cssGradient(value: ParamValue): string {
  const stops = typeof value === 'object' && value !== null && !Array.isArray(value) && Array.isArray(value.stops) ? (value.stops as { at: number; color: number[] }[]) : [];
  return stops.length === 0 ? 'none' : `linear-gradient(90deg, ${stops.map((s) => `${cssColour(s.color)} ${s.at * 100}%`).join(', ')})`;
}

export function mediaName(patch: Patch, node: PatchNode): string | null {
  const media = node.media === undefined ? undefined : own(patch.media, node.media);
  return media === undefined ? null : media.path.split('/').at(-1) ?? media.path;
}

