/** What the DSP worker wrote about a Faust program -> a node's face: inlets, outlets, parameters. */
import type { Diagnostic } from '../document/diagnostic.ts';
import { slug, titleOf } from './names.ts';
import type { FaustSource, Inlet, NodeType, Origin, Outlet, Param, WireType } from './types.ts';

export type Rate = FaustSource['rate'];

/** One control as Faust declares it; meta: [unit:..], [scale:..], [style:..], [tooltip:..]. */
export interface FaustControl {
  kind: 'slider' | 'entry' | 'button' | 'checkbox' | 'bargraph';
  label: string;
  address: string;
  init: number;
  min: number;
  max: number;
  step: number;
  meta: Record<string, string>;
}

/** `<key>.json` in the cache. */
export interface FaustFacts {
  format: number;
  inputs: number;
  outputs: number;
  controls: FaustControl[];
  meta: Record<string, string>;
  /** there is a program for this many voices at once beside it; absent: see `narrow` for why not */
  wide?: { lanes: number };
  narrow?: string;
}

export interface FaustProgram {
  path: string;
  id: string;
  origin: Origin;
  /** where the program does not say */
  rate: 'signal' | 'audio';
  hash: string;
  key: string;
  machineCode: string;
  /** where the program for several voices is, if the facts say that there is one */
  wide?: string;
  facts: FaustFacts;
}

const feeds = ['time', 'beat', 'frame', 'seed'] as const;

/** type null: the ports that the file names do not fit the program. */
export function faustNode(program: FaustProgram): { type: NodeType | null; diagnostics: Diagnostic[] } {
  const { facts, path, id, origin, hash, key, machineCode } = program;
  const { meta } = facts;
  const diagnostics: Diagnostic[] = [];
  const broken = (what: string): { type: null; diagnostics: Diagnostic[] } => ({
    type: null,
    diagnostics: [...diagnostics, { code: 'node.broken', severity: 'error', file: path, message: `The node file '${path}' ${what}.` }],
  });
  const warn = (what: string): void => {
    diagnostics.push({ code: 'node.broken', severity: 'warning', file: path, message: `In the node file '${path}' ${what}.` });
  };

  const said = meta['weft_rate'];
  if (said !== undefined && !['signal', 'audio', 'extract'].includes(said)) {
    return broken(`declares weft_rate "${said}"; it can be "signal", "audio" or "extract"`);
  }
  const rate = (said as Rate | undefined) ?? program.rate;
  const inletType: WireType = rate === 'signal' ? 'signal' : 'audio';
  const outletType: WireType = rate === 'audio' ? 'audio' : 'signal';

  const ins = ports(meta['weft_inlets'], facts.inputs, inletType, 'in');
  if (typeof ins === 'string') return broken(`has weft_inlets that do not fit: ${ins}`);
  const outs = ports(meta['weft_outlets'], facts.outputs, outletType, 'out');
  if (typeof outs === 'string') return broken(`has weft_outlets that do not fit: ${outs}`);

  const describe = (side: 'inlet' | 'outlet', name: string): { title: string; description?: string } => {
    const description = meta[`weft_${side}_${name}`];
    return { title: titleOf(name), ...(description === undefined ? {} : { description }) };
  };
  const inlets: Inlet[] = ins.map((port) => {
    const feed = port.channels === 1 ? feeds.find((f) => f === port.name) : undefined;
    return { ...port, type: inletType, ...describe('inlet', port.name), ...(feed === undefined ? {} : { feed }) };
  });
  const outlets: Outlet[] = outs.map((port) => ({ ...port, type: outletType, ...describe('outlet', port.name) }));

  const params: Param[] = [];
  const zones: FaustSource['zones'] = [];
  const taken = new Set([...inlets, ...outlets].map((port) => port.name));
  for (const control of facts.controls) {
    if (control.kind === 'bargraph') continue;
    const name = freeName(control.label, taken, warn);
    taken.add(name);
    params.push(param(name, control, warn));
    zones.push({ param: name, address: control.address, button: control.kind === 'button' });
  }

  const fileName = path.slice(path.lastIndexOf('/') + 1).replace(/\.dsp$/i, '');
  return {
    type: {
      id, kind: 'faust', file: path, origin, hash,
      title: meta['weft_title'] ?? (meta['name'] !== undefined && meta['name'] !== 'program' ? meta['name'] : titleOf(fileName)),
      description: meta['description'] ?? '',
      category: meta['weft_category'] ?? (rate === 'audio' ? 'Sound' : 'Signal'),
      search: words(meta['weft_search']),
      inlets, outlets, params, container: false,
      faust: { rate, key, machineCode, ...(facts.wide && program.wide !== undefined ? { wide: program.wide } : {}), inputs: facts.inputs, outputs: facts.outputs, zones },
    },
    diagnostics,
  };
}

/** "in[2], side" -> names and channels, covering `count` channels; else a sentence of what does not fit. */
function ports(declared: string | undefined, count: number, type: WireType, base: string): { name: string; channels: number }[] | string {
  if (declared === undefined) {
    if (count === 0) return [];
    if (type === 'audio') return [{ name: base, channels: count }];
    return count === 1 ? [{ name: base, channels: 1 }] : Array.from({ length: count }, (_, i) => ({ name: `${base}${i + 1}`, channels: 1 }));
  }
  const list: { name: string; channels: number }[] = [];
  for (const word of words(declared)) {
    const form = /^([A-Za-z_]\w*)(?:\s*\[\s*(\d{1,3})\s*\])?$/.exec(word);
    if (!form) return `"${word}" is not a name, or a name with a number of channels as in "in[2]"`;
    const name = form[1]!;
    const channels = form[2] === undefined ? 1 : Number(form[2]);
    if (channels < 1) return `"${word}" has no channel`;
    if (type === 'signal' && channels > 1) return `"${word}" has several channels, but carries a signal, which has one`;
    if (list.some((p) => p.name === name)) return `"${name}" occurs twice`;
    list.push({ name, channels });
  }
  const sum = list.reduce((n, p) => n + p.channels, 0);
  return sum === count ? list : `they have ${sum} channels, the program has ${count}`;
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(',').map((w) => w.trim()).filter((w) => w !== '');
}

function freeName(label: string, taken: ReadonlySet<string>, warn: (what: string) => void): string {
  const plain = slug(label);
  const name = plain === '' ? 'param' : /^\d/.test(plain) ? `_${plain}` : plain;
  if (!taken.has(name)) return name;
  let n = 2;
  while (taken.has(`${name}_${n}`)) n += 1;
  warn(`two ports or controls are called "${name}"; the control "${label}" becomes ${name}_${n}. Give it a label of its own`);
  return `${name}_${n}`;
}

function param(name: string, control: FaustControl, warn: (what: string) => void): Param {
  const { label, init, min, max, step, meta } = control;
  const common = {
    name, title: label,
    ...(meta['tooltip'] === undefined ? {} : { description: meta['tooltip'] }),
    ...(meta['unit'] === undefined ? {} : { unit: meta['unit'] }),
  };
  if (control.kind === 'button') return { ...common, kind: 'event', scale: 'linear', min: 0, max: 1, default: false };
  if (control.kind === 'checkbox') return { ...common, kind: 'bool', scale: 'linear', min: 0, max: 1, default: init > 0.5 };

  const value = Math.min(max, Math.max(min, init));
  const menu = menuOf(meta['style']);
  if (menu) return { ...common, kind: 'long', scale: 'linear', min, max, default: value, step: 1, values: menu.map((m) => m.value), labels: menu.map((m) => m.label) };
  const whole = control.kind === 'entry' && [min, max, init].every(Number.isInteger) && step === 1;
  let scale: Param['scale'] = 'linear';
  if (meta['scale'] === 'log') {
    if (min > 0) scale = 'log';
    else warn(`the control "${label}" asks for a logarithmic scale, which needs a range above 0; it is linear`);
  }
  return { ...common, kind: whole ? 'long' : 'float', scale, min, max, default: value, ...(step > 0 ? { step } : {}) };
}

/** "menu{'low':0;'high':1}" -> its entries. */
function menuOf(style: string | undefined): { label: string; value: number }[] | null {
  const body = /^\s*(?:menu|radio)\s*\{(.*)\}\s*$/s.exec(style ?? '')?.[1];
  if (body === undefined) return null;
  const entries = [...body.matchAll(/'([^']*)'\s*:\s*(-?[\d.]+)/g)].map((m) => ({ label: m[1]!, value: Number(m[2]) }));
  return entries.length > 0 && entries.every((e) => Number.isFinite(e.value)) ? entries : null;
}
