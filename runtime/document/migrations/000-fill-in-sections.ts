/**
 * Version 0 is the short form that people write by hand: whatever is not said has its usual value.
 * Version 1 says everything, so that two files that mean the same are the same.
 */
export const from = 0;

export function migrate(file: Record<string, unknown>): Record<string, unknown> {
  return {
    id: 'p_untitled',
    title: '',
    seed: 0,
    ...file,
    canvas: filled(file.canvas, { width: 1280, height: 720, fps: 30, depth: 8, pictureDelay: 2 }),
    audio: filled(file.audio, { sampleRate: 48000 }),
    tempo: filled(file.tempo, { bpm: 120, beatsPerBar: 4 }),
    media: filled(file.media, {}),
    nodes: filled(file.nodes, {}),
    wires: filled(file.wires, {}),
    definitions: filledDefinitions(filled(file.definitions, {})),
    layout: filled(file.layout, {}),
  };
}

/** Anything that is not an object is left for the schema to refuse. */
function filled(part: unknown, usual: Record<string, unknown>): unknown {
  if (part === undefined) return usual;
  return isObject(part) ? { ...usual, ...part } : part;
}

function filledDefinitions(definitions: unknown): unknown {
  if (!isObject(definitions)) return definitions;
  return Object.fromEntries(
    Object.entries(definitions).map(([name, d]) => [name, filled(d, { nodes: {}, wires: {}, inlets: {}, outlets: {} })]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
