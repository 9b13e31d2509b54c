// npm run bench: sets up what is missing, then measures and prints one table.
import { fileURLToPath } from 'node:url';
import { setup } from './setup.mjs';

setup();
const { register } = await import('tsx/esm/api');
register();
await import(fileURLToPath(new URL('../tests/bench/main.ts', import.meta.url)));
