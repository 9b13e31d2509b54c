import { basename, dirname, extname, join } from 'node:path';
import { accessSync, constants, existsSync, renameSync, rmSync, statSync, readdirSync } from 'node:fs';
import type { Diagnostic, Result } from '../document/diagnostic.ts';
import type { WriterJob } from '../engine/engine.ts';

export interface Out {
  /** the name the user gave */
  path: string;
  form: WriterJob['form'];
  /** film: pictures and sound. picture: one frame. sequence: a file a frame. sound: sound only. */
  kind: 'film' | 'picture' | 'sequence' | 'sound';
  /** where the engine writes; beside `path`, renamed when whole */
  temporary: string;
  manifest: string;
}

const kinds: Record<WriterJob['form'], Out['kind']> = {
  mp4: 'film', mov: 'film', mkv: 'film', png: 'picture', exr: 'picture', wav: 'sound', aiff: 'sound',
};

const forms: Record<string, WriterJob['form']> = {
  '.mp4': 'mp4', '.mov': 'mov', '.mkv': 'mkv', '.png': 'png', '.exr': 'exr', '.wav': 'wav', '.aiff': 'aiff', '.aif': 'aiff',
};

const NUMBER = /%0?(\d*)d/;

function refused(message: string, code: Diagnostic['code'] = 'output.write'): { ok: false; diagnostics: Diagnostic[] } {
  return { ok: false, diagnostics: [{ code, severity: 'error', message }] };
}

/** Reads OUT: the extension decides the form, a %0Nd makes a sequence. Checks that its folder can be written to. */
export function planOut(path: string): Result<Out> {
  const form = forms[extname(path).toLowerCase()];
  if (!form) return refused(`'${path}' has no form that can be written: end it in ${Object.keys(forms).join(' ')}.`);
  const folder = dirname(path);
  const name = basename(path);
  const numbered = NUMBER.test(name);
  if (NUMBER.test(folder)) return refused(`'${path}': the frame number belongs in the file name, not in the folder.`);
  if (numbered && kinds[form] !== 'picture') return refused(`'${path}': only .png and .exr can be written as a sequence.`);
  if (numbered && name.replace(NUMBER, '').includes('%')) return refused(`'${path}': use one frame number such as %05d.`);
  const folderFault = folderProblem(folder);
  if (folderFault) return refused(folderFault);
  if (!numbered && existsSync(path) && !statSync(path).isFile()) return refused(`'${path}' exists and is not a file.`, 'output.exists');
  const temporary = join(folder, `.${process.pid}.partial.${name}`);
  return { ok: true, diagnostics: [], value: { path, form, kind: numbered ? 'sequence' : kinds[form], temporary, manifest: `${path}.manifest.json` } };
}

function folderProblem(folder: string): string | null {
  if (!existsSync(folder)) return `The folder '${folder}' does not exist: make it first.`;
  if (!statSync(folder).isDirectory()) return `'${folder}' is not a folder.`;
  try {
    accessSync(folder, constants.W_OK);
    return null;
  } catch {
    return `The folder '${folder}' cannot be written to.`;
  }
}

/** Files of a sequence that carry the temporary name, in frame order. */
function temporaryFiles(out: Out): string[] {
  const folder = dirname(out.temporary);
  if (out.kind !== 'sequence') return existsSync(out.temporary) ? [out.temporary] : [];
  const [before, after] = basename(out.temporary).split(NUMBER.exec(out.temporary)![0]) as [string, string];
  return readdirSync(folder)
    .filter((f) => f.startsWith(before) && f.endsWith(after) && /^\d+$/.test(f.slice(before.length, f.length - after.length)))
    .sort()
    .map((f) => join(folder, f));
}

/** Gives what was written its own name; what had that name before is replaced only now. Returns the names. */
export function commitOut(out: Out): string[] {
  const prefix = `.${process.pid}.partial.`;
  return temporaryFiles(out).map((file) => {
    const target = join(dirname(file), basename(file).slice(prefix.length));
    renameSync(file, target);
    return target;
  });
}

/** Removes whatever a failed or cancelled render left. */
export function discardOut(out: Out): void {
  for (const file of temporaryFiles(out)) rmSync(file, { force: true });
}
