/** Keys -> commands, by the one table. A field that is being written in keeps its keys. */
import { useCallback, useEffect, useRef } from 'react';
import { useReactFlow } from '@xyflow/react';
import { addComment, addFrame, nudge } from '../actions/arranging.ts';
import { autoArrange } from '../actions/auto-arrange.ts';
import { copy, cut, duplicate, paste } from '../actions/clipboard.ts';
import { save } from '../actions/following.ts';
import { commandOf, type Command } from '../actions/keys.ts';
import { enter, groupSelected, leave, ungroupSelected } from '../actions/nesting.ts';
import { removeSelected } from '../actions/removing.ts';
import { select, selectAll, selectNext } from '../actions/selecting.ts';
import { notice, redo, undo } from '../actions/session.ts';
import { netOf } from '../actions/surroundings.ts';
import { toggleBypass } from '../actions/values.ts';
import { infoOf } from '../graph/net.ts';
import { patchSlice } from '../store/store.ts';
import { useDesk } from './context.ts';
import type { FlowNode, FlowWire } from './flow-model.ts';
import { RENAME } from './Title.tsx';

const STEP = 8;

/** more: what other rooms do with commands. */
export function useKeys(more: Partial<Record<Command, () => void>>): (command: Command) => void {
  const { session, host, feed } = useDesk();
  const flow = useReactFlow<FlowNode, FlowWire>();
  const pointer = useRef({ x: innerWidth / 2, y: innerHeight / 2 });
  const others = useRef(more);
  others.current = more;
  const doing = useRef<(command: Command) => void>(() => undefined);
  useEffect(() => {
    const { store } = session;
    const place = () => flow.screenToFlowPosition(pointer.current);
    const first = (): string | undefined => [...store.getState().selection.nodes][0];
    const toClipboard = (text: string | null) => {
      if (text !== null) void navigator.clipboard.writeText(text).catch(() => notice(session, 'The browser does not let this page copy.', 'error'));
    };
    const fromClipboard = (incoming: boolean) => {
      void navigator.clipboard.readText().then((text) => paste(session, text, { at: place(), incoming }), () => notice(session, 'The browser does not let this page read what was copied.', 'error'));
    };
    const drawer = (name: 'history' | 'problems') => patchSlice(store, 'view', { drawer: store.getState().view.drawer === name ? 'none' : name });
    const commands: Record<Command, () => void> = {
      palette: () => patchSlice(store, 'view', { palette: { at: pointer.current, place: place(), loose: null, wire: [...store.getState().selection.wires][0] ?? null } }),
      chain: () => {
        const node = first() === undefined ? undefined : flow.getInternalNode(first()!);
        const outlet = first() === undefined ? undefined : infoOf(netOf(store.getState()), first()!)?.type.outlets[0];
        if (node === undefined || outlet === undefined) return commands.palette();
        const at = { x: node.internals.positionAbsolute.x + (node.measured.width ?? 176) + 64, y: node.internals.positionAbsolute.y + 36 };
        patchSlice(store, 'view', { palette: { at: flow.flowToScreenPosition(at), place: at, loose: { port: `${node.id}.${outlet.name}`, side: 'outlet', type: outlet.type }, wire: null } });
      },
      undo: () => undo(session),
      redo: () => redo(session),
      delete: () => removeSelected(session),
      copy: () => toClipboard(copy(session)),
      cut: () => toClipboard(cut(session)),
      paste: () => fromClipboard(false),
      pasteWired: () => fromClipboard(true),
      duplicate: () => void duplicate(session),
      duplicateWired: () => void duplicate(session, true),
      selectAll: () => selectAll(session),
      bypass: () => toggleBypass(session),
      rename: () => { document.dispatchEvent(new CustomEvent(RENAME, { detail: first() ?? '' })); },
      group: () => void groupSelected(session),
      ungroup: () => ungroupSelected(session),
      enter: () => { if (first() !== undefined) enter(session, first()!); },
      escape: () => {
        const { selection } = store.getState();
        if (selection.nodes.size + selection.wires.size + selection.notes.size > 0) select(session, {});
        else leave(session);
      },
      comment: () => void addComment(session, place()),
      frame: () => {
        const chosen = flow.getNodes().filter((n) => n.selected);
        if (chosen.length === 0) return;
        const box = flow.getNodesBounds(chosen);
        addFrame(session, { x: box.x - 24, y: box.y - 40, width: box.width + 48, height: box.height + 64 });
      },
      fit: () => void flow.fitView({ padding: 0.12, maxZoom: 1, duration: 160 }),
      save: () => void save(session, host),
      play: () => host.transport({ do: feed.current().transport?.playing === true ? 'pause' : 'play' }),
      left: () => selectNext(session, -1, 0),
      right: () => selectNext(session, 1, 0),
      up: () => selectNext(session, 0, -1),
      down: () => selectNext(session, 0, 1),
      nudgeLeft: () => nudge(session, -STEP, 0),
      nudgeRight: () => nudge(session, STEP, 0),
      nudgeUp: () => nudge(session, 0, -STEP),
      nudgeDown: () => nudge(session, 0, STEP),
      history: () => drawer('history'),
      problems: () => drawer('problems'),
      code: () => {
        const { drawer: open } = store.getState().view;
        const node = first() === undefined ? undefined : store.getState().document.patch.nodes[first()!];
        patchSlice(store, 'view', open === 'code' ? { drawer: 'none' } : { drawer: 'code', ...(node === undefined ? {} : { code: { type: node.type, line: null } }) });
      },
      keys: () => patchSlice(store, 'view', { keysShown: !store.getState().view.keysShown }),
      fullscreen: () => undefined,
      arrange: () => void autoArrange(session, new Map(flow.getNodes().map((n) => [n.id, { width: n.measured?.width ?? 176, height: n.measured?.height ?? 120 }]))).then(() => flow.fitView({ padding: 0.12, maxZoom: 1, duration: 160 })),
      find: () => patchSlice(store, 'view', { finder: 'nodes' }),
      commands: () => patchSlice(store, 'view', { finder: 'commands' }),
    };
    doing.current = (command) => (others.current[command] ?? commands[command])();
    const onKey = (e: KeyboardEvent) => {
      const target = e.target as HTMLElement;
      const command = commandOf(e);
      if (command === null || e.defaultPrevented) return;
      const writing = target.closest('input, textarea, select, [contenteditable], .monaco-editor') !== null;
      if (writing && command !== 'save') return;
      // Tab and Space belong to what has the focus, outside the canvas
      if ((e.key === 'Tab' || e.key === ' ' || e.key === 'Enter' || e.key.startsWith('Arrow')) && target !== document.body && target.closest('.canvas') === null) return;
      if (store.getState().view.palette !== null || store.getState().view.chooser !== null || store.getState().view.finder !== null) return;
      e.preventDefault();
      doing.current(command);
    };
    const onMove = (e: PointerEvent) => { pointer.current = { x: e.clientX, y: e.clientY }; };
    addEventListener('keydown', onKey);
    addEventListener('pointermove', onMove);
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('pointermove', onMove);
    };
  }, [session, host, feed, flow]);
  return useCallback((command: Command) => doing.current(command), []);
}
