import { describe, expect, it } from 'vitest';
import type { LiveStats, TransportState } from '../../runtime/engine/live.ts';
import {
  checker, engineReplies, engineRequests, pageNews, pageReplies, pageRequests, readFrameHeader, readMessage, telemetry, writeFrameHeader, writeMessage,
  type StatsNow, type TransportNow,
} from '../../runtime/protocol/index.ts';
import type { Shape } from '../../runtime/protocol/shape.ts';
import { samples, statsSample } from './samples.ts';

const sets = {
  'host to engine': { kinds: engineRequests, by: 'do' },
  'engine replies': { kinds: engineReplies, by: 'do' },
  'engine telemetry': { kinds: telemetry, by: 'tell' },
  'page to host': { kinds: pageRequests, by: 'do' },
  'host replies': { kinds: pageReplies, by: 'do' },
  'host to page': { kinds: pageNews, by: 'tell' },
} as const;

const hostile: unknown[] = [
  null, true, -1, 1.5, 1e400, -1e400, Number.NaN, 2 ** 60, '', 'x'.repeat(5_000_000), [], {}, [[[]]], { toString: 1 }, { length: 1e9 },
  JSON.parse('{"__proto__": {"admin": true}}'), { constructor: { prototype: {} } }, '\u0000', '../../etc/passwd', new Array(100_000).fill(0),
];

describe.each(Object.entries(sets))('Messages, %s,', (name, { kinds, by }) => {
  const c = checker(kinds as unknown as Record<string, Shape<unknown>>, by);
  const each = Object.keys(kinds);

  it('all have a sample that fits', () => {
    for (const kind of each) expect([kind, c.as(kind, samples(name, kind))]).toEqual([kind, { ok: true, value: samples(name, kind) }]);
  });

  it('without a field that they need are refused', () => {
    for (const kind of each) {
      const required = (kinds as unknown as Record<string, { schema: { required: string[] } }>)[kind]!.schema.required;
      expect(required.length).toBeGreaterThan(0);
      for (const field of required) {
        const { [field]: _, ...rest } = samples(name, kind);
        expect([kind, field, c.as(kind, rest).ok]).toEqual([kind, field, false]);
      }
    }
  });

  it('with a wrong, huge or hostile value anywhere are refused or hold only what their schema allows, and never crash', () => {
    for (const kind of each) {
      const sample = samples(name, kind);
      for (const field of Object.keys(sample)) {
        for (const value of hostile) {
          const judged = c.as(kind, { ...sample, [field]: value });
          if (judged.ok) expect(() => writeMessage(judged.value)).not.toThrow();
        }
      }
      for (const value of hostile) expect(c.as(kind, value).ok).toBe(false);
      expect(c.as(kind, { ...sample, extra: 1 }).ok).toBe((kinds as unknown as Record<string, { schema: { additionalProperties?: boolean } }>)[kind]!.schema.additionalProperties !== false);
    }
  });

  it('of no known kind are refused by name', () => {
    for (const kind of ['toString', '__proto__', 'constructor', 'nope', '']) expect(c.check({ [by]: kind, id: 3 })).toMatchObject({ ok: false, id: 3, error: { code: 'message.unknown' } });
    for (const value of hostile) expect(c.check(value)).toMatchObject({ ok: false, error: { code: 'message.malformed' } });
  });
});

describe('The wire', () => {
  it('lets no number pass that is not finite, in either direction', () => {
    const numbers = checker(pageRequests, 'do');
    for (const bad of ['1e999', '-1e999']) expect(numbers.check((readMessage(`{"id":1,"do":"set","values":[{"row":"n.a","value":${bad}}]}`) as { value: unknown }).value).ok).toBe(false);
    for (const bad of ['NaN', 'Infinity']) expect(readMessage(`{"a":${bad}}`).ok).toBe(false);
    for (const bad of [Number.NaN, Infinity]) expect(() => writeMessage({ a: [{ b: bad }] })).toThrow(TypeError);
  });

  it('refuses depth that would burst a stack, and reads brackets within texts as text', () => {
    expect(readMessage('['.repeat(1_000_000))).toMatchObject({ ok: false });
    expect(readMessage(`{"a":"${'['.repeat(500)}\\"${'{'.repeat(500)}"}`)).toMatchObject({ ok: true });
  });

  it('carries the statistics of the player as they are', () => {
    // the compiler holds the two types together
    const a = (s: LiveStats): StatsNow => s;
    const b = (s: TransportState): TransportNow => s;
    expect(checker(telemetry, 'tell').check({ tell: 'stats', generation: 1, stats: a(statsSample) }).ok).toBe(true);
    expect(b(statsSample.transport)).toBe(statsSample.transport);
  });

  it('gives a picture its header back, and no other bytes one', () => {
    const header = { width: 1920, height: 1080, frame: 2 ** 40 + 1, published: 12.5, held: true, tier: 75 };
    const bytes = new Uint8Array([...writeFrameHeader(header), 0xff, 0xd8]);
    expect(readFrameHeader(bytes)).toEqual(header);
    for (let n = 0; n <= 40; n++) expect(readFrameHeader(bytes.subarray(0, n))).toBeNull();
    let state = 1;
    const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    for (let i = 0; i < 20_000; i++) {
      const noise = Uint8Array.from({ length: 64 }, () => random() * 256);
      if (i % 2) noise.set(bytes.subarray(0, 6));
      const read = readFrameHeader(noise);
      if (read) expect(read.width <= 16384 && read.height <= 16384 && Number.isFinite(read.frame)).toBe(true);
    }
  });
});
