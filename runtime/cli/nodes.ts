import type { NodeType, Param } from '../catalog/types.ts';
import { openCatalog } from '../project/workspace.ts';
import { readArguments, type CommandSpec } from './args.ts';
import { exit, type Context } from './context.ts';
import { printDiagnostics } from './print.ts';

export const nodesSpec: CommandSpec = {
  name: 'nodes',
  operands: '[WORD …]',
  summary: 'The nodes that can be placed: inlets, outlets, parameters with units, ranges and scales.',
  options: [{ name: 'nodes', value: 'DIR', multiple: true, help: 'also look for node files in DIR' }],
};

export async function nodes(argv: readonly string[], context: Context): Promise<number> {
  const args = readArguments(nodesSpec, argv);
  const catalog = await openCatalog({
    shippedNodes: context.folders.nodes, nodeFolders: args.values('nodes'), dspCache: context.folders.dspCache, dspWorker: context.folders.dspWorker, env: context.env,
  });
  const words = args.operands.map((w) => w.toLowerCase());
  const shown = [...catalog.types.values()].filter((t) => words.every((w) => [t.id, t.title, t.description, t.category, ...t.search].some((text) => text.toLowerCase().includes(w))));
  if (args.flag('json')) {
    const list = shown.map(({ isf: _isf, faust: _faust, service: _service, ...type }) => type);
    context.terminal.out(`${JSON.stringify({ ok: !catalog.diagnostics.some((d) => d.severity === 'error'), nodes: list, diagnostics: catalog.diagnostics }, null, 2)}\n`);
  } else {
    for (const type of shown) context.terminal.out(words.length > 0 ? whole(type) : `${type.id.padEnd(24)}${type.description}\n`);
    if (words.length === 0) context.terminal.out(`\n${shown.length} nodes. 'weft nodes WORD' shows a node's inlets, outlets and parameters.\n`);
    printDiagnostics(catalog.diagnostics.filter((d) => d.severity !== 'info'), context.terminal);
  }
  return catalog.diagnostics.some((d) => d.severity === 'error') ? exit.input : exit.ok;
}

function whole(t: NodeType): string {
  const port = (p: { name: string; type: string; channels: number }) => `${p.name} (${p.type}${p.channels > 1 ? ` ×${p.channels}` : ''})`;
  const lines = [`${t.id} · ${t.title}`, `  ${t.description}`, `  ${t.category}; also found as ${t.search.join(', ') || '-'}`];
  if (t.inlets.length > 0) lines.push(`  in   ${t.inlets.map(port).join(', ')}`);
  if (t.outlets.length > 0) lines.push(`  out  ${t.outlets.map(port).join(', ')}`);
  const width = Math.max(0, ...t.params.map((p) => p.name.length)) + 2;
  for (const p of t.params) lines.push(`    ${p.name.padEnd(width)}${range(p).padEnd(34)}${p.description ?? ''}`);
  return `${lines.join('\n')}\n\n`;
}

function range(p: Param): string {
  const unit = p.unit ? ` ${p.unit}` : '';
  if (p.kind === 'long' && p.labels) return `${p.labels.join(' | ')}`;
  if (p.kind === 'float' || p.kind === 'long') return `${String(p.min)} … ${String(p.max)}${unit}, ${String(p.default)}${p.scale === 'log' ? ', log' : ''}`;
  return p.kind === 'point2D' || p.kind === 'color' ? `${p.kind} ${JSON.stringify(p.default)}${unit}` : p.kind;
}
