import { readArguments, UsageError, type CommandSpec } from './args.ts';
import { exit, type Context } from './context.ts';
import { printDiagnostics } from './print.ts';
import type { MediaInfo } from '../engine/engine.ts';

export const probeSpec: CommandSpec = {
  name: 'probe',
  operands: 'MEDIA',
  summary: 'What a media file holds: container, codecs, exact frame rate, duration, colour, sound.',
  options: [],
};

export async function probe(argv: readonly string[], context: Context): Promise<number> {
  const args = readArguments(probeSpec, argv);
  const path = args.operands[0];
  if (args.operands.length !== 1 || !path) throw new UsageError('Name one media file.');
  const answer = context.engine().probe(path);
  if (!answer.ok) {
    if (args.flag('json')) context.terminal.out(`${JSON.stringify({ ok: false, error: answer.error })}\n`);
    printDiagnostics([{ ...answer.error, severity: 'error', file: path }], context.terminal);
    return exit.input;
  }
  context.terminal.out(args.flag('json') ? `${JSON.stringify({ ok: true, ...answer.value }, null, 2)}\n` : mediaText(answer.value));
  return exit.ok;
}

function mediaText(m: MediaInfo): string {
  const lines = [m.path, `  container   ${m.container}`, `  duration    ${m.duration.toFixed(3)} s`, `  size        ${(m.bytes / 1e6).toFixed(2)} MB`];
  for (const v of m.video) {
    const [num, den] = v.frameRate.split('/').map(Number) as [number, number];
    lines.push(
      `  video       ${v.codec} ${v.width}×${v.height} ${v.pixelFormat}${v.alpha ? ' with alpha' : ''}${v.rotation ? `, turned ${v.rotation}°` : ''}`,
      `  frame rate  ${den === 1 ? num : `${v.frameRate} (${(num / den).toFixed(4)})`} fps, ${v.variable ? 'variable' : 'constant'}, ${v.frames} frames`,
      `  colour      ${v.colorSpace} ${v.colorRange} range, primaries ${v.colorPrimaries}, transfer ${v.colorTransfer}`,
    );
    if (v.sampleAspect !== '1/1') lines.push(`  pixels      ${v.sampleAspect} wide`);
  }
  for (const a of m.audio) lines.push(`  audio       ${a.codec} ${a.sampleRate} Hz ${a.layout || `${a.channels} channels`}, ${a.duration.toFixed(3)} s from ${a.start.toFixed(3)} s`);
  return `${lines.join('\n')}\n`;
}
