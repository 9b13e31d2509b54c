// Live playing. The face in JavaScript is runtime/engine/live.ts.
#pragma once
#include <napi.h>

namespace weft::addon {

// class Live(options, event: (name, …) => void)
//   .load(plan: Uint8Array, bases: Float32Array, {rev, date, whole}): Promise<{error, overtaken, played, now, frame, diagnostics}>
//   .set(rows: string[], values: Float64Array): boolean[]
//   .transport(kind, from, to, bpm)   .state()   .stats()   .values(rows: string[]): Float64Array   .ping()
//   .useDevice(device)   .record({path, form, preset}): error | null   .stopRecord(): Promise<recorded | null>
//   .advance(samples): Promise   .close(): Promise
void exportLive(Napi::Env, Napi::Object exports);

}  // namespace weft::addon
