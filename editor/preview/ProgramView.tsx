/** The picture of the patch, as it arrives: JPEGs decoded beside the page's thread and drawn when the page draws. */
import { useEffect, useRef } from 'react';
import { useEditor } from '../store/use-editor.ts';

export interface Frames {
  /** one listener a view; gives back how to stop */
  subscribe(listener: (jpeg: Blob) => void): () => void;
}

export function ProgramView({ frames }: { frames: Frames }) {
  const { width, height, fps } = useEditor((s) => s.document.patch.canvas);
  const link = useEditor((s) => s.host.link);
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const word = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const el = canvas.current!, paint = el.getContext('2d', { alpha: false })!;
    let busy = false, next: Blob | null = null, alive = true;
    const draw = (jpeg: Blob) => {
      busy = true;
      void createImageBitmap(jpeg).then((picture) => {
        if (!alive) return;
        if (el.width !== picture.width || el.height !== picture.height) [el.width, el.height] = [picture.width, picture.height];
        paint.drawImage(picture, 0, 0);
        picture.close();
        if (word.current!.textContent !== 'live') word.current!.textContent = 'live';
      }).catch(() => undefined).finally(() => {
        busy = false;
        const waiting = next;
        next = null;
        if (waiting !== null && alive) draw(waiting);
      });
    };
    // when decoding falls behind, only the newest waits
    const stop = frames.subscribe((jpeg) => {
      if (busy) next = jpeg;
      else draw(jpeg);
    });
    return () => {
      alive = false;
      stop();
    };
  }, [frames]);

  return (
    <div className="program">
      <div className="picture" ref={box} style={{ aspectRatio: `${width} / ${height}` }}>
        <canvas ref={canvas} role="img" aria-label="Program picture" width={16} height={9} onDoubleClick={() => void toggleFullScreen(box.current)} />
        <button type="button" className="full" aria-label="Full screen" onClick={() => void toggleFullScreen(box.current)}><svg viewBox="0 0 16 16" aria-hidden><path d="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" /></svg></button>
      </div>
      <div className="caption num"><span>{width}×{height} · {fps}</span><span ref={word}>{link === 'open' ? '' : 'no picture'}</span></div>
    </div>
  );
}

export async function toggleFullScreen(element: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement !== null) await document.exitFullscreen();
  else await element?.requestFullscreen();
}
