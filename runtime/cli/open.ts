import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, homedir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Host, loadRings, makeSite, Project, type Rings } from '../host/index.ts';
import { readArguments, UsageError } from './args.ts';
import { exit, type Context } from './context.ts';
import { openSpec } from './open-spec.ts';
import { printDiagnostics } from './print.ts';
import { readWhole } from './shared-options.ts';

/** Bytes; the house's share of memory. */
const MOST_BUDGET = 10 * 2 ** 30;

export async function open(argv: readonly string[], context: Context): Promise<number> {
  const args = readArguments(openSpec, argv);
  if (args.operands.length > 1) throw new UsageError('weft open takes one patch.');
  const file = args.operands[0] ?? join(context.root, 'graphs/examples/first-light.weft.json');
  const port = args.value('port');
  const block = args.value('block');
  const { terminal, folders } = context;
  const state = join(context.env.XDG_STATE_HOME || join(homedir(), '.local/state'), 'weft/journals');
  const assets = makeSite(context.root);
  assets.catch(() => {});
  const opened = await Project.open(file, state);
  if (!opened.ok) {
    if (args.flag('json')) terminal.out(`${JSON.stringify({ ok: false, diagnostics: opened.diagnostics })}\n`);
    else printDiagnostics(opened.diagnostics, terminal);
    return exit.input;
  }
  const { project } = opened;
  let end = () => {};
  const ended = new Promise<void>((done) => { end = done; });
  const release = context.interrupts.take(() => end());
  let host: Host;
  try {
    host = await Host.open({
      project, port: port === null ? 0 : readWhole('--port', port, 1, 65_535), assets, rings: rings(context), env: context.env,
      log: (text) => terminal.err(text),
      engine: {
        root: context.root, player: args.flag('no-engine') ? 'null' : 'native',
        device: { name: args.value('device') ?? '', ...(block === null ? {} : { block: readWhole('--block', block, 32, 2048) }) },
        shippedNodes: folders.nodes, nodeFolders: args.values('nodes'), libraries: args.values('library'), dspCache: folders.dspCache, dspWorker: folders.dspWorker,
        shaderCache: folders.shaderCache, fonts: folders.fonts, budgetBytes: Math.min(MOST_BUDGET, Math.floor(totalmem() / 4)), decodeThreads: Math.max(1, Math.min(4, cpus().length - 1)),
      },
    });
  } catch (error) {
    await project.close();
    if (error instanceof UsageError) throw error;
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new UsageError(`--port ${port}: another program has this port. Leave --port out to take any that is free.`);
  }
  if (args.flag('json')) terminal.out(`${JSON.stringify({ ok: true, address: host.address, file: project.file, readOnly: project.readOnly })}\n`);
  else terminal.out(`${host.address}\n`);
  if (project.heldBy) terminal.err(`'${project.file}' is open in another Weft (process ${project.heldBy.pid}): here it can only be watched.\n`);
  if (project.conflict) terminal.err('The file was changed after Weft last had it, and there are changes that were never saved: the page asks which goes on.\n');
  if (!args.flag('no-browser')) browse(host.address);
  await ended;
  await host.close();
  release();
  return exit.ok;
}

/** A window of its own where there is a Chromium, else the browser of the desktop. Nothing is said where there is neither. */
function browse(address: string): void {
  const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => existsSync(p));
  const [program, argv] = chromium ? [chromium, [`--app=${address}`]] : ['xdg-open', [address]];
  const child = spawn(program!, argv as string[], { detached: true, stdio: 'ignore' });
  child.on('error', () => {});
  child.unref();
}

/** null where ring.node has not been built: everything but the picture is there */
function rings(context: Context): Rings | null {
  try {
    return loadRings(context.root);
  } catch (error) {
    context.terminal.err(`${(error as Error).message}\n`);
    return null;
  }
}
