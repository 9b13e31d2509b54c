/** Ranks what can be placed against what is typed: exact, prefix, whole word, substring, several words, fuzzy; then use. */
import type { NodeType } from '../../runtime/catalog/types.ts';
import { portFor } from '../graph/fitting.ts';
import type { Loose } from '../store/state.ts';

export type Kind = 'video' | 'audio' | 'signal';

/** What it is, on the palette and on its node: what it gives, else what it takes. */
export function kindOf(type: Pick<NodeType, 'inlets' | 'outlets'>): Kind {
  return (type.outlets[0] ?? type.inlets.find((i) => !i.name.startsWith('$')))?.type ?? 'signal';
}

export interface Entry {
  type: NodeType;
  /** lower case, ready to be searched */
  title: string;
  id: string;
  words: readonly string[];
  description: string;
}

export function entries(types: Iterable<NodeType>): Entry[] {
  return [...types].map((type) => ({
    type,
    title: type.title.toLowerCase(),
    id: type.id.toLowerCase(),
    words: [...new Set([type.category, ...type.search].map((w) => w.toLowerCase()))],
    description: type.description.toLowerCase(),
  }));
}

export interface Filters { kind?: Kind | null; loose?: Loose | null }

export interface Hits {
  hits: Entry[];
  /** what would match but for the filters */
  hidden: number;
}

/** Linear in the entries. Empty text: all, by use and then by name. */
export function searchPalette(all: readonly Entry[], text: string, used: Readonly<Record<string, number>>, filters: Filters = {}): Hits {
  const query = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const found: { entry: Entry; rank: number }[] = [];
  let hidden = 0;
  for (const entry of all) {
    const rank = query === '' ? 0 : rankOf(entry, query);
    if (rank < 0) continue;
    const shown = (filters.kind == null || kindOf(entry.type) === filters.kind) && (filters.loose == null || portFor(entry.type, filters.loose) !== null);
    if (shown) found.push({ entry, rank: filters.loose != null && !takesItself(entry.type, filters.loose) ? rank + 0.5 : rank });
    else hidden++;
  }
  const uses = (e: Entry) => used[e.type.id] ?? 0;
  found.sort((a, b) => a.rank - b.rank || uses(b.entry) - uses(a.entry) || (a.entry.title < b.entry.title ? -1 : 1));
  return { hits: found.map((f) => f.entry), hidden };
}

/** It has a port of the very type of the loose end, not one that only lets it in. */
function takesItself(type: NodeType, loose: Loose): boolean {
  const ports = loose.side === 'outlet' ? type.inlets.filter((i) => !i.name.startsWith('$')) : type.outlets;
  return ports.some((p) => p.type === (loose.type === 'parameter' ? 'signal' : loose.type));
}

/** 0 is best; -1: no match. What its title says counts before what else it is called, and that before its description. */
function rankOf({ title, id, words, description }: Entry, query: string): number {
  const name = id.slice(id.indexOf('.') + 1).replaceAll('_', ' ');
  if (title === query || name === query || id === query) return 0;
  if (title.startsWith(query) || name.startsWith(query)) return 1;
  if (hasWord(title, query)) return 2;
  if (words.includes(query)) return 3;
  if (title.includes(query) || id.includes(query)) return 4;
  if (words.some((w) => w.startsWith(query))) return 5;
  if (words.some((w) => w.includes(query))) return 6;
  if (hasWord(description, query)) return 7;
  const parts = query.split(' ');
  if (parts.length > 1 && parts.every((p) => title.includes(p) || id.includes(p) || description.includes(p) || words.some((w) => w.includes(p)))) return 8;
  return query.length >= 2 && fuzzy(title, query) ? 9 : -1;
}

const hasWord = (text: string, query: string): boolean => (` ${text.replace(/[^a-z0-9]+/g, ' ')} `).includes(` ${query} `);

/** Its letters, in order, beginning with the first. */
function fuzzy(text: string, query: string): boolean {
  if (text[0] !== query[0]) return false;
  let at = 0;
  for (const c of query) {
    at = text.indexOf(c, at);
    if (at < 0) return false;
    at++;
  }
  return true;
}
