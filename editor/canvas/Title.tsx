/** A node's title; F2 or a double-click turns it into a field. */
import { memo, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { rename } from '../actions/values.ts';
import { useDesk } from './context.ts';

/** Asked for by the keyboard: an event on the page, so that no node is drawn again for it. */
export const RENAME = 'weft-rename';

export const Title = memo(function Title({ id, title }: { id: string; title: string }) {
  const { session } = useDesk();
  const [writing, setWriting] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const begin = (event: Event) => {
      // at once: the next key already belongs to the field
      if ((event as CustomEvent<string>).detail === id) flushSync(() => setWriting(true));
    };
    document.addEventListener(RENAME, begin);
    return () => document.removeEventListener(RENAME, begin);
  }, [id]);
  if (!writing) return <span className="title" ref={place} onDoubleClick={(e) => { e.stopPropagation(); setWriting(true); }}>{title}</span>;
  const end = (text: string | null) => {
    if (text !== null) rename(session, id, text);
    setWriting(false);
  };
  return (
    <input
      className="title nodrag nopan" aria-label="Title" defaultValue={title} autoFocus onFocus={(e) => e.target.select()} onBlur={(e) => end(e.target.value)}
      onKeyDown={(e) => {
        e.stopPropagation();
        if (e.key === 'Enter') e.currentTarget.blur();
        if (e.key === 'Escape') { e.currentTarget.value = title; end(null); }
      }}
    />
  );
});
