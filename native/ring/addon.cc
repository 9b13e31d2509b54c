// ring.node: reads frame rings and encodes JPEG, for the host and for output windows. No state but that of each Ring.
#include <napi.h>

#include "ring/ring.h"

namespace {

// Ring(path, generation or 0): throws an Error with code ring.open or ring.foreign.
Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("Ring", weft::ring::Ring::define(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(ring, init)
