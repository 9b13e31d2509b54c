/** The engine process. Started by the host with its options as one argument; ends with `quit`, or with the host. */
import { rmSync } from 'node:fs';
import { loadNativeEngine } from '../native-engine.ts';
import { openNullLive } from '../null-engine.ts';
import type { OpenLive } from '../live.ts';
import type { EngineOptions } from './options.ts';
import { openServer } from './server.ts';
import { Session } from './session.ts';

/** ms that closing may take before the process ends as it is */
const CLOSING_MS = 2_000;

const options = JSON.parse(process.argv[2] ?? '{}') as EngineOptions;
const worker = new URL(process.argv[3] ?? './compile-worker.ts', import.meta.url);

async function main(): Promise<void> {
  let ending = false;
  const server = await openServer(options);
  const native = options.player === 'native' ? loadNativeEngine(options.root) : null;
  const open: OpenLive = native ? (o) => native.openLive(o) : openNullLive;
  const session = new Session(options, open, worker, (t) => server.tell(t), (error) => {
    process.stderr.write(`engine: ${error.stack ?? error.message}\n`);
    process.exit(70);
  });
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), CLOSING_MS).unref();
    await session.close().catch(() => {});
    server.close();
    for (const socket of ['c', 't']) rmSync(`${options.folder}/${socket}${options.generation}`, { force: true });
    process.exit(0);
  };
  // the host holds the other end: when it is gone, however it went, this one ends
  process.stdin.resume().on('end', () => void end()).on('error', () => void end());
  // Ctrl-C in a terminal goes to the whole group; the host decides
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => void end());
  process.stdout.write('ready\n');
  await server.serve(session);
  await end();
}

await main();
