import type { Plan } from './types.ts';

/** The plan as one transferable buffer: UTF-8 JSON. native/plan/decode.cc reads it. */
export function encodePlan(plan: Plan): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(plan));
}
