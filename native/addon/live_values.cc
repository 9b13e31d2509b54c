#include "addon/live_values.h"

#include "addon/values.h"

namespace weft::addon {

audio::DeviceOptions toDevice(const Napi::Object& o) {
  audio::DeviceOptions d;
  d.name = text(o, "name");
  d.outputs = int(number(o, "outputs", 2));
  d.inputs = int(number(o, "inputs", 0));
  d.firstOutput = int(number(o, "firstOutput", 0));
  d.firstInput = int(number(o, "firstInput", 0));
  d.frames = int(number(o, "block", 0));
  d.rate = int(number(o, "rate", 0));
  return d;
}

clock::LiveSpec toLiveSpec(const Napi::Object& o) {
  clock::LiveSpec s;
  s.device = toDevice(o.Get("device").As<Napi::Object>());
  s.sampleRate = int(number(o, "sampleRate", 48000));
  if (const Napi::Value ring = o.Get("ring"); ring.IsObject()) {
    const auto r = ring.As<Napi::Object>();
    s.ring = clock::RingPlace{text(r, "folder"), uint64_t(number(r, "generation", 0)), uint32_t(number(r, "slots", 4))};
  }
  s.shaderCache = text(o, "shaderCache");
  s.fonts = text(o, "fonts");
  s.blackBox = text(o, "blackBox");
  s.budgetBytes = size_t(number(o, "budgetBytes", double(s.budgetBytes)));
  s.decodeThreads = int(number(o, "decodeThreads", 1));
  s.picture = flag(o, "picture", true);
  s.hashes = flag(o, "hashes", false);
  s.simulated = flag(o, "simulated", false);
  return s;
}

Napi::Object fromState(Napi::Env env, const signal::TransportState& s) {
  auto o = Napi::Object::New(env);
  o["now"] = double(s.now);
  o["position"] = double(s.position);
  o["beat"] = s.beat;
  o["bpm"] = s.bpm;
  o["playing"] = s.playing;
  o["loop"] = env.Null();
  if (s.loopTo > s.loopFrom) {
    auto loop = Napi::Object::New(env);
    loop["from"] = double(s.loopFrom);
    loop["to"] = double(s.loopTo);
    o["loop"] = loop;
  }
  return o;
}

namespace {

Napi::Object sound(Napi::Env env, const audio::SoundStats& s, long lateValues) {
  auto o = Napi::Object::New(env);
  o["state"] = s.state;
  auto d = Napi::Object::New(env);
  d["id"] = s.device.id;
  d["name"] = s.device.name;
  d["backend"] = s.device.backend;
  d["rate"] = s.device.rate;
  d["frames"] = s.device.frames;
  d["outputs"] = s.device.outputs;
  d["inputs"] = s.device.inputs;
  o["device"] = d;
  o["problem"] = s.problem;
  o["xruns"] = double(s.xruns);
  o["blocks"] = double(s.blocks);
  o["callbacks"] = double(s.callbacks);
  o["lostDevice"] = double(s.lostDevice);
  o["latency"] = s.latency;
  o["inputLatency"] = s.inputLatency;
  auto us = Napi::Object::New(env);
  us["p50"] = s.callbackUs.p50;
  us["p99"] = s.callbackUs.p99;
  us["p999"] = s.callbackUs.p999;
  us["max"] = s.callbackUs.max;
  o["callbackUs"] = us;
  o["load"] = s.load;
  auto peak = Napi::Array::New(env, 2);
  peak[0u] = Napi::Number::New(env, s.peak[0]);
  peak[1u] = Napi::Number::New(env, s.peak[1]);
  o["peak"] = peak;
  o["realtime"] = s.realtime;
  o["lateValues"] = double(lateValues);
  return o;
}

Napi::Object picture(Napi::Env env, const clock::LiveStats& s) {
  const clock::PictureCounts& c = s.picture;
  auto o = Napi::Object::New(env);
  o["renderer"] = s.renderer;
  auto frames = Napi::Object::New(env);
  frames["rendered"] = double(c.rendered);
  frames["late"] = double(c.late);
  frames["held"] = double(c.held);
  o["frames"] = frames;
  o["decodeLate"] = double(c.decodeLate);
  o["tier"] = c.tier;
  auto ms = Napi::Object::New(env);
  ms["p50"] = c.frameMs.p50;
  ms["p99"] = c.frameMs.p99;
  ms["max"] = c.frameMs.max;
  o["frameMs"] = ms;
  o["frame"] = double(c.frame);
  o["problem"] = s.problem;
  return o;
}

}  // namespace

Napi::Object fromRecorded(Napi::Env env, const clock::Recorded& r) {
  auto o = Napi::Object::New(env);
  o["file"] = r.file;
  o["frames"] = double(r.frames);
  o["seconds"] = r.seconds;
  o["dropped"] = double(r.dropped);
  return o;
}

Napi::Object fromStats(Napi::Env env, const clock::LiveStats& s, const signal::TransportState& state) {
  auto o = Napi::Object::New(env);
  o["transport"] = fromState(env, state);
  o["sound"] = sound(env, s.sound, s.lateValues);
  o["picture"] = picture(env, s);
  o["ring"] = env.Null();
  if (!s.ringPath.empty()) {
    auto ring = Napi::Object::New(env);
    ring["path"] = s.ringPath;
    ring["published"] = double(s.published);
    o["ring"] = ring;
  }
  o["recording"] = s.recording ? Napi::Value(fromRecorded(env, *s.recording)) : Napi::Value(env.Null());
  auto memory = Napi::Object::New(env);
  memory["decode"] = double(s.decodeBytes);
  memory["textures"] = double(s.picture.textureBytes);
  memory["budget"] = double(s.budgetBytes);
  o["memory"] = memory;
  o["rev"] = double(s.rev);
  return o;
}

Napi::Object fromPong(Napi::Env env, const clock::LivePong& p) {
  auto o = Napi::Object::New(env);
  o["status"] = p.busy ? "busy" : "alive";
  o["uptimeS"] = p.uptime;
  o["lastFrameMs"] = p.lastFrameMs;
  o["blocks"] = double(p.blocks);
  o["inFlight"] = env.Null();
  if (p.inFlight > 0) {
    auto f = Napi::Object::New(env);
    f["thread"] = p.thread;
    f["node"] = p.node;
    f["seconds"] = p.inFlight;
    o["inFlight"] = f;
  }
  return o;
}

Napi::Object fromLoad(Napi::Env env, const clock::LoadResult& r) {
  auto o = Napi::Object::New(env);
  o["error"] = r.error ? Napi::Value(fromError(env, *r.error)) : Napi::Value(env.Null());
  o["overtaken"] = r.overtaken;
  o["played"] = r.played;
  o["now"] = double(r.now);
  o["frame"] = double(r.frame);
  o["diagnostics"] = fromDiagnostics(env, r.diagnostics);
  return o;
}

}  // namespace weft::addon
