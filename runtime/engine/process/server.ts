/** Sockets of the engine: ROUTER for commands, PUB for telemetry. The only file of the engine that knows zeromq. */
import { Publisher, Router } from 'zeromq';
import { checker, DEADLINE_MS, ENGINE_MESSAGE_BYTES, engineRequests, readMessage, replyError, writeMessage, type EngineRequest, type ReplyError, type Telemetry } from '../../protocol/index.ts';
import { commandAddress, telemetryAddress, type EngineOptions } from './options.ts';
import type { Answer, Session } from './session.ts';

/** messages; telemetry that nobody takes is dropped, the oldest stays */
const TELEMETRY_WATER = 200;

export interface Server {
  tell(telemetry: Telemetry): void;
  /** Serves until `quit` or close(). */
  serve(session: Session): Promise<void>;
  close(): void;
}

export async function openServer(options: EngineOptions): Promise<Server> {
  const commands = new Router({ linger: 0, maxMessageSize: ENGINE_MESSAGE_BYTES, sendHighWaterMark: 0, receiveHighWaterMark: 10_000 });
  const news = new Publisher({ linger: 0, sendHighWaterMark: TELEMETRY_WATER });
  await commands.bind(commandAddress(options));
  await news.bind(telemetryAddress(options));
  const requests = checker(engineRequests, 'do');
  // zeromq takes one send at a time of each socket
  let sending: Promise<unknown> = Promise.resolve();
  let telling: Promise<unknown> = Promise.resolve();
  let backlog = 0;
  let closed = false;

  const answer = (to: Buffer, id: number, a: Answer | { error: ReplyError }): void => {
    let text: string;
    try {
      text = writeMessage('reply' in a ? a.reply : { id, error: a.error });
    } catch (error) {
      text = writeMessage({ id, error: replyError('engine.failed', (error as Error).message) });
    }
    sending = sending.then(() => (closed ? undefined : commands.send([to, text]))).catch(() => {});
  };

  const take = async (session: Session, request: EngineRequest, body: Buffer | undefined): Promise<Answer> => {
    if (request.generation !== options.generation) return { error: replyError('message.generation', `This is engine ${options.generation}, not ${request.generation}.`) };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Answer>((done) => {
      timer = setTimeout(() => done({ error: replyError('message.late', `'${request.do}' was not done in time; it may still be done.`) }), request.deadline ?? DEADLINE_MS);
    });
    const work = request.do === 'load' && body ? session.load(request, body) : session.do(request);
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      return { error: replyError('engine.failed', (error as Error).message) };
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    tell(t) {
      if (closed || backlog > TELEMETRY_WATER) return;
      let text: string;
      try {
        text = writeMessage(t);
      } catch {
        return;
      }
      backlog++;
      telling = telling.then(() => (closed ? undefined : news.send([t.tell, text]))).catch(() => {}).finally(() => backlog--);
    },
    async serve(session) {
      for await (const [from, head, body] of commands) {
        if (!from || !head) continue;
        const read = readMessage(head.toString('utf8'));
        const checked = read.ok ? requests.check(read.value) : read;
        if (!checked.ok) {
          answer(from, checked.id, { error: checked.error });
          continue;
        }
        const request = checked.value as EngineRequest;
        const done = take(session, request, body).then((a) => answer(from, request.id, a));
        if (request.do === 'quit') {
          await done;
          await sending;
          return;
        }
      }
    },
    close() {
      closed = true;
      commands.close();
      news.close();
    },
  };
}
