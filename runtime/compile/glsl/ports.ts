/** An ISF node's ports by their names in the program. */
import type { NodeType, Param } from '../../catalog/types.ts';
import type { Assembled, ParamUniform } from './program.ts';
import { programName } from './vocabulary.ts';

/** float for a bool that fades: $bypass falls to 0 over some frames */
const container: Readonly<Record<string, { name: string; type: 'float' }>> = {
  $mix: { name: 'weft_mix', type: 'float' },
  $bypass: { name: 'weft_bypass', type: 'float' },
};
const kinds: Readonly<Partial<Record<Param['kind'], [ParamUniform['type'], 1 | 2 | 4]>>> = {
  float: ['float', 1], long: ['int', 1], bool: ['bool', 1], event: ['event', 1], color: ['vec4', 4], point2D: ['vec2', 2],
};

export function uniformsOf(type: NodeType): ParamUniform[] {
  const own = type.params.filter((p) => !p.name.startsWith('$')).flatMap((p): ParamUniform[] => {
    const kind = kinds[p.kind];
    return kind ? [{ name: programName(p.name), type: kind[0], param: p.name, components: kind[1] }] : [];
  });
  if (!type.container) return own;
  return [...own, ...Object.entries(container).map(([param, u]) => ({ ...u, param, components: 1 as const }))];
}

/** The declaration of a uniform in GLSL: "bool name". */
export const declaration = (u: ParamUniform): string => `${u.type === 'event' ? 'bool' : u.type} ${u.name}`;

/** The image that the container mixes with: inputImage, else startImage, else the first. */
export function throughInlet(type: NodeType): string | null {
  const videos = type.inlets.filter((i) => i.type === 'video' && i.name !== '$mask').map((i) => i.name);
  return ['inputImage', 'startImage'].find((n) => videos.includes(n)) ?? videos[0] ?? null;
}

export type Pictures = Pick<Assembled, 'images' | 'audioImages' | 'targets' | 'imported' | 'dataTextures'>;

export function picturesOf(type: NodeType, mask: boolean): Pictures {
  const isf = type.isf!;
  const images = type.inlets.filter((i) => i.type === 'video' && i.name !== '$mask')
    .map((i) => ({ name: programName(i.name), inlet: i.name }));
  if (mask && type.container) images.push({ name: 'weft_mask', inlet: '$mask' });
  return {
    images,
    audioImages: type.inlets.flatMap((i) => (i.audioImage ? [{ name: programName(i.name), inlet: i.name, ...i.audioImage }] : [])),
    targets: isf.targets.map((t) => programName(t.name)),
    imported: isf.imported.map((t) => programName(t.name)),
    dataTextures: isf.dataTextures.map((t) => programName(t.name)),
  };
}

/** Samplers of a program, in the order that native code binds them. */
export function samplersOf(type: NodeType, pictures: Pictures): { name: string; cube: boolean }[] {
  const flat = (name: string) => ({ name, cube: false });
  return [
    ...pictures.images.map((i) => flat(i.name)), ...pictures.audioImages.map((a) => flat(a.name)),
    ...pictures.imported.map((name, i) => ({ name, cube: type.isf!.imported[i]!.cube })),
    ...pictures.dataTextures.map(flat), ...pictures.targets.map(flat),
  ];
}
