// Bundles the editor page into build/editor with Vite. --watch: again at every change. --readable: with names, to measure.
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

await build({
  root: join(root, 'editor'),
  // beside whatever path the host serves it from
  base: './',
  configFile: false,
  logLevel: process.argv.includes('--quiet') ? 'error' : 'warn',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: join(root, 'build/editor'), emptyOutDir: true, minify: !process.argv.includes('--readable'), target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 6000,
    watch: process.argv.includes('--watch') ? {} : null,
  },
});
