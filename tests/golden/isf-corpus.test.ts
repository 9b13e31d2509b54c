/**
 * The public set of ISF shaders, drawn at their defaults (transitions on their way). WEFT_ISF_CORPUS points at a copy of Vidvox/ISF-Files; the set is
 * not part of Weft. WEFT_ISF_UPDATE=1 writes the table of fingerprints anew.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NodeType } from '../../runtime/catalog/types.ts';
import type { ParamValue } from '../../runtime/document/types.ts';
import { distance, fingerprint, isUniform } from './fixture/fingerprint.ts';
import { openStage, patchOf } from './fixture/stage.ts';
import type { Stage } from './fixture/stage.ts';

interface Table {
  /** parameters set for a shader that shows nothing at its defaults */
  params: Record<string, Record<string, ParamValue>>;
  /** shaders that draw one flat colour at their defaults, and why */
  uniform: Record<string, string>;
  /** shaders that differ from one driver to the next, and why */
  loose: Record<string, string>;
  /** shaders that ask for what GLSL leaves undefined, where constants for their parameters make another picture, and why */
  undefined: Record<string, string>;
  fingerprints: Record<string, string>;
}

const here = dirname(fileURLToPath(import.meta.url));
const file = join(here, 'isf-corpus.json');
const table = JSON.parse(readFileSync(file, 'utf8')) as Table;
const given = process.env.WEFT_ISF_CORPUS;
const corpus = given && (existsSync(join(given, 'ISF')) ? join(given, 'ISF') : given);
const update = process.env.WEFT_ISF_UPDATE === '1';

const FRAMES = 4;
let stage: Stage;
const drawn: Record<string, string> = {};
const flat: string[] = [];

describe.skipIf(!corpus)('the public ISF set draws (set WEFT_ISF_CORPUS to a copy of Vidvox/ISF-Files)', () => {
  beforeAll(async () => {
    stage = await openStage([corpus!, join(here, 'isf')]);
  });
  afterAll(() => {
    if (!update) return;
    const sorted = <T>(all: Record<string, T>) => Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
    const fingerprints = sorted({ ...table.fingerprints, ...drawn });
    const kept = Object.entries(table.uniform).filter(([name]) => !(name in drawn) || flat.includes(name));
    const uniform = sorted({ ...Object.fromEntries(flat.map((name) => [name, 'not yet explained'])), ...Object.fromEntries(kept) });
    writeFileSync(file, `${JSON.stringify({ ...table, uniform, fingerprints }, null, 1)}\n`);
  });

  test('the copy is the one the table was made of', () => {
    const names = [...stage.catalog.types.values()].filter((t) => dirname(t.file) === corpus).map((t) => basename(t.file)).sort();
    expect(names).toHaveLength(321);
    if (!update) expect(names).toEqual(Object.keys(table.fingerprints).sort());
  });

  const names = update ? namesOf(corpus) : Object.keys(table.fingerprints);
  test.each(names)('%s', async (name) => {
    const patch = around([...stage.catalog.types.values()].find((t) => t.file === join(corpus!, name))!);
    // also with the parameters as constants of the program, as large pictures are drawn where GL is software
    for (const constants of update || name in table.undefined ? [false] : [false, true]) {
      const d = await stage.draw(patch, { frames: FRAMES, constants });
      expect(d.diagnostics.filter((x) => x.severity === 'error')).toEqual([]);
      const last = d.pictures[FRAMES - 1]!;
      drawn[name] = fingerprint(last);
      if (isUniform(last)) flat.push(name);
      if (update) return;
      expect(isUniform(last), 'one flat colour').toBe(name in table.uniform);
      const { mean, largest } = distance(drawn[name], table.fingerprints[name]!);
      const loose = name in table.loose;
      expect(mean, `mean difference; ${drawn[name]}`).toBeLessThanOrEqual(loose ? 40 : 3);
      expect(largest, `largest difference; ${drawn[name]}`).toBeLessThanOrEqual(loose ? 255 : 20);
    }
  });
});

const namesOf = (folder: string | undefined): string[] => (folder ? readdirSync(folder).filter((f) => f.endsWith('.fs')).sort() : []);

/** Every picture inlet gets a scene of its own, every sound inlet a chord. */
function around(type: NodeType) {
  const params = { ...(type.inlets.some((i) => i.name === 'endImage') && { progress: 0.4 }), ...table.params[basename(type.file)] };
  const nodes: Record<string, { type: string; params?: Record<string, ParamValue> }> = { n_x: { type: type.id, params } };
  const wires = ['n_x.out -> n_out.video'];
  let scenes = 0;
  for (const inlet of type.inlets) {
    if (inlet.name === '$mask') continue;
    if (inlet.type === 'video') {
      nodes[`n_scene${scenes}`] = { type: stage.id('scene.fs'), params: { variant: scenes % 4 } };
      wires.push(`n_scene${scenes++}.out -> n_x.${inlet.name}`);
    } else {
      nodes.n_chord = { type: stage.id('chord.dsp') };
      wires.push(`n_chord.out -> n_x.${inlet.name}`);
    }
  }
  return patchOf(nodes, wires, { width: 160, height: 90, fps: 5 });
}
