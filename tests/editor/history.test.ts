import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../runtime/document/index.ts';
import { endGesture, jump, perform, redo, undo } from '../../editor/actions/session.ts';
import { setParam } from '../../editor/actions/values.ts';
import { patchOf } from '../compile/fixture/patch.ts';
import { randomEdit } from '../document/random-edit.ts';
import { street } from '../document/street.ts';
import { read } from '../document/random-patch.ts';
import { readPatch, studio } from './fixture/studio.ts';

const vhs = () => patchOf({ n_a: 'fx.vhs' });

describe('every kind of edit', () => {
  it('done, undone and done again leaves the same bytes, and the host the same document', async () => {
    const random = seededRandom(11);
    const s = await studio(read(street));
    const texts = [s.text()];
    for (let i = 0; i < 600; i++) {
      if (perform(s.session, `step ${i}`, [randomEdit(s.patch(), random)]) === null && s.text() !== texts.at(-1)) texts.push(s.text());
    }
    const { steps } = s.session.store.getState().history;
    expect(steps.length).toBeGreaterThan(150);
    // what leaves the text as it is (a rewritten key order) is a step all the same
    const seen: string[] = [s.text()];
    while (s.session.store.getState().history.at > 0) {
      undo(s.session);
      if (s.text() !== seen.at(-1)) seen.push(s.text());
    }
    expect(s.text()).toBe(street);
    expect(seen.reverse()).toEqual(texts);
    for (let i = 0; i < steps.length; i++) redo(s.session);
    expect(s.text()).toBe(texts.at(-1));
    for (let i = 0; i < 40; i++) jump(s.session, Math.floor(random() * (steps.length + 1)));
    jump(s.session, 0);
    expect(s.text()).toBe(street);
    expect(s.hostText()).toBe(street);
    expect(s.sent.map((e) => e.rev)).toEqual(s.sent.map((_, i) => i + 1));
  });
});

describe('a gesture', () => {
  const amount = { name: 'amount', kind: 'float', scale: 'linear', min: 0, max: 1, default: 0.7 } as const;

  it('is one step and one message, in its shortest form', async () => {
    const s = await studio(vhs());
    const before = s.text();
    for (let i = 0; i <= 20; i++) setParam(s.session, 'n_a', amount, i / 20, 'drag');
    expect(s.sent).toEqual([]);
    endGesture(s.session);
    setParam(s.session, 'n_a', amount, 0.5, 'drag');
    endGesture(s.session);
    const { history } = s.session.store.getState();
    expect(history.steps.map((h) => h.label)).toEqual(['Set amount', 'Set amount']);
    expect(s.sent.map((e) => e.edit)).toEqual([{ op: 'setParam', id: 'n_a', param: 'amount', value: 1 }, { op: 'setParam', id: 'n_a', param: 'amount', value: 0.5 }]);
    undo(s.session);
    expect(s.patch().nodes.n_a!.params).toEqual({ amount: 1 });
    undo(s.session);
    expect(s.text()).toBe(before);
  });

  it('that is still open is finished by undo', async () => {
    const s = await studio(vhs());
    setParam(s.session, 'n_a', amount, 0.1, 'drag');
    undo(s.session);
    expect(s.patch().nodes.n_a!.params).toBeUndefined();
    expect(s.hostText()).toBe(s.text());
  });
});

describe('the list', () => {
  it('is cut by a change after a jump', async () => {
    const s = await studio(vhs());
    for (const title of ['One', 'Two', 'Three']) perform(s.session, title, [{ op: 'setPatchTitle', title }]);
    jump(s.session, 1);
    perform(s.session, 'Four', [{ op: 'setPatchTitle', title: 'Four' }]);
    expect(s.session.store.getState().history.steps.map((h) => h.label)).toEqual(['One', 'Four']);
    redo(s.session);
    expect(s.patch().title).toBe('Four');
  });

  it('forgets the oldest beyond its limits, never what is dear', async () => {
    const s = await studio(vhs(), { steps: 5, bytes: 1e9 });
    for (let i = 0; i < 12; i++) perform(s.session, `${i}`, [{ op: 'setSeed', seed: 100 + i }], { dear: i === 9 });
    const { history } = s.session.store.getState();
    expect(history.steps.map((h) => h.label)).toEqual(['7', '8', '9', '10', '11']);
    expect(history.forgotten).toBe(7);
    for (let i = 0; i < 4; i++) perform(s.session, `${12 + i}`, [{ op: 'setSeed', seed: 200 + i }]);
    expect(s.session.store.getState().history.steps[0]!.label).toBe('9');
  });

  it('says what it undid and brings it into view', async () => {
    const s = await studio(readPatch('first-light'));
    perform(s.session, 'Set mode', [{ op: 'setParam', id: 'n_dawn', param: 'mode', value: 2 }]);
    undo(s.session);
    const { view } = s.session.store.getState();
    expect(view.notices.at(-1)!.text).toBe('Undid: Set mode');
    expect(view.reveal!.nodes).toEqual(['n_dawn']);
  });

  it('takes nothing from a page that only watches, and says so', async () => {
    const s = await studio(vhs());
    s.session.store.setState((st) => ({ host: { ...st.host, readOnly: true } }));
    expect(perform(s.session, 'x', [{ op: 'setSeed', seed: 9 }])!.code).toBe('edit.refused');
    expect(s.session.store.getState().history.steps).toEqual([]);
  });
});
