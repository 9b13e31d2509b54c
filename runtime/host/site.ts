/** What the gateway serves: the editor where it has been built, and beside it the small page that only plays. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { bundlePage } from './bundle.ts';
import type { Asset } from './gateway.ts';

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf', '.woff2': 'font/woff2', '.woff': 'font/woff', '.png': 'image/png', '.json': 'application/json', '.wasm': 'application/wasm',
};

/** By path beneath the token. */
export async function makeSite(root: string): Promise<ReadonlyMap<string, Asset>> {
  const site = new Map<string, Asset>();
  const small = join(root, 'editor/live');
  const page = await bundlePage(join(small, 'main.ts'));
  const html: Asset = { type: kinds['.html']!, body: readFileSync(join(small, 'index.html')) };
  const at = (folder: string) => {
    site.set(folder, html);
    site.set(`${folder}page.js`, { type: kinds['.js']!, body: page.script });
    site.set(`${folder}page.css`, { type: kinds['.css']!, body: page.style });
  };
  at('live/');
  const built = join(root, 'build/editor');
  if (existsSync(join(built, 'index.html'))) {
    for (const path of filesBelow(built, '')) site.set(path === 'index.html' ? '' : path, onDisk(join(built, path)));
  } else {
    site.set('', { type: kinds['.html']!, body: '<!doctype html><meta http-equiv="refresh" content="0; url=live/"><title>Weft</title>' });
  }
  return site;
}

/** Read when it is asked for: most of an editor never is. */
function onDisk(path: string): Asset {
  return { type: kinds[extname(path).toLowerCase()] ?? 'application/octet-stream', get body() { return readFileSync(path); } };
}

function filesBelow(folder: string, within: string): string[] {
  return readdirSync(join(folder, within), { withFileTypes: true }).flatMap((e) => {
    const path = within === '' ? e.name : `${within}/${e.name}`;
    return e.isDirectory() ? filesBelow(folder, path) : e.isFile() ? [path] : [];
  });
}
