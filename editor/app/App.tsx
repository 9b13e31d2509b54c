/** The page: bar, canvas, program and inspector, drawer. */
import { useEffect, useMemo, useState } from 'react';
import { ReactFlowProvider } from '@xyflow/react';
import { titleOf } from '../actions/names.ts';
import { netOf } from '../actions/surroundings.ts';
import { Canvas } from '../canvas/Canvas.tsx';
import { Chooser } from '../canvas/Chooser.tsx';
import { DeskContext, useDesk, type Desk } from '../canvas/context.ts';
import { Finder } from '../canvas/Finder.tsx';
import { Palette } from '../canvas/Palette.tsx';
import { useKeys } from '../canvas/use-keys.ts';
import { makeLiveGraph } from '../graph/live-graph.ts';
import type { Refusal } from '../graph/rules.ts';
import { Breadcrumb } from '../panels/Breadcrumb.tsx';
import { TopBar } from '../panels/bar/TopBar.tsx';
import { Conflict } from '../panels/Conflict.tsx';
import { Drawer } from '../panels/Drawer.tsx';
import { Inspector } from '../panels/inspector/Inspector.tsx';
import { KeyList, Notices } from '../panels/Notices.tsx';
import { ProgramView, toggleFullScreen, type Frames } from '../preview/ProgramView.tsx';
import { own } from '../store/scope.ts';
import { StoreContext, useEditor } from '../store/use-editor.ts';
import { problemsOf, worstByNode } from './problems.ts';
import { rowsToWatch } from './watching.ts';

export function App({ desk, frames }: { desk: Desk; frames: Frames }) {
  return (
    <StoreContext value={desk.session.store}>
      <DeskContext value={desk}>
        <ReactFlowProvider><Page frames={frames} /></ReactFlowProvider>
      </DeskContext>
    </StoreContext>
  );
}

function Page({ frames }: { frames: Frames }) {
  const { host } = useDesk();
  const net = useEditor(netOf);
  const catalog = useEditor((s) => s.catalog.catalog);
  const trail = useEditor((s) => s.document.trail);
  const diagnostics = useEditor((s) => s.host.diagnostics);
  const title = useEditor((s) => s.document.patch.title);
  const graph = useMemo(makeLiveGraph, []);
  const [refused, setRefused] = useState<ReadonlyMap<string, Refusal>>(new Map());
  useEffect(() => {
    let newest = true;
    if (catalog.types.size > 0) void graph.follow(net, catalog).then((found) => { if (newest) setRefused((before) => (before.size + found.size === 0 ? before : found)); });
    return () => { newest = false; };
  }, [graph, net, catalog]);
  useEffect(() => host.watch(rowsToWatch(net, trail)), [host, net, trail]);
  useEffect(() => { document.title = title === '' ? 'Weft' : `${title} – Weft`; }, [title]);
  const problems = useMemo(() => problemsOf(diagnostics, refused, (id) => (own(net.scope.nodes, id) === undefined ? null : titleOf(net, id))), [diagnostics, refused, net]);
  const worst = useMemo(() => worstByNode(problems, trail), [problems, trail]);
  const run = useKeys({ fullscreen: () => void toggleFullScreen(document.querySelector<HTMLElement>('.program .picture')) });
  return (
    <div className="page">
      <TopBar />
      <main>
        <Breadcrumb />
        <Canvas refused={refused} problems={worst} />
        <Drawer problems={problems} />
      </main>
      <aside><ProgramView frames={frames} /><Inspector /></aside>
      <Palette />
      <Chooser />
      <Finder run={run} />
      <KeyList />
      <Conflict />
      <Notices />
    </div>
  );
}
