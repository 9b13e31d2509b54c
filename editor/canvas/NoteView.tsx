/** Comments and frames. */
import { memo, useState } from 'react';
import { NodeResizer, type NodeProps } from '@xyflow/react';
import { editNote } from '../actions/arranging.ts';
import { endGesture } from '../actions/session.ts';
import { useDesk } from './context.ts';
import type { NoteFlowNode } from './flow-model.ts';

const COLOURS = ['', 'violet', 'green', 'amber', 'blue', 'red'] as const;

export const NoteView = memo(function NoteView({ id, data: { note }, selected }: NodeProps<NoteFlowNode>) {
  const { session } = useDesk();
  const [writing, setWriting] = useState(note.text === '');
  const frame = note.frame === true;
  return (
    <div className={`${frame ? 'frame' : 'comment'} ${String(note.colour ?? '')} ${selected ? 'selected' : ''}`}>
      {selected && <NodeResizer minWidth={120} minHeight={frame ? 80 : 40} onResize={(_, r) => editNote(session, id, { x: Math.round(r.x), y: Math.round(r.y), width: Math.round(r.width), height: Math.round(r.height) }, `resize ${id}`)} onResizeEnd={() => endGesture(session)} />}
      {writing
        ? <textarea
            className="nodrag nopan nowheel" aria-label={frame ? 'Title of the frame' : 'Comment'} defaultValue={note.text} autoFocus rows={frame ? 1 : 4} placeholder={frame ? 'Title' : 'Write a comment'}
            onBlur={(e) => { setWriting(false); if (e.target.value !== note.text) editNote(session, id, { text: e.target.value }); }}
            onKeyDown={(e) => { e.stopPropagation(); if (e.key === 'Escape' || (e.key === 'Enter' && (frame || e.ctrlKey))) e.currentTarget.blur(); }}
          />
        : <p onDoubleClick={(e) => { e.stopPropagation(); setWriting(true); }}>{note.text || (frame ? 'Frame' : 'Empty comment')}</p>}
      {selected && (
        <div className="colours nodrag" role="group" aria-label="Colour">
          {COLOURS.map((c) => <button key={c} type="button" className={c === '' ? 'plain' : c} aria-label={c === '' ? 'No colour' : c} aria-pressed={(note.colour ?? '') === c} onClick={() => editNote(session, id, { colour: c })} />)}
        </div>
      )}
    </div>
  );
});
