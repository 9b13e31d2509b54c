import { describe, expect, it } from 'vitest';
import { entries, searchPalette } from '../../editor/actions/palette-search.ts';
import { shippedCatalog } from '../compile/fixture/shipped.ts';

const all = entries((await shippedCatalog()).types.values());
const ids = (text: string, used = {}, filters = {}) => searchPalette(all, text, used, filters).hits.map((e) => e.type.id);

describe('the palette', () => {
  it.each([
    ['exactly', 'blend', 'util.blend'], ['by the beginning', 'kalei', 'fx.kaleidoscope'], ['by a word', 'split', 'fx.rgb_split'],
    ['by what other tools call it', 'moviefile in', 'util.video_in'], ['by several words', 'tape dropouts', 'fx.vhs'], ['by letters', 'kldscp', 'fx.kaleidoscope'],
    ['by its id', 'fx.vhs', 'fx.vhs'],
  ])('finds a node %s', (_, text, id) => expect(ids(text)[0]).toBe(id));

  it('ranks a title before a search word, and then what is used more', () => {
    expect(ids('delay').slice(0, 2).sort()).toEqual(['fx.delay', 'util.frame_delay']);
    expect(ids('delay')[0]).toBe('fx.delay');
    expect(ids('', { 'util.noise_field': 9 })[0]).toBe('util.noise_field');
  });

  it('says what a filter hides', () => {
    const { hits, hidden } = searchPalette(all, 'noise', {}, { kind: 'audio' });
    expect(hits.every((e) => e.type.outlets[0]?.type !== 'video')).toBe(true);
    expect(hidden).toBeGreaterThan(0);
  });

  it('shows what fits a loose end, and only that', () => {
    const fits = ids('', {}, { loose: { port: 'n.out', side: 'outlet', type: 'audio' } });
    expect(fits).toContain('mod.band');
    expect(fits).not.toContain('util.blend');
    const sources = ids('', {}, { loose: { port: 'n.amount', side: 'inlet', type: 'parameter' } });
    expect(sources).toContain('mod.lfo');
    expect(sources).not.toContain('util.color');
  });

  it('finds nothing for nonsense', () => expect(ids('qqxzy')).toEqual([]));
});
