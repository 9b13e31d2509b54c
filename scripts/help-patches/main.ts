/**
 * Makes graphs/help/<type>.weft.json: for the node types named on the command line, else for those that have none.
 * `npm run help-patches -- [--all | TYPE …]`
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { foldersOf } from '../../runtime/cli/context.ts';
import { save } from '../../runtime/document/index.ts';
import { openCatalog } from '../../runtime/project/workspace.ts';
import { compose } from './compose.ts';
import { pictureRecipes } from './picture-recipes.ts';
import { signalRecipes } from './signal-recipes.ts';
import { soundRecipes } from './sound-recipes.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folders = foldersOf(root, process.env);
const recipes = { ...pictureRecipes, ...soundRecipes, ...signalRecipes };

async function main(words: readonly string[]): Promise<void> {
  const catalog = await openCatalog({ shippedNodes: folders.nodes, nodeFolders: [], dspCache: folders.dspCache, dspWorker: folders.dspWorker, env: {} });
  const target = (id: string) => join(root, 'graphs', 'help', `${id}.weft.json`);
  const shipped = [...catalog.types.values()].filter((t) => t.origin === 'shipped').map((t) => t.id).sort();
  const chosen = words.includes('--all') ? shipped : words.length > 0 ? words : shipped.filter((id) => !existsSync(target(id)));
  mkdirSync(dirname(target('')), { recursive: true });
  for (const id of chosen) {
    const type = catalog.types.get(id);
    const recipe = recipes[id];
    if (!type || !recipe) {
      process.exitCode = 1;
      process.stderr.write(`${id}: there is no such ${type ? 'recipe: write one in scripts/help-patches' : 'node'}.\n`);
      continue;
    }
    writeFileSync(target(id), save(compose(type, recipe)));
    process.stdout.write(`graphs/help/${id}.weft.json\n`);
  }
}

await main(process.argv.slice(2));
