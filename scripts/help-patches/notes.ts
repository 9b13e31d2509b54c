/** The notes of a help patch: one about the node, one for each parameter. */
import type { NodeType, Param } from '../../runtime/catalog/types.ts';
import type { Note, ParamValue } from '../../runtime/document/types.ts';

const WIDTH = 280;
const GAP = 20;
const COLUMNS = 4;
/** letters in a line of a note, and pixels from line to line */
const LETTERS = 40;
const LINE = 20;

export interface Explained {
  /** what to look at or listen to in this patch */
  about: string;
  params: Record<string, ParamValue>;
  /** parameter -> title of the node whose signal moves it */
  moved: ReadonlyMap<string, string>;
  /** more words on a parameter */
  hints: Readonly<Record<string, string>>;
  /** pixels: below all nodes */
  below: number;
}

/** `t_about` stands above the nodes; `t_<parameter>` below them, in columns. */
export function notesOf(type: NodeType, e: Explained): Record<string, Note> {
  const about = { text: `${type.title}: ${type.description} ${e.about}`, x: 0, width: 2 * WIDTH + GAP };
  const notes: Record<string, Note> = { t_about: { text: about.text, x: 0, y: -60 - heightOf(about.text, about.width), width: about.width } };
  const texts = type.params.filter((p) => !p.container).map((p) => [`t_${p.name}`, paramText(p, e)] as const);
  const container = containerText(type);
  if (container !== null) texts.push(['t_container', container]);
  const bottoms = Array.from({ length: COLUMNS }, () => e.below);
  for (const [id, text] of texts) {
    const column = bottoms.indexOf(Math.min(...bottoms));
    notes[id] = { text, x: column * (WIDTH + GAP), y: bottoms[column]!, width: WIDTH };
    bottoms[column]! += heightOf(text, WIDTH) + GAP;
  }
  return notes;
}

/** "Radius: Spread in percent of the picture's height. From 0.5 to 16 %; here 4 %, moved by Slow LFO." */
function paramText(p: Param, e: Explained): string {
  const parts = [`${p.title ?? p.name}: ${p.description ?? ''}`.trim()];
  const range = rangeText(p, e.params[p.name] ?? (p.default as ParamValue));
  const by = e.moved.get(p.name);
  const moved = by === undefined ? '' : `moved by ${by}`;
  if (range !== '') parts.push(moved === '' ? `${range}.` : `${range}, ${moved}.`);
  else if (moved !== '') parts.push(`Here ${moved}.`);
  if (e.hints[p.name]) parts.push(e.hints[p.name]!);
  return parts.join(' ');
}

function rangeText(p: Param, value: ParamValue): string {
  const unit = p.unit === undefined ? '' : p.unit === '°' || p.unit.startsWith('°') || p.unit.startsWith('/') ? p.unit : ` ${p.unit}`;
  if (p.kind === 'float' || (p.kind === 'long' && !p.labels?.length)) {
    return `From ${number(p.min as number)} to ${number(p.max as number)}${unit}; here ${number(value as number)}${unit}`;
  }
  if (p.kind === 'long') {
    const index = p.values?.indexOf(value as number) ?? -1;
    return `${p.labels!.join(', ')}; here ${p.labels![index] ?? String(value)}`;
  }
  if (p.kind === 'bool') return `Here ${value === true ? 'on' : 'off'}`;
  if (p.kind === 'point2D') return `Here ${(value as number[]).map(number).join(', ')}${unit}`;
  return '';
}

/** At most four digits after the point. */
function number(n: number): string {
  return String(Math.round(n * 1e4) / 1e4);
}

function containerText(type: NodeType): string | null {
  const has = (name: string) => type.params.some((p) => p.name === name);
  if (type.container) return 'Mix, Mask, Bypass: every picture effect has these three. Mix goes from the untouched picture at 0 to the effect at 1; a picture in Mask says where the effect acts, white for all of it; Bypass takes the effect out.';
  if (has('$bypass')) return type.outlets[0]?.type === 'signal' && type.inlets[0]?.type === 'signal'
    ? 'Bypass: the signal goes through as it came in. A node without a signal coming in holds its last value.'
    : type.outlets[0]?.type === 'signal' ? 'Bypass: the outlets hold their last value.' : 'Bypass: the sound goes through untouched.';
  return null;
}

function heightOf(text: string, width: number): number {
  return Math.ceil(text.length / (LETTERS * width / WIDTH)) * LINE + 2 * LINE;
}
