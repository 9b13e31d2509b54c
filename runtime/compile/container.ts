/** The effect container for picture nodes that are no shaders: a shader type that mixes their result with their input. */
import type { NodeType } from '../catalog/types.ts';

export type Containers = WeakMap<NodeType, NodeType>;

export function containerOf(type: NodeType, known: Containers): NodeType {
  let made = known.get(type);
  if (!made) {
    const { service: _, faust: __, ...rest } = type;
    made = {
      ...rest, kind: 'isf',
      inlets: [
        { name: 'inputImage', type: 'video', channels: 1 },
        { name: 'processed', type: 'video', channels: 1 },
        ...type.inlets.filter((i) => i.name === '$mask'),
      ],
      params: type.params.filter((p) => p.container),
      isf: {
        version: 2, fragment: 'void main() { gl_FragColor = IMG_THIS_PIXEL(processed); }\n', vertex: null,
        targets: [], passes: [{ target: null }], imported: [], dataTextures: [], pointwise: false,
      },
    };
    known.set(type, made);
  }
  return made;
}
