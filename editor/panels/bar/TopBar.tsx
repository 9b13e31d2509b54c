/** Title, transport, time, tempo, meters and figures. What moves writes itself into the page. */
import { useEffect, useRef } from 'react';
import { save } from '../../actions/following.ts';
import { endGesture, notice } from '../../actions/session.ts';
import { setTempo } from '../../actions/values.ts';
import { useDesk } from '../../canvas/context.ts';
import type { LiveValues } from '../../store/live-values.ts';
import { useEditor } from '../../store/use-editor.ts';
import { NumberField } from '../inspector/NumberField.tsx';

const BPM = { min: 20, max: 300, log: false, whole: false, step: 0.1, unit: '', values: null };

/** hours:minutes:seconds, and bar.beat.sixteenth */
export function clockText(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  return [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60].map((n) => String(n).padStart(2, '0')).join(':');
}
export function beatText(beat: number, beatsPerBar: number): string {
  const b = Math.max(0, beat);
  return `${Math.floor(b / beatsPerBar) + 1}.${Math.floor(b % beatsPerBar) + 1}.${Math.floor((b % 1) * 4) + 1}`;
}

export function TopBar() {
  const { session, host, feed } = useDesk();
  const title = useEditor((s) => s.document.patch.title);
  const bpm = useEditor((s) => s.document.patch.tempo.bpm);
  const beatsPerBar = useEditor((s) => s.document.patch.tempo.beatsPerBar);
  const saved = useEditor((s) => s.host.saved);
  const link = useEditor((s) => s.host.link);
  const engine = useEditor((s) => s.host.engine);
  const readOnly = useEditor((s) => s.host.readOnly);
  const root = useRef<HTMLElement>(null);

  useEffect(() => {
    const el = root.current!;
    const at = (name: string) => el.querySelector<HTMLElement>(`[data-live=${name}]`)!;
    const parts = { time: at('time'), beat: at('beat'), play: at('play'), fps: at('fps'), ms: at('ms'), xruns: at('xruns'), tier: at('tier'), left: at('left'), right: at('right') };
    const write = (part: HTMLElement, text: string) => {
      if (part.textContent !== text) part.textContent = text;
    };
    const show = ({ stats, transport }: LiveValues) => {
      write(parts.time, transport === null ? '--:--:--' : clockText(transport.seconds));
      write(parts.beat, transport === null ? '' : beatText(transport.beat, beatsPerBar));
      const playing = transport?.playing === true;
      parts.play.setAttribute('aria-pressed', String(playing));
      parts.play.setAttribute('aria-label', playing ? 'Pause' : 'Play');
      write(parts.fps, stats === null ? '–' : stats.fps.toFixed(1));
      write(parts.ms, stats === null ? '–' : stats.frameMs.toFixed(1));
      write(parts.xruns, stats === null ? '–' : String(stats.xruns));
      parts.xruns.parentElement!.classList.toggle('bad', (stats?.xruns ?? 0) > 0);
      write(parts.tier, stats === null ? '–' : String(stats.tier));
      for (const [i, meter] of [parts.left, parts.right].entries()) meter.style.transform = `scaleX(${meterWidth(stats?.peak[i] ?? 0)})`;
    };
    show(feed.current());
    return feed.subscribe(show);
  }, [feed, beatsPerBar]);

  return (
    <header className="top-bar" ref={root}>
      <b className="brand">Weft</b>
      <h1>{title}</h1>
      <span className={`saved ${link === 'open' ? '' : 'lost'}`} role="status">{link === 'lost' ? 'Host lost; trying again…' : link === 'connecting' ? 'Connecting…' : readOnly ? 'Watching' : saved ? 'Saved' : 'Edited'}</span>
      <div className="transport" role="group" aria-label="Transport">
        <button type="button" aria-label="Back to the start" onClick={() => host.transport({ do: 'seek', seconds: 0 })}><svg viewBox="0 0 16 16" aria-hidden><path d="M3 3v10M13 3 6 8l7 5z" /></svg></button>
        <button type="button" data-live="play" aria-pressed="false" aria-label="Play" onClick={() => host.transport({ do: feed.current().transport?.playing === true ? 'pause' : 'play' })}>
          <svg viewBox="0 0 16 16" aria-hidden><path className="when-paused" d="M4 3l9 5-9 5z" /><path className="when-playing" d="M5 3v10M11 3v10" /></svg>
        </button>
      </div>
      <span className="num time" data-live="time" /><span className="num dim" data-live="beat" />
      <span className="tempo"><NumberField small label="Tempo" value={bpm} range={BPM} change={(v) => setTempo(session, v, 'tempo')} end={() => endGesture(session)} /><span className="dim">bpm</span></span>
      <span className="engine" role="status">{engine}</span>
      <div className="meters" role="img" aria-label="Level"><i data-live="left" /><i data-live="right" /></div>
      <div className="figures num">
        <span><span data-live="fps" /> <em>fps</em></span><span><span data-live="ms" /> <em>ms</em></span><span><span data-live="xruns" /> <em>xruns</em></span><span><span data-live="tier" /> <em>%</em></span>
      </div>
      <button type="button" className="save" disabled={readOnly} onClick={() => { if (saved) notice(session, 'Nothing has changed since it was saved.'); else void save(session, host); }}>Save</button>
    </header>
  );
}

/** −60..0 dB on 0..1 */
const meterWidth = (peak: number): number => (peak <= 0.001 ? 0 : Math.min(1, 1 + (20 * Math.log10(peak)) / 60));
