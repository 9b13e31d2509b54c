// npm start: set up what is missing, then open the first-light example. With arguments: any weft command.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';

setup();
const args = process.argv.length > 2 ? process.argv.slice(2) : ['open', 'graphs/examples/first-light.weft.json'];
const weft = spawn(process.execPath, [join(root, 'scripts/weft.mjs'), ...args], { cwd: root, stdio: 'inherit' });
// The terminal sends Ctrl-C to both; weft cleans up and decides the exit code.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => weft.kill('SIGTERM'));
weft.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
