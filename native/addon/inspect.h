// Questions that play nothing: what a media file holds, what this machine can do.
#pragma once
#include <napi.h>

namespace weft::addon {

// probe(path): { ok: true, value } | { ok: false, error }
// gl(shaderCache): { ok, value: GlInfo } | { ok: false, error }
// dspIdentity(): string
// codecs(): { version, codecs: [{ name, use, encoder, present }], install: string[] }
// abandon(code): ends the process at once
void exportInspect(Napi::Env, Napi::Object exports);

}  // namespace weft::addon
