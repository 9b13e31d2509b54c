/** The text of a node's file: errors at their line, saved as it is written; the last good version keeps playing. */
import { useEffect, useRef, useState } from 'react';
import type { Diagnostic } from '../../../runtime/document/index.ts';
import { useDesk } from '../../canvas/context.ts';
import { netOf } from '../../actions/surroundings.ts';
import { infoOf } from '../../graph/net.ts';
import { useEditor } from '../../store/use-editor.ts';
import { loadMonaco } from './monaco.ts';

/** ms of quiet before what was written goes to disk */
const QUIET = 250;

type State = { kind: 'loading' } | { kind: 'error'; message: string } | { kind: 'ready'; text: string; writable: boolean };

export default function CodePanel({ problems }: { problems: readonly Diagnostic[] }) {
  const shownType = useEditor((s) => s.view.code);
  const selected = useEditor((s) => {
    const [id] = s.selection.nodes;
    return id === undefined ? null : infoOf(netOf(s), id)?.type ?? null;
  });
  const hasFile = selected !== null && (selected.kind === 'isf' || selected.kind === 'faust');
  const type = hasFile ? selected.id : shownType?.type ?? null;
  if (type === null) return <p className="none">Select a picture or sound node to see its code.</p>;
  return <CodeOf key={type} type={type} line={shownType?.type === type ? shownType.line : null} problems={problems} />;
}

function CodeOf({ type, line, problems }: { type: string; line: number | null; problems: readonly Diagnostic[] }) {
  const { host } = useDesk();
  const nodeType = useEditor((s) => s.catalog.catalog.types.get(type) ?? null);
  const faults = useEditor((s) => s.catalog.catalog.faults?.get(type)) ?? NONE;
  const [state, setState] = useState<State>({ kind: 'loading' });
  const [word, setWord] = useState('');
  const place = useRef<HTMLDivElement>(null);
  const model = useRef<{ mark(d: readonly Diagnostic[]): void; reveal(line: number): void } | null>(null);
  const fileName = nodeType?.file.split('/').at(-1) ?? type;
  const mine = problems.filter((d) => d.line !== undefined && (d.file?.endsWith(`/${fileName}`) || d.file === nodeType?.file)).concat(faults.filter((d) => d.line !== undefined));
  const known = useRef(mine);
  known.current = mine;

  useEffect(() => {
    let alive = true;
    void host.read(type).then((source) => {
      if (alive) setState(source.ok ? { kind: 'ready', text: source.text, writable: source.writable } : { kind: 'error', message: source.message });
    });
    return () => { alive = false; };
  }, [host, type]);

  useEffect(() => {
    if (state.kind !== 'ready' || place.current === null) return;
    const monaco = loadMonaco();
    const editor = monaco.editor.create(place.current, {
      value: state.text, language: nodeType?.kind === 'faust' ? 'faust' : 'isf', theme: 'weft', readOnly: !state.writable, automaticLayout: true, minimap: { enabled: false }, fontSize: 12, lineHeight: 18,
      fontFamily: 'var(--mono)', scrollBeyondLastLine: false, renderLineHighlight: 'line', tabSize: 2, padding: { top: 8 }, overviewRulerLanes: 1, ariaLabel: `Code of ${type}`, stickyScroll: { enabled: false }, lineNumbersMinChars: 4,
    });
    const text = editor.getModel()!;
    const mark = (found: readonly Diagnostic[]) => monaco.editor.setModelMarkers(text, 'weft', found.map((d) => {
      const at = Math.min(Math.max(d.line ?? 1, 1), text.getLineCount());
      return { startLineNumber: at, endLineNumber: at, startColumn: d.column ?? text.getLineFirstNonWhitespaceColumn(at) ?? 1, endColumn: text.getLineMaxColumn(at), message: d.message, severity: d.severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning };
    }));
    model.current = { mark, reveal: (at) => { editor.revealLineInCenter(at); editor.setPosition({ lineNumber: at, column: 1 }); editor.focus(); } };
    mark(known.current);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const write = () => {
      timer = undefined;
      void host.write(type, editor.getValue()).then((why) => setWord(why ?? 'Saved'));
    };
    editor.onDidChangeModelContent(() => {
      setWord('Editing…');
      clearTimeout(timer);
      timer = setTimeout(write, QUIET);
    });
    return () => {
      if (timer !== undefined) {
        clearTimeout(timer);
        write();
      }
      model.current = null;
      editor.dispose();
      text.dispose();
    };
  }, [state, type, host, nodeType?.kind]);

  const marks = mine.map((d) => `${d.line}:${d.message}`).join('\n');
  useEffect(() => model.current?.mark(known.current), [marks]);
  useEffect(() => { if (line !== null && state.kind === 'ready') model.current?.reveal(line); }, [line, state]);

  return (
    <div className="code">
      <div className="code-head num"><span>{fileName}</span><span className="dim">{state.kind === 'ready' && !state.writable ? 'read only' : word}</span></div>
      {state.kind === 'error' && <p className="none">{state.message}</p>}
      {state.kind === 'loading' && <p className="none">Reading {fileName}…</p>}
      <div className="code-text" ref={place} hidden={state.kind !== 'ready'} />
      {mine[0] !== undefined && <p className="code-problem" role="alert">{mine[0].line}: {mine[0].message} <em>The last good version keeps playing.</em></p>}
    </div>
  );
}

const NONE: readonly Diagnostic[] = [];
