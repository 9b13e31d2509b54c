#include "addon/inspect.h"

#include <unistd.h>

#include <thread>

#include "addon/values.h"
#include "audio/device.h"
#include "dsp/factory.h"
#include "gl/context.h"
#include "media/doctor.h"
#include "media/probe.h"

namespace weft::addon {
namespace {

Napi::Object ok(Napi::Env env, Napi::Value value) {
  auto o = Napi::Object::New(env);
  o.Set("ok", true);
  o.Set("value", value);
  return o;
}

Napi::Object failed(Napi::Env env, const Error& error) {
  auto o = Napi::Object::New(env);
  o.Set("ok", false);
  o.Set("error", fromError(env, error));
  return o;
}

std::string ratio(plan::Rational r) { return std::to_string(r.num) + "/" + std::to_string(r.den); }

Napi::Object fromVideo(Napi::Env env, const media::VideoInfo& v) {
  auto o = Napi::Object::New(env);
  o.Set("codec", v.codec);
  o.Set("pixelFormat", v.pixelFormat);
  o.Set("width", v.width);
  o.Set("height", v.height);
  o.Set("sampleAspect", ratio(v.sampleAspect));
  o.Set("rotation", v.rotation);
  o.Set("frameRate", ratio(v.frameRate));
  o.Set("variable", v.variable);
  o.Set("frames", double(v.frames));
  o.Set("alpha", v.alpha);
  o.Set("colorSpace", v.colorSpace);
  o.Set("colorRange", v.colorRange);
  o.Set("colorPrimaries", v.colorPrimaries);
  o.Set("colorTransfer", v.colorTransfer);
  return o;
}

Napi::Object fromAudio(Napi::Env env, const media::AudioInfo& a) {
  auto o = Napi::Object::New(env);
  o.Set("codec", a.codec);
  o.Set("channels", a.channels);
  o.Set("layout", a.layout);
  o.Set("sampleRate", a.sampleRate);
  o.Set("start", a.start);
  o.Set("duration", a.duration);
  return o;
}

Napi::Value probe(const Napi::CallbackInfo& info) {
  auto env = info.Env();
  auto result = media::probe(info[0].As<Napi::String>().Utf8Value());
  if (auto* error = std::get_if<Error>(&result)) return failed(env, *error);
  const auto& m = std::get<0>(result);
  auto o = Napi::Object::New(env);
  o.Set("path", m.path);
  o.Set("container", m.container);
  o.Set("duration", m.duration);
  o.Set("bytes", double(m.bytes));
  auto video = Napi::Array::New(env), audio = Napi::Array::New(env);
  for (uint32_t i = 0; i < m.video.size(); ++i) video.Set(i, fromVideo(env, m.video[i]));
  for (uint32_t i = 0; i < m.audio.size(); ++i) audio.Set(i, fromAudio(env, m.audio[i]));
  o.Set("video", video);
  o.Set("audio", audio);
  return ok(env, o);
}

Napi::Value gl(const Napi::CallbackInfo& info) {
  auto env = info.Env();
  const auto cache = info[0].As<Napi::String>().Utf8Value();
  // A context stays on the thread that made it, and the JS thread shall never own one.
  std::variant<gl::GlInfo, Error> result;
  std::thread([&] {
    auto context = gl::Context::create(cache);
    if (auto* error = std::get_if<Error>(&context)) result = *error;
    else result = std::get<0>(context)->info();
  }).join();
  if (auto* error = std::get_if<Error>(&result)) return failed(env, *error);
  const auto& g = std::get<0>(result);
  auto o = Napi::Object::New(env);
  o.Set("vendor", g.vendor);
  o.Set("renderer", g.renderer);
  o.Set("version", g.version);
  o.Set("software", g.software);
  o.Set("es", g.es);
  o.Set("storageBuffers", g.storageBuffers);
  return ok(env, o);
}

// Takes a moment: each backend looks anew.
Napi::Value devices(const Napi::CallbackInfo& info) {
  auto env = info.Env();
  const auto found = audio::listDevices();
  auto list = Napi::Array::New(env, found.size());
  for (uint32_t i = 0; i < found.size(); ++i) {
    const auto& d = found[i];
    auto o = Napi::Object::New(env);
    o.Set("id", d.id);
    o.Set("backend", d.backend);
    o.Set("name", d.name);
    o.Set("outputs", d.outputs);
    o.Set("inputs", d.inputs);
    o.Set("rate", d.rate);
    o.Set("latency", d.latency);
    o.Set("isDefault", d.isDefault);
    list.Set(i, o);
  }
  return list;
}

Napi::Value codecs(const Napi::CallbackInfo& info) {
  auto env = info.Env();
  const auto report = media::mediaReport();
  auto list = Napi::Array::New(env, report.codecs.size());
  for (uint32_t i = 0; i < report.codecs.size(); ++i) {
    const auto& c = report.codecs[i];
    auto o = Napi::Object::New(env);
    o.Set("name", c.name);
    o.Set("use", c.use);
    o.Set("encoder", c.encoder);
    o.Set("present", c.there);
    list.Set(i, o);
  }
  auto install = Napi::Array::New(env, report.install.size());
  for (uint32_t i = 0; i < report.install.size(); ++i) install.Set(i, report.install[i]);
  auto o = Napi::Object::New(env);
  o.Set("version", report.version);
  o.Set("codecs", list);
  o.Set("install", install);
  return o;
}

}  // namespace

void exportInspect(Napi::Env env, Napi::Object exports) {
  exports.Set("probe", Napi::Function::New(env, probe, "probe"));
  exports.Set("gl", Napi::Function::New(env, gl, "gl"));
  exports.Set("dspIdentity", Napi::Function::New(env, [](const Napi::CallbackInfo& i) { return Napi::String::New(i.Env(), weft::dsp::identity()); }, "dspIdentity"));
  exports.Set("devices", Napi::Function::New(env, devices, "devices"));
  exports.Set("codecs", Napi::Function::New(env, codecs, "codecs"));
  // A render thread that hangs in a driver cannot be joined, so the usual exit would hang with it.
  exports.Set("abandon", Napi::Function::New(env, [](const Napi::CallbackInfo& i) { _exit(i[0].ToNumber().Int32Value()); }, "abandon"));
}

}  // namespace weft::addon
