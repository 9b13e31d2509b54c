// npm start: set up what is missing, then render the first-light example.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';

setup();
mkdirSync(join(root, 'out'), { recursive: true });
const args = process.argv.length > 2 ? process.argv.slice(2) : ['render', 'graphs/examples/first-light.weft.json', '-o', 'out/first-light.mp4'];
const weft = spawn(process.execPath, [join(root, 'scripts/weft.mjs'), ...args], { cwd: root, stdio: 'inherit' });
// The terminal sends Ctrl-C to both; the render cleans up and decides the exit code.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => weft.kill('SIGTERM'));
weft.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
