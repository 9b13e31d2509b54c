// What a request found out, as JavaScript.
#pragma once
#include "ring/work.h"

namespace weft::ring {

// Settles the request's promise: resolved with what was seen, rejected when a frame could not be encoded. [js]
void answer(Napi::Env, Request&);
Napi::Error failure(Napi::Env, const Error&);  // an Error with a code

}  // namespace weft::ring
