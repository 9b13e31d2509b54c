/** The page of `weft open`: the program as it plays, with its numbers and its transport. */
import './page.css';
import { connectGateway } from '../client/gateway.ts';
import type { TransportNow } from '../client/host.ts';
import { meter } from './meter.ts';
import { pictureView } from './picture.ts';
import { bars, clock } from './text.ts';

const get = <T extends HTMLElement = HTMLElement>(id: string): T => document.getElementById(id) as T;
const address = new URL('..', location.href);
address.protocol = 'ws:';

const host = connectGateway({ url: address.href, picture: 1280 });
const picture = pictureView(get<HTMLCanvasElement>('picture'));
const levels = meter(get('meter'));
const play = get<HTMLButtonElement>('play');
const seek = get<HTMLInputElement>('seek');
const bpm = get<HTMLInputElement>('bpm');

let transport: TransportNow & { at: number } = { seconds: 0, beat: 0, bpm: 120, playing: false, at: performance.now() };
let peak: readonly number[] = [0, 0];
let beatsPerBar = 4;
let duration = 10;
let holding = false;
let link = 'connecting';
let engine = '';

host.listen((e) => {
  switch (e.event) {
    case 'link':
      link = e.state;
      return curtain();
    case 'document':
      get('title').textContent = e.patch.title;
      document.title = `${e.patch.title} – Weft`;
      beatsPerBar = e.patch.tempo.beatsPerBar;
      duration = e.patch.duration ?? 10;
      document.body.style.setProperty('--ratio', String(e.patch.canvas.width / e.patch.canvas.height));
      get('caption').textContent = `${e.patch.canvas.width}×${e.patch.canvas.height} · ${e.patch.canvas.fps} fps`;
      return;
    case 'meters':
      peak = e.peak;
      text('load', (e.load * 100).toFixed(0));
      return stand(e.transport);
    case 'stats':
      text('fps', e.stats.fps.toFixed(1));
      text('ms', e.stats.frameMs.toFixed(1));
      text('load', (e.stats.load * 100).toFixed(0));
      text('xruns', String(e.stats.xruns), e.stats.xruns > 0);
      text('tier', String(e.stats.tier), e.stats.tier < 100);
      return stand(e.transport);
    case 'frame': return picture.show(e.jpeg);
    case 'engine':
      engine = e.sentence;
      return curtain();
    case 'diagnostics': return problems(e.diagnostics);
    case 'conflict': return problems([{ severity: 'warning', code: 'file', message: e.sentence }]);
  }
});

function stand(t: TransportNow): void {
  transport = { ...t, at: performance.now() };
  play.setAttribute('aria-pressed', String(t.playing));
  play.setAttribute('aria-label', t.playing ? 'Pause' : 'Play');
  if (document.activeElement !== bpm) bpm.value = t.bpm.toFixed(2);
}

function curtain(): void {
  get('curtain').textContent = link === 'open' ? engine : link === 'connecting' ? 'Connecting…' : 'Weft is not there. The page tries again by itself.';
}

function text(id: string, value: string, bad = false): void {
  const place = get(id);
  place.textContent = value;
  place.classList.toggle('bad', bad);
}

function problems(list: readonly { severity: string; code: string; message: string; node?: string }[]): void {
  const shown = list.filter((d) => d.severity !== 'info').slice(0, 50);
  get('problems-count').textContent = shown.length === 0 ? 'none' : String(list.length);
  get('problems').replaceChildren(...shown.map((d) => {
    const item = document.createElement('li');
    item.className = d.severity;
    const node = document.createElement('code');
    node.textContent = d.node ?? '';
    item.append(document.createElement('i'), d.message, node);
    return item;
  }));
}

/** Between what the host says the transport goes on as it went. */
function draw(now: number): void {
  const ahead = transport.playing ? Math.min(1, (now - transport.at) / 1000) : 0;
  const seconds = transport.seconds + ahead;
  get('time').textContent = clock(seconds);
  get('beat').textContent = bars(transport.beat + (ahead * transport.bpm) / 60, beatsPerBar);
  if (!holding) {
    seek.max = String(Math.max(duration, Math.ceil(seconds / 10) * 10));
    seek.value = String(seconds);
    seek.setAttribute('aria-valuetext', clock(seconds));
  }
  seek.style.setProperty('--played', `${(Number(seek.value) / Number(seek.max)) * 100}%`);
  levels.level(peak, now);
  document.body.dataset.drawn = String(picture.drawn);
  requestAnimationFrame(draw);
}
requestAnimationFrame(draw);

const toggle = () => host.transport({ do: transport.playing ? 'pause' : 'play' });
const to = (seconds: number) => host.transport({ do: 'seek', seconds: Math.max(0, seconds) });
const tempo = (value: number) => { if (Number.isFinite(value)) host.transport({ do: 'tempo', bpm: Math.min(400, Math.max(20, value)) }); };
const full = () => void (document.fullscreenElement ? document.exitFullscreen() : get('stage').requestFullscreen().catch(() => {}));

play.addEventListener('click', toggle);
get('home').addEventListener('click', () => to(0));
get('full').addEventListener('click', full);
bpm.addEventListener('change', () => tempo(bpm.valueAsNumber));
bpm.addEventListener('keydown', (e) => { if (e.key === 'Enter') bpm.blur(); });
seek.addEventListener('pointerdown', () => { holding = true; });
seek.addEventListener('pointerup', () => { holding = false; });
seek.addEventListener('input', () => to(seek.valueAsNumber));

const keys: Readonly<Record<string, (shift: boolean) => void>> = {
  ' ': toggle, Home: () => to(0), f: full, F: full,
  ArrowLeft: (shift) => to(transport.seconds - (shift ? 10 : 1)), ArrowRight: (shift) => to(transport.seconds + (shift ? 10 : 1)),
  ArrowUp: (shift) => tempo(transport.bpm + (shift ? 10 : 1)), ArrowDown: (shift) => tempo(transport.bpm - (shift ? 10 : 1)),
};
addEventListener('keydown', (e) => {
  const own = e.target instanceof HTMLInputElement && e.target.type === 'number';
  const press = keys[e.key];
  if (!press || own || e.ctrlKey || e.metaKey || e.altKey) return;
  e.preventDefault();
  press(e.shiftKey);
});
