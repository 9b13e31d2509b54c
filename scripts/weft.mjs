#!/usr/bin/env node
// The weft command: runs runtime/cli/main.ts as it is.
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

register();
await import(fileURLToPath(new URL('../runtime/cli/main.ts', import.meta.url)));
