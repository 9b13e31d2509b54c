/** npm run ring-layout: writes runtime/protocol/ring-layout.ts from the constants of native/frames/layout.h. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const source = join(root, 'native/frames/layout.h');
export const target = join(root, 'runtime/protocol/ring-layout.ts');

/** `inline constexpr uint32_t kLatestAt = 64;  // why` -> `  latestAt: 64, // why`. What JavaScript's numbers cannot hold becomes a bigint. */
export function layoutText(header: string): string {
  const lines = [...header.matchAll(/^inline constexpr uint(?:32|64)_t k(\w+) = (0x[0-9a-f]+|\d+);(?:\s*\/\/ (.*))?$/gm)].map(([, name, value, why]) => {
    const n = BigInt(value!);
    return `  ${name![0]!.toLowerCase()}${name!.slice(1)}: ${n > BigInt(Number.MAX_SAFE_INTEGER) ? `${n}n` : n},${why ? ` // ${why}` : ''}`;
  });
  const declared = header.match(/inline constexpr/g)?.length ?? 0;
  if (lines.length !== declared) throw new Error(`${declared - lines.length} constants of the layout are not written as one line "inline constexpr uint32_t kName = number;"`);
  return `/** Generated from native/frames/layout.h by npm run ring-layout: the bytes of a frame ring. Change them there. */\nexport const ringLayout = {\n${lines.join('\n')}\n} as const;\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, layoutText(readFileSync(source, 'utf8')));
