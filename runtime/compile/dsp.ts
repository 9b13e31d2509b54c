/** The table of Faust programs: each machine code once. */
import type { FaustSource } from '../catalog/types.ts';
import type { DspProgram } from '../plan/types.ts';

export class Dsp {
  readonly programs: DspProgram[] = [];
  private readonly index = new Map<string, number>();

  program(faust: FaustSource): number {
    let i = this.index.get(faust.key);
    if (i === undefined) {
      this.index.set(faust.key, (i = this.programs.length));
      this.programs.push({ key: faust.key, machineCode: faust.machineCode, wide: faust.wide ?? null, inputs: faust.inputs, outputs: faust.outputs });
    }
    return i;
  }
}
