/** Gives audio buffers and textures their slots: one slot serves several in turn, never two at once. */
import type { PictureStep, SoundStep, Tap } from '../plan/types.ts';

type Access = 'read' | 'write';
/** Calls f for each id a step uses and puts what f returns in its place; all reads come before all writes. */
type Visit<S> = (step: S, f: (id: number, access: Access) => number) => void;

/**
 * fixed: ids 0..fixed-1 keep their number and are never given to others. keep: ids read after the last step.
 * An id is written once, before it is read. What a step writes never shares a slot with what it reads.
 * goesOn: the two steps are computed at once, so neither writes what the other reads.
 * Returns the number of slots.
 */
function allocate<S>(steps: readonly S[], visit: Visit<S>, ids: number, fixed: number, keep: readonly number[], goesOn: (step: S, next: S) => boolean = () => false): { count: number; slot: Int32Array } {
  const last = new Int32Array(ids).fill(-1);
  let at = 0;
  const seen = (id: number): number => {
    last[id] = at;
    return id;
  };
  for (; at < steps.length; at++) visit(steps[at]!, seen);
  for (const id of keep) last[id] = steps.length;
  const slot = new Int32Array(ids).fill(-1);
  for (let id = 0; id < fixed && id < ids; id++) slot[id] = id;
  const free: number[] = [];
  let count = fixed;
  const done: number[] = [];
  const place = (id: number, access: Access): number => {
    if (access === 'write' && slot[id] === -1) slot[id] = free.pop() ?? count++;
    if (id >= fixed && last[id] === at) {
      done.push(slot[id]!);
      last[id] = -1;
    }
    return slot[id]!;
  };
  for (at = 0; at < steps.length; at++) {
    visit(steps[at]!, place);
    if (at + 1 < steps.length && goesOn(steps[at]!, steps[at + 1]!)) continue;
    // free only now: what a step writes must not be what it reads
    while (done.length > 0) free.push(done.pop()!);
  }
  return { count, slot };
}

/** Rewrites the steps and taps; buffers 0..fixed-1 are silence and, where there is one, the master. */
export function shareBuffers(steps: readonly SoundStep[], taps: readonly Tap[], buffers: number, fixed: number): number {
  return allocate(steps, (step, f) => visitSound(step, taps, f), buffers, fixed, [], atOnce).count;
}

const atOnce = (a: SoundStep, b: SoundStep): boolean => a.op === 'dsp' && b.op === 'dsp' && a.together >= 0 && a.together === b.together;

/** Rewrites the steps; returns the number of slots and that of the program picture. */
export function shareTextures(steps: readonly PictureStep[], textures: number, output: number): { textures: number; output: number } {
  const { count, slot } = allocate(steps, visitPicture, textures, 1, output < 0 ? [] : [output]);
  return { textures: count, output: output < 0 ? -1 : slot[output]! };
}

type Renumber = (id: number, access: Access) => number;

function each(list: number[], access: Access, f: Renumber): void {
  for (let i = 0; i < list.length; i++) if (list[i]! >= 0) list[i] = f(list[i]!, access);
}

function visitSound(step: SoundStep, taps: readonly Tap[], f: Renumber): void {
  switch (step.op) {
    case 'dsp':
      if (step.rate === 'signal') return;
      for (const instance of step.instances) each(instance.ins, 'read', f);
      if (step.rate === 'extract') return;
      each(step.through, 'read', f);
      for (const instance of step.instances) each(instance.outs, 'write', f);
      return;
    case 'mix':
      each(step.ins, 'read', f);
      step.out = f(step.out, 'write');
      return;
    case 'ramp': step.out = f(step.out, 'write'); return;
    case 'clip': case 'deviceIn': each(step.outs, 'write', f); return;
    case 'tap': each(taps[step.tap]!.buffers, 'read', f); return;
    case 'out': each(step.ins, 'read', f); return;
    case 'stack': case 'add': case 'fromPicture': return;
  }
}

function visitPicture(step: PictureStep, f: Renumber): void {
  switch (step.op) {
    case 'clip': case 'image': case 'text': case 'delayOut': step.out = f(step.out, 'write'); return;
    case 'delayIn': case 'analyse': case 'screen': step.in = f(step.in, 'read'); return;
    case 'kernel':
      step.ins = step.ins.map((id) => f(id, 'read'));
      step.out = f(step.out, 'write');
      return;
    case 'shader':
      for (const image of step.images) image.texture = f(image.texture, 'read');
      if (step.through >= 0) step.through = f(step.through, 'read');
      step.out = f(step.out, 'write');
      return;
  }
}
