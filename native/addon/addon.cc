// engine.node: the native engine for Node. Arguments are checked in runtime/engine/native-engine.ts first.
#include <napi.h>

#include "addon/inspect.h"
#include "addon/live.h"
#include "addon/render.h"

namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) {
  weft::addon::exportRender(env, exports);
  weft::addon::exportInspect(env, exports);
  weft::addon::exportLive(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(engine, init)
