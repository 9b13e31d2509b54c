// Sets up everything Weft needs: system packages, npm packages, native parts, Faust machine code.
// Each step leaves a stamp in build/stamps and is skipped while what it depends on has not changed.
// Plain Node: it must run before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const stamps = join(root, 'build', 'stamps');

class SetupError extends Error {}

/** @param {{tests?: boolean, sanitize?: boolean}} options tests: also what only the tests need; sanitize: the C++ units once more under ASan and UBSan */
export function setup(options = {}) {
  try {
    checkNode();
    mkdirSync(stamps, { recursive: true });
    step('system packages', packagesKey(), () => installPackages(false));
    step('npm packages', fileKey(['package-lock.json', 'package.json']), installNpm, existsSync(join(root, 'node_modules', 'tsx')));
    step('native parts', nativeKey(), () => buildNative('native', ['engine', 'ring', 'weft-dsp'], []), ['engine', 'ring'].every((name) => existsSync(join(root, `build/native/${name}.node`))));
    step('editor page', treeKey(['editor', 'runtime', 'scripts/editor'], ['.ts', '.tsx', '.css', '.html', '.json', '.mjs']) + fileKey(['package-lock.json']), buildEditor, existsSync(join(root, 'build/editor/index.html')));
    if (options.tests) {
      step('system packages of the tests', packagesKey(), () => installPackages(true));
      step('unit tests', nativeKey(), () => buildNative('native', ['units', 'ring-probe'], []));
    }
    if (options.sanitize) step('unit tests with sanitizers', nativeKey(), () => buildNative('sanitize', ['units'], ['-DWEFT_SANITIZE=ON']));
    step('Faust programs', treeKey(['nodes'], ['.dsp', '.lib']) + nativeKey(), warmFaust);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    process.exit(1);
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) throw new SetupError(`Node ${process.versions.node} is too old: Weft needs 20.19 or newer.`);
}

function step(name, key, work, present = true) {
  const stamp = join(stamps, name.replaceAll(' ', '-'));
  if (present && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  console.log(`Setting up ${name} …`);
  const start = Date.now();
  work();
  writeFileSync(stamp, key);
  console.log(`  done in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

function hash(text) {
  return createHash('sha256').update(text).digest('hex');
}

function fileKey(files) {
  return hash(files.map((f) => readFileSync(join(root, f))).join('\0'));
}

/** Names, sizes and times of all files beneath the folders that end in one of the extensions. */
function treeKey(folders, extensions) {
  const lines = [];
  for (const folder of folders) {
    if (!existsSync(join(root, folder))) continue;
    for (const entry of readdirSync(join(root, folder), { recursive: true })) {
      if (!extensions.some((e) => entry.endsWith(e))) continue;
      const s = statSync(join(root, folder, entry));
      lines.push(`${folder}/${entry} ${s.size} ${s.mtimeMs}`);
    }
  }
  return hash(lines.sort().join('\n'));
}

function nativeKey() {
  return treeKey(['native', 'tests/native'], ['.cc', '.h']) + fileKey(['CMakeLists.txt', 'package-lock.json']);
}

function run(command, args, extra = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...extra });
  if (result.error) throw new SetupError(`'${command}' could not be started: ${result.error.message}`);
  if (result.status !== 0) throw new SetupError(`'${command} ${args.join(' ')}' failed.`);
}

function answers(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8' });
  return result.status === 0 ? result.stdout : null;
}

function packagesKey() {
  return fileKey(['scripts/packages.json']);
}

/** tests: what only they need; a machine that lacks it still runs Weft. */
function installPackages(tests) {
  const listed = JSON.parse(readFileSync(join(root, 'scripts/packages.json'), 'utf8')).debian.filter((p) => Boolean(p.tests) === tests);
  if (answers('dpkg-query', ['--version']) === null) {
    console.log('  This is no Debian: install what is listed in scripts/packages.json by your own means.');
    return;
  }
  const installed = (name) => answers('dpkg-query', ['-W', '-f=${Status}', name])?.startsWith('install ok installed') ?? false;
  const missing = listed.filter((p) => ![p.name, ...(p.alternatives ?? [])].some(installed));
  if (missing.length === 0) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (asRoot.length > 0 && answers('sudo', ['-n', 'true']) === null)
    throw new SetupError(`These system packages are missing. Install them, then run the command again:\n\n  sudo apt-get update && sudo apt-get install -y ${missing.map((p) => p.name).join(' ')}\n`);
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=300', ...args];
    run(command, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
  };
  apt('update', '-q');
  const known = (name) => answers('apt-cache', ['show', name]) !== null;
  const names = missing.map((p) => [p.name, ...(p.alternatives ?? [])].find(known) ?? p.name);
  console.log(`  installing ${names.join(' ')}`);
  apt('install', '-q', '-y', '--no-install-recommends', ...names);
}

function installNpm() {
  // npm ci empties the folder first, through a link as well: packages that belong to another checkout stay as they are.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.log('  node_modules is a link: install where it leads to.');
    return;
  }
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

function buildNative(folder, targets, options) {
  const build = join('build', folder);
  run('cmake', ['-S', '.', '-B', build, '-G', 'Ninja', '-Wno-dev', ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
  run('cmake', ['--build', build, '--target', ...targets], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function buildEditor() {
  run(process.execPath, [join(root, 'scripts/editor/build.mjs'), '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function warmFaust() {
  run(process.execPath, [join(root, 'scripts/weft.mjs'), 'nodes', '--json'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setup({ tests: process.argv.includes('--tests') });
