/** Reading single fields of an ISF header, whatever way their author wrote them. */

/** Something in a node file that its author should know; the file loads all the same. */
export interface Problem { severity: 'error' | 'warning'; message: string }

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The field of that name; a lower-case or mixed spelling counts where the exact one is absent. */
export function field(fields: Fields, name: string): unknown {
  if (Object.hasOwn(fields, name)) return fields[name];
  const key = Object.keys(fields).find((k) => k.toUpperCase() === name);
  return key === undefined ? undefined : fields[key];
}

/** A finite number, also from "0.5", true and [0.5]; else undefined. */
export function number(value: unknown): number | undefined {
  if (Array.isArray(value) && value.length === 1) return number(value[0]);
  if (typeof value === 'boolean') return value ? 1 : 0;
  const n = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof n === 'number' && Number.isFinite(n) ? n : undefined;
}

/** True, 1, 1.0 and "true"; everything else is false. */
export function truth(value: unknown): boolean {
  if (typeof value === 'string') return /^(true|yes)$/i.test(value.trim()) || (number(value) ?? 0) > 0.5;
  return (number(value) ?? 0) > 0.5;
}

export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Words from a list or from "one, two". */
export function words(value: unknown): string[] {
  const list = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return list.flatMap((word) => text(word) ?? []);
}

/** Entries of a list of {NAME: …} or of a dictionary by name. */
export function named(value: unknown): { name: string; fields: Fields }[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry) => {
      if (typeof entry === 'string') return [{ name: entry, fields: {} }];
      const name = isFields(entry) ? text(field(entry, 'NAME')) : undefined;
      return name === undefined ? [] : [{ name, fields: entry as Fields }];
    });
  }
  if (!isFields(value)) return [];
  return Object.entries(value).map(([name, entry]) => ({
    name, fields: isFields(entry) ? entry : typeof entry === 'string' || Array.isArray(entry) ? { PATH: entry } : {},
  }));
}

/** Whether GLSL and a port can carry the name. */
export function isName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !name.startsWith('__') && !name.startsWith('gl_') && name.length <= 64;
}
