/** Ctrl+F goes to a node of the patch; Ctrl+P does what a key would do. */
import { useMemo, useState } from 'react';
import { shownKey, usualKeys, type Command } from '../actions/keys.ts';
import { nodeTitle } from '../actions/names.ts';
import { kindOf } from '../actions/palette-search.ts';
import { select } from '../actions/selecting.ts';
import { netOf } from '../actions/surroundings.ts';
import { isAlone } from '../actions/adding.ts';
import { infoOf } from '../graph/net.ts';
import { patchSlice } from '../store/store.ts';
import { useEditor } from '../store/use-editor.ts';
import { useDesk } from './context.ts';

interface Found { id: string; title: string; words: string; kind: string; keys: readonly string[]; go(): void }

const SHOWN = 40;

export function Finder({ run }: { run(command: Command): void }) {
  const mode = useEditor((s) => s.view.finder);
  return mode === null ? null : <Open key={mode} mode={mode} run={run} />;
}

function Open({ mode, run }: { mode: 'nodes' | 'commands'; run(command: Command): void }) {
  const { session } = useDesk();
  const net = useEditor(netOf);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const all = useMemo((): Found[] => (mode === 'commands'
    ? (Object.keys(usualKeys) as Command[]).map((c) => ({ id: c, title: usualKeys[c].words, words: '', kind: '', keys: usualKeys[c].keys, go: () => run(c) }))
    : Object.entries(net.scope.nodes).map(([id, node]) => {
        const type = infoOf(net, id)?.type;
        return {
          id, title: nodeTitle(node, type), words: `${node.type} ${type?.category ?? ''} ${type?.search.join(' ') ?? ''}${isAlone(net, id) ? ' unwired' : ''}`, kind: type ? kindOf(type) : '', keys: [],
          go: () => { select(session, { nodes: [id] }); patchSlice(session.store, 'view', { reveal: { nodes: [id] } }); },
        };
      })), [mode, net, session, run]);
  const query = text.trim().toLowerCase();
  const rank = (f: Found) => (f.title.toLowerCase().startsWith(query) ? 0 : f.title.toLowerCase().includes(query) ? 1 : f.words.toLowerCase().includes(query) ? 2 : 3);
  const hits = all.map((f) => ({ f, r: query === '' ? 0 : rank(f) })).filter((h) => h.r < 3).sort((a, b) => a.r - b.r || (mode === 'nodes' ? a.f.title.localeCompare(b.f.title) : 0)).map((h) => h.f).slice(0, SHOWN);
  const at = Math.min(chosen, Math.max(0, hits.length - 1));
  const close = () => patchSlice(session.store, 'view', { finder: null });
  const take = (f: Found | undefined) => {
    if (f === undefined) return;
    close();
    f.go();
  };
  return (
    <>
      <div className="shade" onPointerDown={close} />
      <div className="palette finder" role="dialog" aria-label={mode === 'nodes' ? 'Find in the patch' : 'Commands'} onKeyDown={(e) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
        if (step !== undefined) setChosen(Math.max(0, Math.min(hits.length - 1, at + step)));
        else if (e.key === 'Enter') take(hits[at]);
        else if (e.key === 'Escape') close();
        else return;
        e.preventDefault();
        e.stopPropagation();
      }}>
        <input autoFocus role="combobox" aria-expanded aria-controls="finder-list" aria-label={mode === 'nodes' ? 'Find a node' : 'Find a command'} placeholder={mode === 'nodes' ? 'Name, type, or “unwired”…' : 'What to do…'} value={text} onChange={(e) => { setText(e.target.value); setChosen(0); }} spellCheck={false} />
        <ul id="finder-list" role="listbox" aria-label="Found">
          {hits.map((f, i) => (
            <li key={f.id} role="option" aria-selected={i === at} className={`entry line-entry ${f.kind}`} onPointerMove={i === at ? undefined : () => setChosen(i)} onClick={() => take(f)} ref={i === at ? (el) => { void el?.scrollIntoView({ block: 'nearest' }); } : undefined}>
              {mode === 'nodes' && <i className="mark" />}<span className="entry-title">{f.title}</span><span>{f.keys.slice(0, 1).map((k) => <kbd key={k}>{shownKey(k)}</kbd>)}</span>
            </li>
          ))}
        </ul>
        {hits.length === 0 && <p className="none">Nothing answers to “{text}”.</p>}
      </div>
    </>
  );
}
