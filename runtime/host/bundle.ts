/** Our own TypeScript made ready to run: one file for each process, thread and page, so that they start at once. */
import { build, type Plugin } from 'esbuild';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Writes the engine process and its compile thread into `folder`. */
export async function bundleEngine(root: string, folder: string): Promise<{ main: string; worker: string }> {
  const from = join(root, 'runtime/engine/process');
  await build({
    entryPoints: { main: join(from, 'main.ts'), worker: join(from, 'compile-worker.ts') }, outdir: folder, outExtension: { '.js': '.mjs' },
    bundle: true, platform: 'node', format: 'esm', target: 'node20', mainFields: ['module', 'main'], logLevel: 'silent', plugins: [installed(root)],
    // what is CommonJS inside asks for Node's own modules in its own way
    banner: { js: "import { createRequire as weftRequire } from 'node:module'; const require = weftRequire(import.meta.url);" },
  });
  return { main: join(folder, 'main.mjs'), worker: join(folder, 'worker.mjs') };
}

/** Packages with native parts stay where they are installed. */
function installed(root: string): Plugin {
  return {
    name: 'installed',
    setup(b) {
      b.onResolve({ filter: /^zeromq$/ }, () => ({ path: pathToFileURL(join(root, 'node_modules/zeromq/lib/index.js')).href, external: true }));
      b.onResolve({ filter: /^fsevents$/ }, () => ({ path: 'fsevents', external: true }));
    },
  };
}

/** The page's script and style, for a browser. */
export async function bundlePage(entry: string): Promise<{ script: Uint8Array; style: Uint8Array }> {
  const made = await build({
    entryPoints: { page: entry }, outdir: '/', write: false, bundle: true, platform: 'browser', format: 'esm', target: 'es2022', minify: true, logLevel: 'silent',
    legalComments: 'none',
  });
  const file = (end: string) => made.outputFiles.find((f) => f.path.endsWith(end))?.contents ?? new Uint8Array();
  return { script: file('.js'), style: file('.css') };
}
