/** Sockets to one engine: DEALER for commands, SUB for telemetry. The only file of the host that knows zeromq. */
import { Dealer, Subscriber } from 'zeromq';
import {
  checker, DEADLINE_MS, ENGINE_MESSAGE_BYTES, engineFailure, engineReplies, readMessage, replyError, telemetry, writeMessage,
  type EngineDo, type EngineReply, type EngineRequest, type ReplyError, type Telemetry,
} from '../protocol/index.ts';
import { commandAddress, telemetryAddress } from '../engine/process/options.ts';

type Fields<D extends EngineDo> = Omit<EngineRequest<D>, 'id' | 'generation' | 'do' | 'deadline'>;
export type Reply<D extends EngineDo> = { ok: true; value: EngineReply<D> } | { ok: false; error: ReplyError };

/** ms that an answer may take on its way beyond the deadline of the work */
const GRACE_MS = 500;

export class EngineLink {
  readonly #commands = new Dealer({ linger: 0, sendHighWaterMark: 0, receiveHighWaterMark: 0, maxMessageSize: ENGINE_MESSAGE_BYTES, reconnectInterval: 20 });
  readonly #news = new Subscriber({ linger: 0, maxMessageSize: ENGINE_MESSAGE_BYTES, reconnectInterval: 20 });
  readonly #generation: number;
  readonly #open = new Map<number, { do: EngineDo; settle: (r: Reply<EngineDo>) => void; timer: NodeJS.Timeout }>();
  #id = 0;
  #sending: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(at: { folder: string; generation: number }, hear: (t: Telemetry) => void) {
    this.#generation = at.generation;
    this.#commands.connect(commandAddress(at));
    this.#news.connect(telemetryAddress(at));
    this.#news.subscribe();
    void this.#replies();
    void this.#listen(hear);
  }

  /** Always answers: with the reply, with the engine's error, or with `message.late` or `link.engine`. */
  ask<D extends EngineDo>(what: D, fields: Fields<D>, deadline = DEADLINE_MS, body?: Uint8Array): Promise<Reply<D>> {
    if (this.#closed) return Promise.resolve({ ok: false, error: gone });
    const id = ++this.#id;
    let head: string;
    try {
      head = writeMessage({ id, generation: this.#generation, deadline, do: what, ...fields });
    } catch (error) {
      return Promise.resolve({ ok: false, error: replyError('message.malformed', (error as Error).message) });
    }
    return new Promise((done) => {
      const timer = setTimeout(() => this.#settle(id, { ok: false, error: replyError('message.late', `The engine did not answer '${what}' in time.`) }), deadline + GRACE_MS);
      this.#open.set(id, { do: what, settle: done as (r: Reply<EngineDo>) => void, timer });
      const frames = body ? [head, body] : [head];
      this.#sending = this.#sending.then(() => (this.#closed ? undefined : this.#commands.send(frames as string[]))).catch(() => {});
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#commands.close();
    this.#news.close();
    for (const id of [...this.#open.keys()]) this.#settle(id, { ok: false, error: gone });
  }

  #settle(id: number, reply: Reply<EngineDo>): void {
    const open = this.#open.get(id);
    if (!open) return;
    this.#open.delete(id);
    clearTimeout(open.timer);
    open.settle(reply);
  }

  async #replies(): Promise<void> {
    const replies = checker(engineReplies, 'do');
    const failures = checker({ failure: engineFailure }, 'do');
    try {
      for await (const [frame] of this.#commands) {
        const read = readMessage(frame!.toString('utf8'));
        const id = read.ok ? (read.value as { id?: unknown } | null)?.id : null;
        const open = typeof id === 'number' ? this.#open.get(id) : undefined;
        // what comes too late, or was never asked for
        if (!read.ok || typeof id !== 'number' || !open) continue;
        const failed = failures.as('failure', read.value);
        if (failed.ok) {
          this.#settle(id, { ok: false, error: failed.value.error as ReplyError });
          continue;
        }
        const checked = replies.as(open.do, read.value);
        this.#settle(id, checked.ok ? { ok: true, value: checked.value as EngineReply } : { ok: false, error: checked.error });
      }
    } catch { /* closed */ }
  }

  async #listen(hear: (t: Telemetry) => void): Promise<void> {
    const news = checker(telemetry, 'tell');
    try {
      for await (const [, frame] of this.#news) {
        const read = frame ? readMessage(frame.toString('utf8')) : null;
        const checked = read?.ok ? news.check(read.value) : null;
        if (checked?.ok && checked.value.generation === this.#generation && !this.#closed) hear(checked.value as Telemetry);
      }
    } catch { /* closed */ }
  }
}

const gone = replyError('link.engine', 'The engine is not there; it is being started again.');
