import { describe, expect, it } from 'vitest';
import { save } from '../../runtime/document/index.ts';
import { addComment, addFrame, editNote, move } from '../../editor/actions/arranging.ts';
import { copy, cut, duplicate, paste } from '../../editor/actions/clipboard.ts';
import { chord, commandOf, usualKeys } from '../../editor/actions/keys.ts';
import { enter, groupSelected, leave, ungroupSelected } from '../../editor/actions/nesting.ts';
import { removeSelected } from '../../editor/actions/removing.ts';
import { select, selectAll, selectNext } from '../../editor/actions/selecting.ts';
import { endGesture, jump, undo } from '../../editor/actions/session.ts';
import { rename, toggleBypass } from '../../editor/actions/values.ts';
import { shownScope } from '../../editor/store/store.ts';
import { patchOf } from '../compile/fixture/patch.ts';
import { readPatch, studio } from './fixture/studio.ts';

const chain = () => patchOf(
  { n_src: 'util.color', n_fx: 'fx.vhs', n_glow: 'fx.bloom', n_out: 'util.video_out', n_lfo: 'mod.lfo' },
  ['n_src.out -> n_fx.inputImage', 'n_fx.out -> n_glow.inputImage', 'n_glow.out -> n_out.video', 'n_lfo.out -> n_fx.amount'],
  { layout: { n_src: { x: 0, y: 0 }, n_fx: { x: 240, y: 0 }, n_glow: { x: 480, y: 0 }, n_out: { x: 720, y: 0 }, n_lfo: { x: 0, y: 200 } } });
const ends = (s: Awaited<ReturnType<typeof studio>>) => Object.values(s.patch().wires).map((w) => `${w.from} -> ${w.to}`).sort();

describe('delete', () => {
  it('closes the wires over one node and over a whole run, in one step', async () => {
    const s = await studio(chain());
    const before = s.text();
    select(s.session, { nodes: ['n_fx', 'n_glow'] });
    removeSelected(s.session);
    expect(ends(s)).toEqual(['n_src.out -> n_out.video']);
    expect(s.session.store.getState().selection.nodes.size).toBe(0);
    undo(s.session);
    expect(s.text()).toBe(before);
  });

  it('leaves a gap where two wires came in, and takes selected wires out for good', async () => {
    const s = await studio(patchOf({ n_a: 'util.color', n_b: 'util.color', n_mix: 'util.blend', n_out: 'util.video_out' },
      ['n_a.out -> n_mix.inputImage', 'n_b.out -> n_mix.layer', 'n_mix.out -> n_out.video']));
    select(s.session, { nodes: ['n_mix'], wires: ['w_01'] });
    removeSelected(s.session);
    expect(ends(s)).toEqual(['n_b.out -> n_out.video']);
    undo(s.session);
    select(s.session, { nodes: ['n_mix'] });
    removeSelected(s.session);
    expect(ends(s)).toEqual([]);
  });
});

describe('the clipboard', () => {
  it('keeps inner wires; with Shift the incoming ones as well', async () => {
    const s = await studio(chain());
    select(s.session, { nodes: ['n_fx', 'n_glow'] });
    duplicate(s.session);
    expect(ends(s)).toHaveLength(5);
    undo(s.session);
    select(s.session, { nodes: ['n_fx', 'n_glow'] });
    duplicate(s.session, true);
    expect(ends(s)).toHaveLength(7);
    const [copyOfFx] = [...s.session.store.getState().selection.nodes].filter((id) => s.patch().nodes[id]!.type === 'fx.vhs');
    expect(ends(s)).toContain(`n_lfo.out -> ${copyOfFx}.amount`);
    expect(s.patch().layout[copyOfFx!]).toEqual({ x: 264, y: 24 });
  });

  it('brings media and definitions along into another patch', async () => {
    const from = await studio(readPatch('first-light'));
    selectAll(from.session);
    groupSelected(from.session, 'Everything');
    const text = copy(from.session)!;
    const into = await studio(patchOf({}));
    expect(paste(into.session, text, { at: { x: 100, y: 50 } })).toBe(true);
    expect(Object.keys(into.patch().definitions)).toEqual(['everything']);
    expect(into.patch().definitions.everything).toEqual(from.patch().definitions.everything);
  });

  it('does nothing with garbage', async () => {
    const s = await studio(chain());
    const before = s.text();
    for (const text of ['', 'hello', '{', 'null', '[]', '{"weft":"clip"}', '{"weft":"clip","nodes":{"a":1},"wires":{},"layout":{}}',
      '{"weft":"clip","nodes":{"__proto__":{"type":"fx.vhs"}},"wires":{"w":{"from":"x","to":"y"}},"layout":{"a":{"x":null,"y":0}}}']) {
      expect(paste(s.session, text)).toBe(false);
    }
    expect(s.text()).toBe(before);
  });

  it('cut is copy and delete', async () => {
    const s = await studio(chain());
    select(s.session, { nodes: ['n_lfo'] });
    const text = cut(s.session)!;
    expect(s.patch().nodes.n_lfo).toBeUndefined();
    paste(s.session, text);
    expect(Object.values(s.patch().nodes).filter((n) => n.type === 'mod.lfo')).toHaveLength(1);
  });
});

describe('a sub-patch', () => {
  it('is made, entered, left and put back, and undo leads home from inside', async () => {
    const s = await studio(chain());
    const before = s.text();
    select(s.session, { nodes: ['n_fx', 'n_glow'] });
    const id = groupSelected(s.session, 'Look of tape')!;
    expect(s.patch().nodes[id]!.type).toBe('patch.look_of_tape');
    expect(enter(s.session, id)).toBe(true);
    expect(Object.keys(shownScope(s.session.store.getState()).nodes).sort()).toEqual(['n_fx', 'n_glow']);
    rename(s.session, 'n_fx', 'Tape');
    expect(s.patch().definitions.look_of_tape!.nodes.n_fx!.title).toBe('Tape');
    jump(s.session, 0);
    expect(s.text()).toBe(before);
    expect(s.session.store.getState().document.trail).toEqual([]);
    jump(s.session, 1);
    expect(enter(s.session, id)).toBe(true);
    leave(s.session);
    ungroupSelected(s.session);
    expect(Object.values(s.patch().nodes).map((n) => n.type).sort()).toEqual(Object.values(chain().nodes).map((n) => n.type).sort());
  });
});

describe('others', () => {
  it('bypass goes on for all and off again, and names a node that cannot', async () => {
    const s = await studio(chain());
    select(s.session, { nodes: ['n_fx', 'n_glow', 'n_out'] });
    toggleBypass(s.session);
    expect([s.patch().nodes.n_fx!.params!.$bypass, s.patch().nodes.n_glow!.params!.$bypass]).toEqual([true, true]);
    toggleBypass(s.session);
    expect(Object.values(s.patch().nodes).some((n) => n.params?.$bypass !== undefined)).toBe(false);
    select(s.session, { nodes: ['n_out'] });
    toggleBypass(s.session);
    expect(s.session.store.getState().view.notices.at(-1)!.text).toContain('cannot be bypassed');
  });

  it('a drag of nodes and notes is one step; what did not move is none', async () => {
    const s = await studio(chain());
    const note = addComment(s.session, { x: 0, y: -100 }, 'Hello')!;
    const frame = addFrame(s.session, { x: -20, y: -40, width: 500, height: 200 }, 'Chain')!;
    for (let i = 1; i <= 5; i++) move(s.session, { nodes: { n_fx: { x: 240 + i, y: i } }, notes: { [note]: { x: i, y: i }, [frame]: { x: 0, y: i } } }, 'drag');
    endGesture(s.session);
    move(s.session, { nodes: { n_fx: { x: 245, y: 5 } } });
    editNote(s.session, frame, { colour: 'violet' });
    expect(s.session.store.getState().history.steps).toHaveLength(4);
    expect(s.patch().notes![frame]).toMatchObject({ text: 'Chain', frame: true, y: 5, colour: 'violet' });
    jump(s.session, 0);
    expect(s.text()).toBe(save(chain()));
  });

  it('the arrows go from node to node as they lie', async () => {
    const s = await studio(chain());
    const at = () => [...s.session.store.getState().selection.nodes];
    select(s.session, { nodes: ['n_src'] });
    selectNext(s.session, 1, 0);
    expect(at()).toEqual(['n_fx']);
    selectNext(s.session, -1, 0);
    selectNext(s.session, 0, 1);
    expect(at()).toEqual(['n_lfo']);
  });

  it('no two commands share a key, and a press finds its command', () => {
    const all = Object.values(usualKeys).flatMap((b) => b.keys);
    expect(new Set(all).size).toBe(all.length);
    const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });
    expect(chord(press('Z', { ctrlKey: true, shiftKey: true }))).toBe('Mod+Shift+z');
    expect(commandOf(press('z', { metaKey: true }))).toBe('undo');
    expect(commandOf(press('?', { shiftKey: true }))).toBe('keys');
    expect(commandOf(press(' '))).toBe('play');
    expect(commandOf(press('x'))).toBeNull();
  });
});
