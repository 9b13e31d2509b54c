import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { helpText, UsageError, type CommandSpec } from './args.ts';
import { check, checkSpec } from './check.ts';
import { exit, makeContext, processInterrupts, type Context } from './context.ts';
import { doctor, doctorSpec } from './doctor.ts';
import { nodes, nodesSpec } from './nodes.ts';
import { openSpec } from './open-spec.ts';
import { processTerminal } from './print.ts';
import { play, playSpec } from './play.ts';
import { probe, probeSpec } from './probe.ts';
import { render, renderSpec } from './render.ts';

type Command = (argv: readonly string[], context: Context) => Promise<number>;

const commands: readonly (readonly [CommandSpec, Command])[] = [
  [openSpec, async (argv, context) => (await import('./open.ts')).open(argv, context)],
  [renderSpec, render],
  [playSpec, play],
  [checkSpec, check],
  [nodesSpec, nodes],
  [probeSpec, probe],
  [doctorSpec, doctor],
];

function overview(version: string): string {
  const width = Math.max(...commands.map(([spec]) => spec.name.length)) + 2;
  const lines = commands.map(([spec]) => `  ${spec.name.padEnd(width)}${spec.summary}`);
  return [`Weft ${version}`, '', 'weft COMMAND [options]', '', ...lines, '', "'weft COMMAND --help' says more.", ''].join('\n');
}

async function main(argv: readonly string[]): Promise<number> {
  const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  const terminal = processTerminal();
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.out(overview(version));
    return name === undefined ? exit.usage : exit.ok;
  }
  if (name === '--version') {
    terminal.out(`${version}\n`);
    return exit.ok;
  }
  const found = commands.find(([spec]) => spec.name === name);
  if (!found) {
    terminal.err(`There is no command '${name}'.\n\n${overview(version)}`);
    return exit.usage;
  }
  const [spec, command] = found;
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(rest.includes('--json') ? `${JSON.stringify(spec, null, 2)}\n` : helpText(spec));
    return exit.ok;
  }
  try {
    return await command(rest, makeContext({ terminal, root, version, env: process.env, interrupts: processInterrupts() }));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`${error.message}\n`);
    return exit.usage;
  }
}

process.exitCode = await main(process.argv.slice(2));
