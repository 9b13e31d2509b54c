/** The selected node: everything it can be told, made of what its file states. */
import { kindOf } from '../../actions/palette-search.ts';
import { nodeTitle } from '../../actions/names.ts';
import { mediaName } from '../../actions/rows.ts';
import { netOf } from '../../actions/surroundings.ts';
import { toggleBypass } from '../../actions/values.ts';
import { useDesk } from '../../canvas/context.ts';
import { Title } from '../../canvas/Title.tsx';
import { usePath } from '../../canvas/use-path.ts';
import { infoOf } from '../../graph/net.ts';
import { nodeOf } from '../../graph/node-types.ts';
import { patchSlice } from '../../store/store.ts';
import { useEditor } from '../../store/use-editor.ts';
import { Field } from './Field.tsx';
import { PatchPanel } from './PatchPanel.tsx';

export function Inspector() {
  const chosen = useEditor((s) => s.selection.nodes);
  const net = useEditor(netOf);
  const [first, ...rest] = [...chosen].filter((id) => net.scope.nodes[id] !== undefined);
  if (first === undefined) return <PatchPanel />;
  if (rest.length > 0) return <section className="inspector"><h2>{rest.length + 1} nodes</h2><p className="about">Drag moves them together; <kbd>Ctrl+G</kbd> makes a sub-patch; <kbd>b</kbd> bypasses.</p></section>;
  return <NodePanel key={first} id={first} />;
}

function NodePanel({ id }: { id: string }) {
  const { session } = useDesk();
  const net = useEditor(netOf);
  const patch = useEditor((s) => s.document.patch);
  const path = usePath(id);
  const node = net.scope.nodes[id]!;
  const info = infoOf(net, id);
  const type = info?.type;
  const wiresAt = (param: string) => net.wires.filter(([, w]) => nodeOf(w.to) === id && (w.to === `${id}.${param}` || w.to.startsWith(`${id}.${param}.`)));
  const media = mediaName(patch, node);
  const bypassed = node.params?.$bypass === true;
  const code = type?.kind === 'isf' || type?.kind === 'faust';
  return (
    <section className="inspector" aria-label="Inspector">
      <h2 className={type ? kindOf(type) : ''}><i className="mark" /><Title id={id} title={nodeTitle(node, type)} /></h2>
      <p className="about">{type?.description ?? `No node file has the type ${node.type}. Its parameters and wires are kept.`}</p>
      <div className="tools">
        {info?.ports.param.has('$bypass') && <button type="button" aria-pressed={bypassed} onClick={() => toggleBypass(session)}>Bypass</button>}
        {code && <button type="button" onClick={() => patchSlice(session.store, 'view', { drawer: 'code', code: { type: node.type, line: null } })}>Code</button>}
        <span className="type-id num">{node.type}</span>
      </div>
      {media !== null && <div className="field"><label>File</label><span className="words num">{media}</span></div>}
      {type?.params.filter((p) => p.name !== '$bypass').map((param) => <Field key={param.name} id={id} path={path} node={node} param={param} wires={wiresAt(param.name)} />)}
    </section>
  );
}
