/** Which schedule a node belongs to. */
import type { NodeType } from '../catalog/types.ts';

/**
 * signal, audio, extract: Faust programs of the sound schedule. clip: a clock and sound there, pictures in the other.
 * deviceIn: what the sound device hears. picture: shaders, images, text, kernels.
 * screenOut: a picture that goes to a window of its own. delay: a picture from earlier frames. analyse: a picture read into signals.
 */
export type Domain = 'signal' | 'audio' | 'extract' | 'clip' | 'deviceIn' | 'picture' | 'delay' | 'analyse' | 'videoOut' | 'screenOut' | 'audioOut';

export function domainOf(type: NodeType): Domain {
  if (type.faust) return type.faust.rate;
  switch (type.service?.name) {
    case 'clip': return 'clip';
    case 'device_in': return 'deviceIn';
    case 'video_out': return 'videoOut';
    case 'screen_out': return 'screenOut';
    case 'audio_out': return 'audioOut';
    case 'analyse': return 'analyse';
  }
  return type.service?.delay ? 'delay' : 'picture';
}

/** What it gives was there before this frame or block: loops may pass through it. */
export const givesEarlier = (domain: Domain): boolean => domain === 'delay' || domain === 'analyse';
