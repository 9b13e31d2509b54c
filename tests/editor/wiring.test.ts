import { describe, expect, it } from 'vitest';
import { compile } from '../../runtime/compile/index.ts';
import { seededRandom } from '../../runtime/document/index.ts';
import { addNode, insertIntoWire } from '../../editor/actions/adding.ts';
import { netOf } from '../../editor/actions/surroundings.ts';
import { connect, replug } from '../../editor/actions/wiring.ts';
import { endsOf, fitting, startsOf } from '../../editor/graph/fitting.ts';
import { makeLiveGraph } from '../../editor/graph/live-graph.ts';
import { infoOf } from '../../editor/graph/net.ts';
import { refuses } from '../../editor/graph/rules.ts';
import { patchOf } from '../compile/fixture/patch.ts';
import { examples, readPatch, studio } from './fixture/studio.ts';

const chain = () => patchOf({ n_src: 'util.color', n_fx: 'fx.vhs', n_out: 'util.video_out', n_lfo: 'mod.lfo', n_tone: 'util.oscillator' }, ['n_src.out -> n_fx.inputImage', 'n_fx.out -> n_out.video']);
const catalogOf = (s: Awaited<ReturnType<typeof studio>>) => s.session.store.getState().catalog.catalog;

describe('the rules of the canvas', () => {
  it('are those of the compiler: a wire fits where the compiler takes it', async () => {
    const random = seededRandom(5);
    for (const name of examples) {
      const s = await studio(readPatch(name));
      const net = netOf(s.session.store.getState());
      const nodes = Object.keys(net.scope.nodes).map((id) => ({ id, info: infoOf(net, id)! })).filter((n) => n.info !== null);
      const outs = nodes.flatMap((n) => startsOf(n.id, n.info)), ins = nodes.flatMap((n) => endsOf(n.id, n.info));
      for (let i = 0; i < 30; i++) {
        const from = outs[Math.floor(random() * outs.length)]!, to = ins[Math.floor(random() * ins.length)]!;
        const patch = s.patch();
        const result = compile({ patch: { ...patch, wires: { ...patch.wires, w_zz: { from, to } } }, catalog: catalogOf(s), media: {} });
        const found = result.diagnostics.find((d) => (d.wire === 'w_zz' || d.code === 'cycle'));
        expect([from, to, refuses(net, catalogOf(s), { from, to })?.code ?? null]).toEqual([from, to, found?.code ?? null]);
      }
    }
  });

  it('light exactly the ports that would take the wire', async () => {
    for (const name of ['feedback', 'two-deck']) {
      const s = await studio(readPatch(name));
      const net = netOf(s.session.store.getState());
      const ids = Object.keys(net.scope.nodes);
      for (const id of ids) {
        for (const port of startsOf(id, infoOf(net, id)!)) {
          const type = infoOf(net, id)!.type.outlets.find((o) => port.endsWith(`.${o.name}`))!.type;
          const lit = fitting(net, catalogOf(s), { port, side: 'outlet', type });
          const all = ids.flatMap((other) => endsOf(other, infoOf(net, other)!));
          expect([...lit].sort()).toEqual(all.filter((to) => refuses(net, catalogOf(s), { from: port, to, replacing: true }) === null).sort());
        }
      }
    }
  });

  it('let a loop through a frame delay and refuse one without, with the path', async () => {
    const s = await studio(patchOf({ n_a: 'fx.vhs', n_b: 'fx.bloom', n_d: 'util.frame_delay' }, ['n_a.out -> n_b.inputImage', 'n_b.out -> n_d.video']));
    const refused = connect(s.session, 'n_b.out', 'n_a.inputImage');
    expect(refused!.code).toBe('cycle');
    expect(refused!.reason).toContain('n_a → n_b → n_a');
    const delayed = infoOf(netOf(s.session.store.getState()), 'n_d')!.type;
    expect(connect(s.session, `n_d.${delayed.outlets[0]!.name}`, 'n_a.inputImage')).toBeNull();
  });

  it('see through a sub-patch: one with a delay on every way closes loops', async () => {
    const definition = (inner: string, inlet: string, outlet: string) => ({ nodes: { n_x: { type: inner } }, wires: {}, inlets: { in: `n_x.${inlet}` }, outlets: { out: `n_x.${outlet}` } });
    const d = (await studio(patchOf({ n: 'util.frame_delay' })));
    const port = infoOf(netOf(d.session.store.getState()), 'n')!.type;
    const definitions = { held: definition('util.frame_delay', port.inlets[0]!.name, port.outlets[0]!.name), plain: definition('fx.vhs', 'inputImage', 'out') };
    const s = await studio(patchOf({ n_a: 'fx.bloom', n_held: 'patch.held', n_plain: 'patch.plain' }, ['n_a.out -> n_held.in', 'n_a.out -> n_plain.in'], { definitions }));
    expect(connect(s.session, 'n_plain.out', 'n_a.inputImage')!.code).toBe('cycle');
    expect(connect(s.session, 'n_held.out', 'n_a.inputImage')).toBeNull();
  });
});

describe('the live graph', () => {
  it('follows the document, and keeps out what the compiler leaves out', async () => {
    for (const name of examples) {
      const s = await studio(readPatch(name));
      const graph = makeLiveGraph();
      expect([...(await graph.follow(netOf(s.session.store.getState()), catalogOf(s)))]).toEqual([]);
      expect(graph.wires()).toEqual(Object.keys(s.patch().wires).sort());
    }
    const s = await studio(patchOf({ n_a: 'fx.vhs', n_b: 'fx.bloom', n_c: 'util.color', n_t: 'util.oscillator' },
      ['n_a.out -> n_b.inputImage', 'n_b.out -> n_a.inputImage', 'n_c.out -> n_b.inputImage', 'n_t.out -> n_a.amount']));
    const graph = makeLiveGraph();
    const refused = await graph.follow(netOf(s.session.store.getState()), catalogOf(s));
    expect([...refused].map(([id, r]) => [id, r.code])).toEqual([['w_02', 'cycle'], ['w_03', 'wire.occupied'], ['w_04', 'wire.type']]);
  });

  it('takes a wire back in when what stood in its way is gone', async () => {
    const s = await studio(patchOf({ n_a: 'util.color', n_b: 'util.color', n_c: 'fx.vhs' }, ['n_a.out -> n_c.inputImage', 'n_b.out -> n_c.inputImage']));
    const graph = makeLiveGraph();
    expect((await graph.follow(netOf(s.session.store.getState()), catalogOf(s))).has('w_02')).toBe(true);
    s.session.store.setState((st) => ({ document: { ...st.document, patch: { ...st.document.patch, wires: { w_02: st.document.patch.wires.w_02! } } } }));
    expect((await graph.follow(netOf(s.session.store.getState()), catalogOf(s))).size).toBe(0);
    expect(graph.wires()).toEqual(['w_02']);
  });
});

describe('a wire', () => {
  it('to a taken video inlet replaces the one that was there, in one step', async () => {
    const s = await studio(chain());
    connect(s.session, 'n_src.out', 'n_out.video');
    expect(Object.values(s.patch().wires).filter((w) => w.to === 'n_out.video').map((w) => w.from)).toEqual(['n_src.out']);
    expect(s.session.store.getState().history.steps).toHaveLength(1);
  });

  it('to a parameter goes through its stack', async () => {
    const s = await studio(chain());
    connect(s.session, 'n_lfo.out', 'n_fx.amount');
    const wire = Object.values(s.patch().wires).find((w) => w.to === 'n_fx.amount');
    expect(wire).toEqual({ from: 'n_lfo.out', to: 'n_fx.amount', stage: 'modulation', mode: 'add', depth: 0.5 });
  });

  it('that does not fit is refused with what to do', async () => {
    const s = await studio(chain());
    const before = s.text();
    expect(connect(s.session, 'n_tone.out', 'n_fx.amount')!.reason).toBe('Sound becomes a signal through an extraction node: put mod.rms (RMS) between them.');
    expect(s.session.store.getState().view.notices.at(-1)!.kind).toBe('error');
    expect(s.text()).toBe(before);
  });

  it('plugged elsewhere keeps its depth and mode', async () => {
    const s = await studio(patchOf({ n_fx: 'fx.vhs', n_lfo: 'mod.lfo' }, [{ from: 'n_lfo.out', to: 'n_fx.amount', stage: 'modulation', mode: 'multiply', depth: -0.3 }]));
    replug(s.session, 'w_01', 'n_lfo.out', 'n_fx.noise');
    expect(s.patch().wires.w_01).toEqual({ from: 'n_lfo.out', to: 'n_fx.noise', stage: 'modulation', mode: 'multiply', depth: -0.3 });
  });
});

describe('a new node', () => {
  it('dropped from a wire arrives wired', async () => {
    const s = await studio(chain());
    const id = addNode(s.session, 'fx.bloom', { at: { x: 10.4, y: 20 }, loose: { port: 'n_src.out', side: 'outlet', type: 'video' } })!;
    expect(s.patch().layout[id]).toEqual({ x: 10, y: 20 });
    expect(Object.values(s.patch().wires)).toContainEqual({ from: 'n_src.out', to: `${id}.inputImage` });
    expect([...s.session.store.getState().selection.nodes]).toEqual([id]);
  });

  it('put on a wire goes between, and the modulation behind it stays', async () => {
    const s = await studio(patchOf({ n_lfo: 'mod.lfo', n_fx: 'fx.vhs' }, [{ from: 'n_lfo.out', to: 'n_fx.amount', stage: 'modulation', mode: 'set', depth: 0.4 }]));
    const id = addNode(s.session, 'op.smooth', { at: { x: 0, y: 0 }, wire: 'w_01' })!;
    const wires = Object.values(s.patch().wires);
    expect(wires).toHaveLength(2);
    expect(wires.find((w) => w.to === 'n_fx.amount')).toEqual({ from: `${id}.out`, to: 'n_fx.amount', stage: 'modulation', mode: 'set', depth: 0.4 });
    expect(wires.find((w) => w.to.startsWith(`${id}.`))).toEqual({ from: 'n_lfo.out', to: `${id}.in` });
  });

  it('that lies on a wire goes in only when it fits and has no wires of its own', async () => {
    const s = await studio(patchOf({ n_a: 'util.color', n_b: 'util.video_out', n_new: 'fx.vhs', n_tone: 'util.oscillator' }, ['n_a.out -> n_b.video']));
    expect(insertIntoWire(s.session, 'n_tone', 'w_01')).toBe(false);
    expect(insertIntoWire(s.session, 'n_new', 'w_01')).toBe(true);
    expect(insertIntoWire(s.session, 'n_new', 'w_01')).toBe(false);
    expect(s.patch().wires.w_01).toEqual({ from: 'n_a.out', to: 'n_new.inputImage' });
  });
});
