import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments, type CommandSpec } from './args.ts';
import type { SoundDevice } from '../engine/engine.ts';
import { exit, type Context } from './context.ts';

export const doctorSpec: CommandSpec = {
  name: 'doctor',
  operands: '',
  summary: 'What this machine offers: GL, codecs, Faust, audio devices; what is missing and the line that installs it.',
  options: [],
};

interface Finding { what: string; ok: boolean; value: string; remedy?: string }

export async function doctor(argv: readonly string[], context: Context): Promise<number> {
  const args = readArguments(doctorSpec, argv);
  const findings = [node(), ...packages(context), ...engine(context), worker(context)];
  const healthy = findings.every((f) => f.ok);
  if (args.flag('json')) context.terminal.out(`${JSON.stringify({ ok: healthy, findings }, null, 2)}\n`);
  else {
    const width = Math.max(...findings.map((f) => f.what.length)) + 2;
    for (const f of findings) {
      context.terminal.out(`${f.ok ? '  ' : '! '}${f.what.padEnd(width)}${f.value}\n`);
      if (f.remedy) context.terminal.out(`  ${''.padEnd(width)}→ ${f.remedy}\n`);
    }
  }
  return healthy ? exit.ok : exit.input;
}

function node(): Finding {
  return { what: 'Node', ok: true, value: process.versions.node };
}

function packages(context: Context): Finding[] {
  const listed = (JSON.parse(readFileSync(join(context.root, 'scripts/packages.json'), 'utf8')) as { debian: { name: string; alternatives?: string[]; why: string; tests?: boolean }[] }).debian.filter((p) => !p.tests);
  if (spawnSync('dpkg-query', ['--version']).status !== 0) return [{ what: 'system packages', ok: true, value: 'not a Debian system; see scripts/packages.json' }];
  const installed = (name: string) => spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8' }).stdout.startsWith('install ok');
  const missing = listed.filter((p) => ![p.name, ...(p.alternatives ?? [])].some(installed));
  if (missing.length === 0) return [{ what: 'system packages', ok: true, value: `all ${listed.length} installed` }];
  return missing.map((p) => ({ what: p.name, ok: false, value: `missing (${p.why})`, remedy: `sudo apt-get install -y ${p.name}` }));
}

function engine(context: Context): Finding[] {
  try {
    const native = context.engine();
    const gl = native.gl(context.folders.shaderCache);
    const media = native.codecs();
    return [
      gl.ok
        ? { what: 'OpenGL', ok: true, value: `${gl.value.vendor} · ${gl.value.renderer} · ${gl.value.version}${gl.value.software ? ' (software)' : ''}` }
        : { what: 'OpenGL', ok: false, value: gl.error.message, remedy: 'sudo apt-get install -y libegl1 libegl-mesa0 libgl1-mesa-dri' },
      { what: 'shader cache', ok: true, value: context.folders.shaderCache },
      { what: 'Faust', ok: true, value: native.dspIdentity() },
      { what: 'FFmpeg', ok: true, value: media.version },
      ...media.codecs.map((c) => ({ what: `  ${c.name}`, ok: c.present, value: `${c.encoder ? 'writes' : 'reads'} ${c.use}${c.present ? '' : ': not in this FFmpeg'}` })),
      ...devices(native.devices()),
      ...media.install.map((line) => ({ what: 'codecs', ok: false, value: 'some are missing', remedy: line })),
    ];
  } catch (error) {
    return [{ what: 'native engine', ok: false, value: (error as Error).message, remedy: 'npm run setup' }];
  }
}

function worker(context: Context): Finding {
  const there = existsSync(context.folders.dspWorker);
  return { what: 'DSP worker', ok: there, value: there ? 'built' : 'not built', ...(there ? {} : { remedy: 'npm run setup' }) };
}

/** What `weft play --device` takes, in its own words. */
function devices(all: readonly SoundDevice[]): Finding[] {
  const real = all.filter((d) => d.backend !== 'null');
  const row = (d: SoundDevice) => `${d.outputs} out, ${d.inputs} in, ${d.rate} Hz${d.isDefault ? ', the default' : ''}`;
  return [
    { what: 'audio devices', ok: true, value: real.length > 0 ? `${real.length}; 'null' plays without one` : "none; 'null' plays without one" },
    ...real.map((d) => ({ what: `  ${d.id}`, ok: true, value: row(d) })),
  ];
}
