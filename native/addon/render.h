// Offline renders and preparation, off the JS thread.
#pragma once
#include <napi.h>

namespace weft::addon {

// class Render(plan: Uint8Array, bases: Float32Array, job, progress: (frames) => void)
//   .done: Promise<result>   .cancel(): void
// prepare(plan, bases, job): Promise<Diagnostic[]>
void exportRender(Napi::Env, Napi::Object exports);

}  // namespace weft::addon
