import { parseArgs } from 'node:util';

/** One option of a command, as its help shows it. */
export interface OptionSpec { name: string; short?: string; value?: string; multiple?: boolean; help: string }

export interface CommandSpec {
  name: string;
  summary: string;
  /** positional arguments, e.g. "FILE" */
  operands: string;
  options: readonly OptionSpec[];
  /** closing lines of the help */
  notes?: string;
}

export interface Arguments {
  operands: string[];
  flag(name: string): boolean;
  value(name: string): string | null;
  values(name: string): string[];
}

const common: readonly OptionSpec[] = [
  { name: 'json', help: 'print one JSON object instead of text' },
  { name: 'help', short: 'h', help: 'print this help' },
];

/** A wrong call: the sentence to print; exit code 1. */
export class UsageError extends Error {}

/** Reads argv by the command's table. Throws UsageError on what the table does not know. */
export function readArguments(spec: CommandSpec, argv: readonly string[]): Arguments {
  const options = Object.fromEntries(
    [...spec.options, ...common].map((o) => [
      o.name,
      { type: o.value ? ('string' as const) : ('boolean' as const), multiple: o.multiple ?? false, ...(o.short ? { short: o.short } : {}) },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    return {
      operands: positionals,
      flag: (name) => values[name] === true,
      value: (name) => (typeof values[name] === 'string' ? values[name] : null),
      values: (name) => (Array.isArray(values[name]) ? values[name].map(String) : []),
    };
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}. 'weft ${spec.name} --help' lists the options.`);
  }
}

export function helpText(spec: CommandSpec): string {
  const rows = [...spec.options, ...common].map((o) => {
    const left = `${o.short ? `-${o.short}, ` : ''}--${o.name}${o.value ? ` ${o.value}` : ''}`;
    return [left + (o.multiple ? ' …' : ''), o.help] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  const lines = rows.map(([left, help]) => `  ${left.padEnd(width)}${help}`);
  return [`weft ${spec.name} ${spec.operands}`.trim(), '', `  ${spec.summary}`, '', 'Options', ...lines, ...(spec.notes ? ['', spec.notes] : []), ''].join('\n');
}
