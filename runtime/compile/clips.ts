/** Media that nodes play: which file, as a clip or an image, and the clock of each clip. */
import type { Diagnostic } from '../document/diagnostic.ts';
import type { ClipRows, PlanMedia } from '../plan/types.ts';
import type { Graph, Task } from './graph.ts';
import type { Table } from './rows.ts';

export interface Clip { clip: number; media: number; rows: ClipRows; fit: number }

export interface Clips {
  media: PlanMedia[];
  /** null: not a clip, or nothing to play */
  of(node: number): Clip | null;
  /** media index of an image node, -1: nothing to show */
  image(node: number): number;
}

/** files: absolute path of a media id; what is missing there is reported by whoever made the table. */
export function placeMedia(
  graph: Graph, order: readonly Task[], table: Table, files: (name: string) => string | undefined, diagnostics: Diagnostic[],
): Clips {
  const media: PlanMedia[] = [];
  const index = new Map<string, number>();
  const clips = new Map<number, Clip>();
  const images = new Map<number, number>();
  const place = (id: string, path: string, kind: PlanMedia['kind']): number => {
    const key = `${kind} ${id}`;
    let i = index.get(key);
    if (i === undefined) {
      index.set(key, (i = media.length));
      media.push({ id, path, kind });
    }
    return i;
  };
  let count = 0;
  for (const { node: i } of order) {
    const node = graph.nodes[i]!;
    const clip = node.ports.domain === 'clip';
    if (!clip && node.type.service?.name !== 'image') continue;
    if (node.media === null) {
      diagnostics.push({
        code: 'media.unknown', severity: 'warning', node: node.path,
        message: `${node.path} has no media and gives ${clip ? 'black and silence' : 'a transparent picture'}. Choose a file for it.`,
      });
      continue;
    }
    const path = files(node.media);
    if (path === undefined) continue;
    if (clip) {
      clips.set(i, {
        clip: count++, media: place(node.media, path, 'clip'), fit: table.row(i, 'fit'),
        rows: {
          rate: table.row(i, 'rate'), start: table.row(i, 'start'), end: table.row(i, 'end'), loop: table.row(i, 'loop'),
          play: table.row(i, 'play'), restart: table.row(i, 'restart'), gain: table.row(i, 'gain'),
        },
      });
    } else images.set(i, place(node.media, path, 'image'));
  }
  return { media, of: (node) => clips.get(node) ?? null, image: (node) => images.get(node) ?? -1 };
}
