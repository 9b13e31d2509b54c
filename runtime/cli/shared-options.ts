import type { ParamValue } from '../document/types.ts';
import type { WorkspaceOptions } from '../project/workspace.ts';
import { UsageError, type Arguments, type OptionSpec } from './args.ts';
import type { Context } from './context.ts';

/** Options of every command that opens a patch. */
export const workspaceOptions: readonly OptionSpec[] = [
  { name: 'nodes', value: 'DIR', multiple: true, help: 'also look for node files in DIR' },
  { name: 'library', value: 'DIR', multiple: true, help: 'media may also lie in DIR' },
  { name: 'input', value: 'INLET=FILE', multiple: true, help: 'feed an inlet of a bare .fs or .dsp from a media file' },
  { name: 'set', value: 'NODE.PARAM=VALUE', multiple: true, help: 'lay a value over the one in the patch (JSON or text)' },
  { name: 'size', value: 'WxH', help: 'canvas size in pixels' },
  { name: 'fps', value: 'N|N/D', help: 'frames per second' },
  { name: 'seed', value: 'N', help: "the patch's seed" },
];

export function readWorkspaceOptions(args: Arguments, context: Context): WorkspaceOptions {
  return {
    shippedNodes: context.folders.nodes,
    nodeFolders: args.values('nodes'),
    libraries: args.values('library'),
    dspCache: context.folders.dspCache,
    dspWorker: context.folders.dspWorker,
    env: context.env,
    inputs: args.values('input'),
    set: readSet(args.values('set')),
  };
}

export interface CanvasOverrides { size?: { width: number; height: number }; fps?: number | string; seed?: number; set: Record<string, ParamValue> }

export function readOverrides(args: Arguments): CanvasOverrides {
  const size = args.value('size');
  const fps = args.value('fps');
  const seed = args.value('seed');
  return {
    ...(size === null ? {} : { size: readSize(size) }),
    ...(fps === null ? {} : { fps: readRate(fps) }),
    ...(seed === null ? {} : { seed: readWhole('--seed', seed, 0, 0xffffffff) }),
    set: readSet(args.values('set')),
  };
}

function readSet(list: readonly string[]): Record<string, ParamValue> {
  const set: Record<string, ParamValue> = {};
  for (const text of list) {
    const at = text.indexOf('=');
    const name = text.slice(0, at);
    if (at < 1 || !name.includes('.')) throw new UsageError(`--set ${text}: write it as node.param=value.`);
    set[name] = readValue(text.slice(at + 1));
  }
  return set;
}

/** JSON where it is JSON, else the text itself: 0.5, true, [1,0,0,1], hello */
function readValue(text: string): ParamValue {
  try {
    return JSON.parse(text) as ParamValue;
  } catch {
    return text;
  }
}

function readSize(text: string): { width: number; height: number } {
  const m = /^(\d+)[x×](\d+)$/i.exec(text);
  const [width, height] = [Number(m?.[1]), Number(m?.[2])];
  if (!m || width < 1 || height < 1 || width > 16384 || height > 16384) throw new UsageError(`--size ${text}: write it as WIDTHxHEIGHT, each from 1 to 16384.`);
  return { width, height };
}

function readRate(text: string): number | string {
  const m = /^(\d+)(?:\/(\d+))?$/.exec(text);
  if (!m || Number(m[1]) < 1 || (m[2] !== undefined && Number(m[2]) < 1)) throw new UsageError(`--fps ${text}: write it as a whole number or as a ratio such as 30000/1001.`);
  return m[2] === undefined ? Number(m[1]) : `${m[1]}/${m[2]}`;
}

export function readWhole(option: string, text: string, least: number, most: number): number {
  const n = Number(text);
  if (!/^\d+$/.test(text) || n < least || n > most) throw new UsageError(`${option} ${text}: give a whole number from ${least} to ${most}.`);
  return n;
}

export function readSeconds(option: string, text: string | null): number | null {
  if (text === null) return null;
  const n = Number(text);
  if (text.trim() === '' || !Number.isFinite(n) || n < 0) throw new UsageError(`${option} ${text}: give seconds, 0 or more.`);
  return n;
}
