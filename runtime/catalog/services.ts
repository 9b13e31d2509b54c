/** The native services a manifest may name, and the ports each needs. A manifest may add ports and parameters of its own taste. */
import type { NodeType, ParamKind, WireType } from './types.ts';

interface Shape {
  /** exactly these types, in this order */
  inlets: WireType[];
  /** exactly these types, or 'signals': one or more */
  outlets: WireType[] | 'signals' | 'clip';
  params: Record<string, ParamKind>;
  delay: boolean;
  config?: Record<string, readonly string[]>;
}

const clock: Record<string, ParamKind> = {
  rate: 'float', start: 'float', end: 'float', loop: 'long', play: 'bool', restart: 'event', gain: 'float',
};

const shapes: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['clip', { inlets: [], outlets: 'clip', params: clock, delay: false }],
  ['device_in', { inlets: [], outlets: ['audio'], params: { channel: 'long', mono: 'bool', gain: 'float' }, delay: false }],
  ['image', { inlets: [], outlets: ['video'], params: { fit: 'long' }, delay: false }],
  ['text', { inlets: [], outlets: ['video'], params: { text: 'text', size: 'float', color: 'color', position: 'point2D' }, delay: false }],
  ['video_out', { inlets: ['video'], outlets: [], params: {}, delay: false }],
  ['screen_out', {
    inlets: ['video'], outlets: [], delay: false,
    params: { display: 'long', fullscreen: 'bool', topLeft: 'point2D', topRight: 'point2D', bottomLeft: 'point2D', bottomRight: 'point2D' },
  }],
  ['audio_out', { inlets: ['audio'], outlets: [], params: { gain: 'float' }, delay: false }],
  ['frame_delay', { inlets: ['video'], outlets: ['video'], params: { frames: 'long' }, delay: true }],
  ['pixelsort', { inlets: ['video'], outlets: ['video'], params: { low: 'float', high: 'float', direction: 'long', key: 'long', reverse: 'bool' }, delay: false }],
  ['analyse', { inlets: ['video'], outlets: 'signals', params: {}, delay: true, config: { measure: ['luminance', 'motion', 'color', 'edge_density'] } }],
]);

/** What keeps the type from being played by its service, as the end of a sentence; null if nothing does. */
export function serviceProblem(type: Pick<NodeType, 'inlets' | 'outlets' | 'params' | 'service'>): string | null {
  const service = type.service;
  const shape = service && shapes.get(service.name);
  if (!service || !shape) return `names the service '${service?.name ?? ''}', which is not one of ${[...shapes.keys()].join(', ')}`;
  const list = (types: string[]) => (types.length ? types.join(', ') : 'none');

  const inlets = type.inlets.map((i) => i.type);
  if (list(inlets) !== list(shape.inlets)) return `needs these inlets for the service '${service.name}': ${list(shape.inlets)}`;

  const outlets = type.outlets.map((o) => o.type);
  if (shape.outlets === 'signals') {
    if (outlets.length === 0 || outlets.some((o) => o !== 'signal')) return `needs one or more signal outlets for the service '${service.name}'`;
  } else if (shape.outlets === 'clip') {
    if (!['video', 'audio', 'video, audio'].includes(list(outlets))) return `needs an outlet for video, for audio, or both in this order`;
    if (outlets.includes('video') && !type.params.some((p) => p.name === 'fit' && p.kind === 'long')) return `needs the parameter 'fit' of kind long`;
  } else if (list(outlets) !== list(shape.outlets)) {
    return `needs these outlets for the service '${service.name}': ${list(shape.outlets)}`;
  }

  for (const [name, kind] of Object.entries(shape.params)) {
    if (!type.params.some((p) => p.name === name && p.kind === kind)) return `needs the parameter '${name}' of kind ${kind} for the service '${service.name}'`;
  }
  for (const [key, allowed] of Object.entries(shape.config ?? {})) {
    if (!allowed.includes(String(service.config[key]))) return `needs "config": {"${key}": …} to be one of ${allowed.join(', ')}`;
  }
  if (service.delay !== shape.delay) return shape.delay ? `must say "delay": true` : `must not say "delay": true: the service '${service.name}' has no delay`;
  return null;
}
