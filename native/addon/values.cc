#include "addon/values.h"

namespace weft::addon {

std::string text(const Napi::Object& o, const char* key, std::string otherwise) {
  auto v = o.Get(key);
  return v.IsString() ? v.As<Napi::String>().Utf8Value() : std::move(otherwise);
}

double number(const Napi::Object& o, const char* key, double otherwise) {
  auto v = o.Get(key);
  return v.IsNumber() ? v.As<Napi::Number>().DoubleValue() : otherwise;
}

bool flag(const Napi::Object& o, const char* key, bool otherwise) {
  auto v = o.Get(key);
  return v.IsBoolean() ? v.As<Napi::Boolean>().Value() : otherwise;
}

namespace {

media::WriterSpec toWriter(const Napi::Object& w) {
  media::WriterSpec spec;
  spec.path = text(w, "path");
  spec.form = text(w, "form");
  spec.width = int(number(w, "width", 0));
  spec.height = int(number(w, "height", 0));
  spec.fps = {int64_t(number(w, "fpsNum", 30)), int64_t(number(w, "fpsDen", 1))};
  spec.input = flag(w, "half", false) ? media::PixelFormat::RgbaHalf : media::PixelFormat::Rgba8;
  spec.alpha = flag(w, "alpha", false);
  spec.sampleRate = int(number(w, "sampleRate", 48000));
  spec.sound = flag(w, "sound", true);
  spec.videoCodec = text(w, "videoCodec");
  spec.preset = text(w, "preset");
  spec.crf = int(number(w, "crf", -1));
  spec.audioCodec = text(w, "audioCodec");
  spec.audioBitrate = int(number(w, "audioBitrate", 192000));
  spec.firstNumber = int(number(w, "firstNumber", 0));
  return spec;
}

}  // namespace

clock::OfflineJob toJob(const Napi::Object& j) {
  clock::OfflineJob job;
  job.startFrame = int64_t(number(j, "startFrame", 0));
  job.firstFrame = int64_t(number(j, "firstFrame", 0));
  job.frames = int64_t(number(j, "frames", 0));
  job.picture = flag(j, "picture", true);
  job.sound = flag(j, "sound", true);
  job.half = flag(j, "half", false);
  job.constants = flag(j, "constants", false);
  job.shaderCache = text(j, "shaderCache");
  job.fonts = text(j, "fonts");
  job.decodeThreads = int(number(j, "decodeThreads", 1));
  job.budgetBytes = size_t(number(j, "budgetBytes", double(size_t(1) << 30)));
  if (auto d = j.Get("date"); d.IsArray())
    for (uint32_t i = 0; i < 4; ++i) job.date[i] = d.As<Napi::Array>().Get(i).ToNumber().DoubleValue();
  if (auto w = j.Get("writer"); w.IsObject()) job.writer = toWriter(w.As<Napi::Object>());
  return job;
}

Napi::Array fromDiagnostics(Napi::Env env, const std::vector<Diagnostic>& list) {
  auto out = Napi::Array::New(env, list.size());
  for (uint32_t i = 0; i < list.size(); ++i) {
    const auto& d = list[i];
    auto o = Napi::Object::New(env);
    o.Set("code", d.code);
    o.Set("severity", d.severity);
    o.Set("message", d.message);
    if (!d.node.empty()) o.Set("node", d.node);
    if (!d.file.empty()) o.Set("file", d.file);
    if (d.line > 0) o.Set("line", d.line);
    out.Set(i, o);
  }
  return out;
}

Napi::Object fromError(Napi::Env env, const Error& error) {
  auto o = Napi::Object::New(env);
  o.Set("code", error.code);
  o.Set("message", error.message);
  return o;
}

Napi::Object fromResult(Napi::Env env, const clock::OfflineResult& r, const std::vector<Diagnostic>& diagnostics) {
  auto o = Napi::Object::New(env);
  o.Set("cancelled", r.cancelled);
  o.Set("error", r.error ? Napi::Value(fromError(env, *r.error)) : env.Null());
  auto frames = Napi::Array::New(env, r.frames.size());
  for (uint32_t i = 0; i < r.frames.size(); ++i) frames.Set(i, r.frames[i]);
  o.Set("frames", frames);
  o.Set("sound", r.sound);
  o.Set("samples", double(r.samples));
  o.Set("renderer", r.renderer);
  auto s = Napi::Object::New(env);
  s.Set("prepare", r.seconds.prepare);
  s.Set("decode", r.seconds.decode);
  s.Set("signal", r.seconds.signal);
  s.Set("audio", r.seconds.audio);
  s.Set("video", r.seconds.video);
  s.Set("readback", r.seconds.readback);
  s.Set("encode", r.seconds.encode);
  s.Set("total", r.seconds.total);
  o.Set("seconds", s);
  o.Set("diagnostics", fromDiagnostics(env, diagnostics));
  return o;
}

}  // namespace weft::addon
