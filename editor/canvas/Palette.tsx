/** What can be placed, where the pointer is; the field has the focus and the first hit is chosen. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { addNode } from '../actions/adding.ts';
import { spoken } from '../actions/names.ts';
import { entries, kindOf, searchPalette, type Entry, type Kind } from '../actions/palette-search.ts';
import { shownKey, usualKeys } from '../actions/keys.ts';
import type { PaletteState } from '../store/state.ts';
import { patchSlice } from '../store/store.ts';
import { useEditor } from '../store/use-editor.ts';
import { typesOf } from '../actions/surroundings.ts';
import { useDesk } from './context.ts';

/** No more are in the page at once: the list is to be typed into, not read. */
const SHOWN = 60;
const KINDS: readonly { kind: Kind; words: string }[] = [{ kind: 'video', words: 'Picture' }, { kind: 'audio', words: 'Sound' }, { kind: 'signal', words: 'Signal' }];

export function Palette() {
  const palette = useEditor((s) => s.view.palette);
  return palette === null ? null : <Open palette={palette} />;
}

function Open({ palette }: { palette: PaletteState }) {
  const { session } = useDesk();
  const catalog = useEditor((s) => s.catalog.catalog);
  const definitions = useEditor((s) => s.document.patch.definitions);
  const used = useEditor((s) => s.catalog.used);
  const [text, setText] = useState('');
  const [kind, setKind] = useState<Kind | null>(null);
  const [loose, setLoose] = useState(palette.loose);
  const [chosen, setChosen] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const all = useMemo(() => {
    const table = typesOf(session.store.getState());
    const own = Object.keys(definitions).flatMap((name) => table.get(`patch.${name}`)?.type ?? []);
    return entries([...catalog.types.values(), ...own]);
  }, [catalog, definitions, session]);
  const { hits, hidden } = useMemo(() => searchPalette(all, text, used, { kind, loose }), [all, text, used, kind, loose]);
  const at = Math.min(chosen, Math.max(hits.length - 1, 0));

  useLayoutEffect(() => {
    const el = box.current!;
    const { width, height } = el.getBoundingClientRect();
    el.style.left = `${Math.max(8, Math.min(palette.at.x, innerWidth - width - 8))}px`;
    el.style.top = `${Math.max(8, Math.min(palette.at.y, innerHeight - height - 8))}px`;
  }, [palette.at]);
  useEffect(() => { void box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }); }, [at, hits]);

  const close = () => patchSlice(session.store, 'view', { palette: null });
  const place = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    close();
    // from an inlet the node stands to the left of the drop
    addNode(session, entry.type.id, { at: { x: palette.place.x - (palette.loose?.side === 'inlet' ? 176 : 0), y: palette.place.y - 36 }, loose: palette.loose, wire: palette.wire });
  };
  return (
    <>
      <div className="shade" onPointerDown={close} />
      <div className="palette" ref={box} role="dialog" aria-label="Add a node" onKeyDown={(e) => {
        const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[e.key];
        if (step !== undefined) setChosen(Math.max(0, Math.min(hits.length - 1, at + step)));
        else if (e.key === 'Enter') place(hits[at]);
        else if (e.key === 'Escape') close();
        else return;
        e.preventDefault();
        e.stopPropagation();
      }}>
        <input
          autoFocus role="combobox" aria-expanded aria-controls="palette-list" aria-activedescendant={hits[at] ? `entry-${hits[at].type.id}` : undefined} aria-label="Search nodes"
          placeholder={palette.wire !== null ? 'Put into the wire…' : loose !== null ? `What fits ${loose.side === 'outlet' ? 'behind' : 'before'} ${spoken(loose.port.split('.')[1] ?? '')}…` : 'Search nodes…'}
          value={text} onChange={(e) => { setText(e.target.value); setChosen(0); }} spellCheck={false} autoComplete="off"
        />
        <div className="filters" role="group" aria-label="Filters">
          {KINDS.map((k) => <button key={k.kind} type="button" aria-pressed={kind === k.kind} className={k.kind} onClick={() => { setKind(kind === k.kind ? null : k.kind); setChosen(0); }}><i className="mark" />{k.words}</button>)}
          {palette.loose !== null && <button type="button" aria-pressed={loose !== null} onClick={() => setLoose(loose === null ? palette.loose : null)}>Fits the wire</button>}
        </div>
        <ul id="palette-list" role="listbox" aria-label="Nodes">
          {hits.slice(0, SHOWN).map((entry, i) => <EntryView key={entry.type.id} entry={entry} chosen={i === at} onPoint={() => setChosen(i)} onPlace={() => place(entry)} />)}
        </ul>
        {hits.length === 0 && <p className="none">{text === '' ? 'Nothing fits.' : `No node answers to “${text}”.`}</p>}
        <footer>
          {hidden > 0 ? <button type="button" className="link" onClick={() => { setKind(null); setLoose(null); }}>{hidden} hidden by the filter{kind !== null && loose !== null ? 's' : ''} – show</button> : <span>{hits.length} nodes</span>}
          <span className="keys"><kbd>↑↓</kbd> <kbd>Enter</kbd> <kbd>{shownKey(usualKeys.escape.keys[0]!)}</kbd></span>
        </footer>
      </div>
    </>
  );
}

function EntryView({ entry, chosen, onPoint, onPlace }: { entry: Entry; chosen: boolean; onPoint(): void; onPlace(): void }) {
  const { type } = entry;
  const ports = (list: readonly { name: string; type: string; title?: string }[]) => list.filter((p) => !p.name.startsWith('$')).map((p) => <i key={p.name} className={`dot ${p.type}`} title={p.title ?? spoken(p.name)} />);
  return (
    <li id={`entry-${type.id}`} role="option" aria-selected={chosen} className={`entry ${kindOf(type)}`} onPointerMove={chosen ? undefined : onPoint} onClick={onPlace}>
      <i className="mark" />
      <span className="entry-title">{type.title}</span>
      <span className="entry-ports">{ports(type.inlets)}<b>›</b>{ports(type.outlets)}</span>
      <span className="entry-words">{type.description}</span>
    </li>
  );
}
