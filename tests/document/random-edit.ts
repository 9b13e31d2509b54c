/** Edits as a hasty user makes them: most fit, some do not. */
import type { Edit, Patch, PatchNode, Wire } from '../../runtime/document/index.ts';

export function randomEdit(patch: Patch, random: () => number, depth = 0): Edit {
  const upTo = (n: number) => Math.floor(random() * n);
  const pick = <T>(list: readonly T[]): T => list[upTo(list.length)]!;
  const chance = (p: number) => random() < p;
  const names = Object.keys(patch.definitions);
  const inside = names.length > 0 && chance(0.4) ? pick(names) : undefined;
  const where = inside === undefined ? {} : { in: inside };
  const scope = inside === undefined ? patch : patch.definitions[inside]!;
  const [nodes, wires] = [Object.keys(scope.nodes), Object.keys(scope.wires)];
  const fresh = (prefix: string) => `${prefix}_${upTo(60)}`;
  const node = () => (nodes.length === 0 || chance(0.03) ? fresh('n') : pick(nodes));
  const some = (list: string[]) => list.filter(() => chance(Math.min(0.5, 3 / list.length)));
  const port = () => `${node()}.${pick(['out', 'in', 'amount', 'tint.r', '$mix'])}`;
  const type = () => (names.length > 0 && chance(0.2) ? `patch.${pick(names)}` : pick(['fx.vhs', 'util.blend', 'mod.lfo']));
  const value = () => pick<never>([0.5, -0, true, 'text', [0, 1], { stops: [{ at: 0 }] }, null, random()] as never[]);
  const aNode = (): PatchNode => ({ type: type(), ...(chance(0.5) ? { params: { amount: random() } } : {}), ...(chance(0.2) ? { own: [1] } : {}) });
  const aWire = (): Wire => ({ from: port(), to: port(), ...(chance(0.4) ? { stage: 'modulation', mode: 'add', depth: random() * 2.1 - 1 } : {}) });
  const place = () => ({ x: upTo(1000), y: random() * 1000 });
  const media = Object.keys(patch.media);
  const note = () => pick([...Object.keys(patch.notes ?? {}), fresh('t')]);

  const makers: (() => Edit)[] = [
    () => ({ op: 'addNode', ...where, id: fresh('n'), node: aNode(), ...(chance(0.7) ? { at: place() } : {}) }),
    () => ({ op: 'addNode', ...where, id: fresh('n'), node: aNode() }),
    () => ({ op: 'removeNodes', ...where, ids: chance(0.7) ? [node()] : some(nodes) }),
    () => ({ op: 'setParam', ...where, id: node(), param: pick(['amount', '$mix', 'curve']), ...(chance(0.8) ? { value: value() } : {}) }),
    () => ({ op: 'setType', ...where, id: node(), type: type() }),
    () => ({ op: 'setTitle', ...where, id: node(), ...(chance(0.7) ? { title: fresh('Title') } : {}) }),
    () => ({ op: 'setMedia', ...where, id: node(), ...(chance(0.7) ? { media: pick([...media, 'm_none']) } : {}) }),
    () => ({ op: 'setData', ...where, id: node(), ...(chance(0.7) ? { data: value() } : {}) }),
    () => ({ op: 'setNodeSeed', ...where, id: node(), ...(chance(0.7) ? { seed: upTo(100) } : {}) }),
    () => ({ op: 'connect', ...where, id: fresh('w'), wire: aWire() }),
    () => ({ op: 'connect', ...where, id: fresh('w'), wire: aWire() }),
    () => ({ op: 'connect', ...where, id: fresh('w'), wire: aWire() }),
    () => ({ op: 'disconnect', ...where, ids: wires.length > 0 ? [pick(wires)] : [fresh('w')] }),
    () => ({ op: 'setWire', ...where, id: wires.length > 0 ? pick(wires) : fresh('w'), wire: aWire() }),
    () => ({ op: 'move', ...where, places: Object.fromEntries(some(nodes).map((id) => [id, place()])) }),
    () => ({ op: 'addNote', id: note(), note: { text: 'A note', ...place() } }),
    () => ({ op: 'editNote', id: note(), note: { text: fresh('Note') } }),
    () => ({ op: 'removeNote', id: note() }),
    () => ({ op: 'setPatchTitle', title: fresh('Patch') }),
    () => ({ op: 'setSeed', seed: upTo(1000) }),
    () => ({ op: 'setCanvas', canvas: { width: upTo(4000), fps: pick([25, '30000/1001']) } }),
    () => ({ op: 'setAudio', audio: { sampleRate: pick([48000, 96000]) } }),
    () => ({ op: 'setTempo', tempo: { bpm: random() * 300 } }),
    () => ({ op: 'setDuration', duration: pick([null, random() * 60]) }),
    () => ({ op: 'addMedia', id: fresh('m'), media: { path: 'a.wav' } }),
    () => ({ op: 'editMedia', id: pick([...media, 'm_none']), media: { path: 'b.wav' } }),
    () => ({ op: 'removeMedia', id: pick([...media, 'm_none']) }),
    () => ({ op: 'editDefinition', name: pick([...names, 'none']), title: fresh('Definition') }),
    () => ({ op: 'removeDefinition', name: pick([...names, 'none']) }),
    () => ({ op: 'group', ...where, ids: some(nodes), name: fresh('d'), as: fresh('n') }),
    () => ({ op: 'ungroup', ...where, id: pick([...nodes.filter((id) => scope.nodes[id]!.type.startsWith('patch.')), node()]) }),
  ];
  if (depth < 2 && chance(0.1)) {
    return { op: 'batch', edits: Array.from({ length: upTo(4) }, () => randomEdit(patch, random, depth + 1)) };
  }
  return pick(makers)();
}
