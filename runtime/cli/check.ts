import { compile } from '../compile/index.ts';
import type { Diagnostic } from '../document/diagnostic.ts';
import { printPlan } from '../plan/print.ts';
import { openWorkspace } from '../project/workspace.ts';
import { readArguments, UsageError, type CommandSpec } from './args.ts';
import { exit, type Context } from './context.ts';
import { printDiagnostics } from './print.ts';
import { readOverrides, readWorkspaceOptions, workspaceOptions } from './shared-options.ts';

export const checkSpec: CommandSpec = {
  name: 'check',
  operands: 'FILE',
  summary: 'Compiles a patch and prepares every node; renders nothing.',
  options: [
    { name: 'plan', help: 'print the schedules as text' },
    { name: 'no-prepare', help: 'do not compile shaders or open media' },
    ...workspaceOptions,
  ],
  notes: 'Exit codes: 0 nothing wrong (warnings aside), 1 wrong call, 2 errors.',
};

export async function check(argv: readonly string[], context: Context): Promise<number> {
  const args = readArguments(checkSpec, argv);
  const file = args.operands[0];
  if (args.operands.length !== 1 || !file) throw new UsageError('Name one patch, .fs or .dsp file.');
  const opened = await openWorkspace(file, readWorkspaceOptions(args, context));
  const diagnostics: Diagnostic[] = [...opened.diagnostics];
  let plan: ReturnType<typeof compile>['plan'] = null;
  if (opened.ok) {
    const w = opened.value;
    const compiled = compile({ patch: w.patch, catalog: w.catalog, media: w.media, overrides: readOverrides(args) });
    plan = compiled.plan;
    diagnostics.push(...compiled.diagnostics);
    if (plan && !args.flag('no-prepare')) {
      const release = context.interrupts.take(() => context.engine().abandon(exit.cancelled));
      diagnostics.push(...(await context.engine().prepare(plan, compiled.bases, {
        startFrame: 0, firstFrame: 0, frames: 0, picture: true, sound: true, half: false, writer: null, date: [2000, 1, 1, 0],
        shaderCache: context.folders.shaderCache, fonts: context.folders.fonts, decodeThreads: 1, budgetBytes: 256 * 2 ** 20,
      })));
      release();
    }
  }
  const good = !diagnostics.some((d) => d.severity === 'error');
  if (args.flag('json')) context.terminal.out(`${JSON.stringify({ ok: good, diagnostics, ...(args.flag('plan') ? { plan } : {}) }, null, 2)}\n`);
  else if (args.flag('plan') && plan) context.terminal.out(printPlan(plan));
  printDiagnostics(diagnostics, context.terminal);
  if (good && !args.flag('json')) {
    context.terminal.err(`${file}: ${plan ? `${plan.nodes.length} nodes, nothing wrong` : 'nothing to play'}.\n`);
  }
  return good ? exit.ok : exit.input;
}
