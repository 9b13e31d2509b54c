#include "ring/answer.h"

namespace weft::ring {
namespace {

const char* nameOf(frames::Seen seen) {
  switch (seen) {
    case frames::Seen::Frame: return "frame";
    case frames::Seen::Nothing: return "nothing";
    case frames::Seen::Closed: return "closed";
    case frames::Seen::Gone: return "gone";
  }
  return "gone";
}

}  // namespace

void answer(Napi::Env env, Request& r) {
  if (r.error) return r.deferred.Reject(failure(env, *r.error).Value());
  auto o = Napi::Object::New(env);
  o.Set("seen", nameOf(r.seen));
  if (r.seen == frames::Seen::Frame) {
    const auto& m = r.frame.meta;
    o.Set("number", double(r.frame.number));
    o.Set("frame", double(m.frame));
    o.Set("sample", double(m.sample));
    o.Set("width", m.width);
    o.Set("height", m.height);
    o.Set("stride", m.stride);
    o.Set("length", double(m.length));
    o.Set("format", m.format == frames::kJpeg ? "jpeg" : "rgba");
    o.Set("held", (m.flags & frames::kHeld) != 0);
    o.Set("cached", (m.flags & frames::kCached) != 0);
    o.Set("tier", m.tier);
    o.Set("published", double(r.frame.published) / 1e6);
    if (r.into.empty()) {
      // A copy: Electron allows no buffers that lie outside its own memory.
      o.Set("data", Napi::Buffer<uint8_t>::Copy(env, r.jpeg.data(), r.jpeg.size()));
      o.Set("jpegWidth", r.encoded.width);
      o.Set("jpegHeight", r.encoded.height);
    }
  }
  r.deferred.Resolve(o);
}

Napi::Error failure(Napi::Env env, const Error& e) {
  auto error = Napi::Error::New(env, e.message);
  error.Set("code", e.code);
  return error;
}

}  // namespace weft::ring
