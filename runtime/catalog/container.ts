/** What every effect has beside its own ports: $mix, $bypass and $mask. */
import type { Inlet, NodeType, Param } from './types.ts';

const mix: Param = {
  name: '$mix', kind: 'float', title: 'Mix', description: 'How much of the effect is seen: 0 gives the picture as it came in.',
  scale: 'linear', min: 0, max: 1, default: 1, container: true,
};
const bypass: Param = {
  name: '$bypass', kind: 'bool', title: 'Bypass', description: 'Lets what comes in pass untouched.',
  scale: 'linear', min: 0, max: 1, default: false, container: true,
};
const mask: Inlet = { name: '$mask', type: 'video', channels: 1, title: 'Mask', description: 'Its brightness says where the effect is seen.' };

/**
 * Takes and gives video: $mix, $bypass and the optional inlet $mask. Takes something and gives signals or sound: $bypass.
 * A delay has neither: what it gives must not depend on what comes in at the same moment.
 */
export function withContainer(type: NodeType): NodeType {
  if (type.service?.delay && type.outlets.some((o) => o.type === 'video')) return { ...type, container: false };
  const container = type.inlets.some((i) => i.type === 'video') && type.outlets.some((o) => o.type === 'video');
  const bypassed = container || (type.inlets.length > 0 && type.outlets.length > 0);
  const added = [...(container ? [mix] : []), ...(bypassed ? [bypass] : [])].filter((p) => !type.params.some((q) => q.name === p.name));
  return {
    ...type, container,
    inlets: container && !type.inlets.some((i) => i.name === mask.name) ? [...type.inlets, mask] : type.inlets,
    params: [...type.params, ...added],
  };
}
