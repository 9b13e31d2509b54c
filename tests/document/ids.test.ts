import { describe, expect, it } from 'vitest';
import { formatPort, newId, parsePort, seededRandom, slug } from '../../runtime/document/index.ts';
import { freeName, isId } from '../../runtime/document/ids.ts';

describe('port references', () => {
  it.each([
    ['n_a.out', { path: ['n_a'], port: 'out', component: null }],
    ['n_sub/n-2/3.tint.r', { path: ['n_sub', 'n-2', '3'], port: 'tint', component: 'r' }],
    ['n_a.$mix', { path: ['n_a'], port: '$mix', component: null }],
  ])('%s is read, and written back the same', (text, ref) => {
    expect(parsePort(text)).toEqual(ref);
    expect(formatPort(ref)).toBe(text);
  });

  it.each(['', '.', 'n_a', 'n_a.', '.out', 'n_a/.out', '/n_a.out', 'n a.out', 'n_a.2d', 'n_a.a.b.c', 'n_a.$', 'n_a.a.$r', 'n_a..r', 'n_ä.out', 'n_a.out\n', 'toString.out', 'n_a.constructor', 'n_a/__proto__.out'])(
    '%j is none', (text) => expect(parsePort(text)).toBeNull());
});

describe('ids', () => {
  it('the same seed gives the same ids, and each is an id', () => {
    const ids = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 100 }, () => newId('node', () => false, random));
    };
    expect(ids(7)).toEqual(ids(7));
    expect(ids(7)).not.toEqual(ids(8));
    for (const id of ids(7)) {
      expect(id).toMatch(/^n_[a-z0-9]{6}$/);
      expect(isId(id)).toBe(true);
    }
  });

  it('a taken id is never given', () => {
    const taken = new Set<string>();
    const random = seededRandom(1);
    for (let i = 0; i < 10_000; i++) {
      const id = newId('wire', (t) => taken.has(t), random);
      expect(taken.has(id)).toBe(false);
      taken.add(id);
    }
  });

  it('grows when everything short is taken', () => {
    expect(newId('media', (id) => id.length < 10, seededRandom(3)).length).toBe(10);
  });
});

describe('slugs', () => {
  it.each([['inputImage', 'inputImage'], ['Cut-off (Hz)', 'Cut_off_Hz'], ['  Größe 2 ', 'Gro_e_2'], ['2nd', '_2nd'], ['Café', 'Cafe'], ['__x', '__x'], ['…', ''], ['', '']])(
    '%j becomes %j', (label, name) => {
      expect(slug(label)).toBe(name);
      expect(slug(name)).toBe(name);
    });

  it('a name that is taken gets the first free number', () => {
    expect(freeName('a', () => false)).toBe('a');
    expect(freeName('a', (n) => ['a', 'a_2', 'a_3'].includes(n))).toBe('a_4');
  });
});
