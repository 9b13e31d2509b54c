/** PASSES, PERSISTENT_BUFFERS and IMPORTED of an ISF header. */
import { field, isFields, isName, named, number, text, truth } from './header-fields.ts';
import type { Fields, Problem } from './header-fields.ts';
import { parseSize } from './size-expr.ts';
import type { IsfSource, IsfTarget, SizeExpr } from './types.ts';

const mostPasses = 64;
const mostNamed = 64;

export interface IsfPasses { targets: IsfTarget[]; passes: IsfSource['passes'] }

/** isInput: whether a name is an input that holds a number, for sizes. */
export function readPasses(passes: unknown, persistentBuffers: unknown, isInput: (name: string) => boolean, problems: Problem[]): IsfPasses {
  const targets = new Map<string, IsfTarget>();
  const out: IsfSource['passes'] = [];

  const size = (fields: Fields, key: 'WIDTH' | 'HEIGHT', name: string): SizeExpr => {
    const parsed = parseSize(field(fields, key), isInput);
    if (parsed.ok) return parsed.value;
    problems.push({ severity: 'error', message: `${key} of the target '${name}' cannot be worked out: ${parsed.message}. The size of the canvas is used.` });
    return null;
  };
  const define = (name: string, fields: Fields, persistent: boolean): void => {
    const before = targets.get(name);
    targets.set(name, {
      name,
      width: before?.width ?? size(fields, 'WIDTH', name),
      height: before?.height ?? size(fields, 'HEIGHT', name),
      persistent: persistent || (before?.persistent ?? false),
      float: truth(field(fields, 'FLOAT')) || (before?.float ?? false),
    });
  };

  const list = Array.isArray(passes) ? passes : isFields(passes) ? [passes] : [];
  if (list.length > mostPasses) problems.push({ severity: 'error', message: `The header has ${list.length} passes; a node may have ${mostPasses}. The rest is left out.` });
  for (const entry of list.slice(0, mostPasses)) {
    const fields = isFields(entry) ? entry : {};
    const name = text(field(fields, 'TARGET'));
    if (name === undefined) {
      out.push({ target: null });
    } else if (isName(name)) {
      define(name, fields, truth(field(fields, 'PERSISTENT')));
      out.push({ target: name });
    } else {
      problems.push({ severity: 'error', message: `The target name '${name}' is not one GLSL can use; the pass draws to the output.` });
      out.push({ target: null });
    }
  }
  if (out.length === 0) out.push({ target: null });

  for (const { name, fields } of named(persistentBuffers).slice(0, mostNamed)) {
    if (isName(name)) define(name, fields, true);
    else problems.push({ severity: 'error', message: `The persistent buffer '${name}' has a name GLSL cannot use; it is left out.` });
  }
  return { targets: [...targets.values()], passes: out };
}

/** Paths are as written: relative to the shader. Six of them make a cube map, in the order +x −x +y −y +z −z. */
export function readImported(value: unknown, problems: Problem[]): IsfSource['imported'] {
  const out: IsfSource['imported'] = [];
  for (const { name, fields } of named(value).slice(0, mostNamed)) {
    const path = field(fields, 'PATH');
    const paths = (Array.isArray(path) ? path : [path]).flatMap((p) => text(p) ?? []);
    const cube = text(field(fields, 'TYPE'))?.toLowerCase() === 'cube' || paths.length > 1;
    if (!isName(name)) {
      problems.push({ severity: 'error', message: `The imported image '${name}' has a name GLSL cannot use; it is left out.` });
    } else if (paths.length !== (cube ? 6 : 1)) {
      problems.push({ severity: 'error', message: `The imported image '${name}' needs ${cube ? 'six PATHs' : 'a PATH'}; it is left out.` });
    } else if (!out.some((i) => i.name === name)) {
      out.push({ name, paths, cube });
    }
  }
  return out;
}

/** ISFVSN "2", "2.0", 2; a header without it is of version 1. */
export function readVersion(value: unknown): 1 | 2 {
  return (number(value) ?? 1) >= 2 ? 2 : 1;
}
