import { readdirSync } from 'node:fs';
import { deepStrictEqual } from 'node:assert';
import { describe, expect, it } from 'vitest';
import { parse, save, VERSION } from '../../runtime/document/index.ts';
import { migrate, migrations } from '../../runtime/document/migrate.ts';
import schema from '../../runtime/document/schema.json' with { type: 'json' };
import { read } from './random-patch.ts';
import { street } from './street.ts';

describe('migrations', () => {
  it('are numbered without gaps, each in a file of its number', () => {
    expect(migrations.map((m) => m.from)).toEqual(migrations.map((_, n) => n));
    const files = readdirSync(new URL('../../runtime/document/migrations/', import.meta.url)).sort();
    expect(files.map((f) => /^(\d{3})-[a-z-]+\.ts$/.exec(f)?.[1])).toEqual(migrations.map((_, n) => String(n).padStart(3, '0')));
  });

  it('lead to the version that the schema describes', () => {
    expect(schema.properties.version.const).toBe(VERSION);
  });

  it('leave a file of the newest version alone', () => {
    const file = JSON.parse(street) as Record<string, unknown>;
    const result = migrate(file);
    expect(result.ok && result.value).toBe(file);
  });

  it('a newer version is refused, with what to do', () => {
    const result = parse(street.replace('"version": 1', '"version": 2'));
    expect(result.diagnostics[0]).toMatchObject({ code: 'doc.version' });
    expect(result.diagnostics[0]!.message).toContain('newer Weft');
  });

  it.each(['-1', '0.5', '"1"', 'null', '1e300', '[]'])('version %s is refused', (version) => {
    const result = parse(street.replace('"version": 1', `"version": ${version}`));
    expect(result.ok).toBe(false);
    expect(['doc.schema', 'doc.version']).toContain(result.diagnostics[0]!.code);
  });
});

describe('000: the short form is filled in', () => {
  it('what is left out has its usual value', () => {
    const patch = read('{ "format": "weft-patch", "version": 0, "nodes": { "n_a": { "type": "fx.vhs" } } }');
    deepStrictEqual(patch, {
      format: 'weft-patch', version: 1, id: 'p_untitled', title: '', seed: 0,
      canvas: { width: 1280, height: 720, fps: 30, depth: 8, pictureDelay: 2 },
      audio: { sampleRate: 48000 }, tempo: { bpm: 120, beatsPerBar: 4 },
      media: {}, nodes: { n_a: { type: 'fx.vhs' } }, wires: {}, definitions: {}, layout: {},
    });
  });

  it('what is said stays, in part and unknown', () => {
    const patch = read('{ "format": "weft-patch", "version": 0, "canvas": { "width": 64 }, "definitions": { "d": { "nodes": { "n": { "type": "t" } } } }, "own": 1 }');
    expect(patch.canvas).toMatchObject({ width: 64, height: 720 });
    expect(patch.definitions.d).toEqual({ nodes: { n: { type: 't' } }, wires: {}, inlets: {}, outlets: {} });
    expect(patch.own).toBe(1);
  });

  it('a whole patch under number 0 is the same patch', () => {
    expect(save(read(street.replace('"version": 1', '"version": 0')))).toBe(street);
  });

  it('what it cannot fill is left for the schema to refuse', () => {
    for (const broken of ['"canvas": 3', '"definitions": []', '"definitions": { "d": 1 }', '"nodes": null', '"tempo": "fast"']) {
      expect(parse(`{ "format": "weft-patch", "version": 0, ${broken} }`).diagnostics[0]?.code).toBe('doc.schema');
    }
  });
});
