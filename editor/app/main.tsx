/** The page begins: host, store and session are made here and handed down. */
import { createRoot } from 'react-dom/client';
import '@xyflow/react/dist/base.css';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/tokens.css';
import './styles/shell.css';
import './styles/canvas.css';
import './styles/panels.css';
import { endGesture, makeSession, notice } from '../actions/session.ts';
import { follow } from '../actions/following.ts';
import { connectGateway } from '../client/gateway.ts';
import { makeLiveFeed } from '../store/live-values.ts';
import { makeStore, openDocument, patchSlice } from '../store/store.ts';
import { App } from './App.tsx';
import { makeFrames } from './frames.ts';
import { keepHistory, takeUpHistory } from './kept-history.ts';
import { nothingOpen } from './nothing-open.ts';

/** The page and its socket have one address, with one token. */
const address = new URL('.', location.href);
address.protocol = 'ws:';

const host = connectGateway({ url: address.href, picture: 960 });
const store = makeStore(nothingOpen, { types: new Map(), diagnostics: [] });
const session = makeSession(store, host, Math.random);
const feed = makeLiveFeed((run) => requestAnimationFrame(run));
const frames = makeFrames();

host.listen((e) => {
  switch (e.event) {
    case 'link': return patchSlice(store, 'host', { link: e.state });
    case 'document':
      openDocument(store, e.patch, e.rev);
      session.counter.steps = Math.max(session.counter.steps, takeUpHistory(store, sessionStorage));
      return patchSlice(store, 'host', { file: e.file, saved: e.saved, readOnly: e.readOnly });
    case 'catalog': return store.setState((s) => ({ catalog: { ...s.catalog, catalog: e.catalog } }));
    case 'ack': return patchSlice(store, 'document', { acked: e.rev });
    case 'saved': return patchSlice(store, 'host', { saved: true });
    case 'edits': return follow(session, e.edits);
    case 'lease': return patchSlice(store, 'host', { readOnly: e.readOnly });
    case 'refused': return notice(session, e.message, 'error');
    case 'diagnostics': return patchSlice(store, 'host', { diagnostics: e.diagnostics });
    case 'values': return feed.publish({ rows: e.rows });
    case 'meters': {
      const { stats } = feed.current();
      return feed.publish({ transport: e.transport, ...(stats === null ? {} : { stats: { ...stats, peak: e.peak, load: e.load } }) });
    }
    case 'stats': return feed.publish({ stats: e.stats, transport: e.transport });
    case 'frame': return frames.publish(e.jpeg);
    case 'engine': return patchSlice(store, 'host', { engine: e.sentence });
    case 'conflict': return patchSlice(store, 'host', { conflict: { sentence: e.sentence, file: e.file, journal: e.journal } });
  }
});

// a reload in the middle of a gesture must not lose it
addEventListener('pagehide', () => endGesture(session));
keepHistory(store, sessionStorage, (run) => setTimeout(run, 300));

createRoot(document.getElementById('root')!).render(<App desk={{ session, host, feed }} frames={frames} />);
