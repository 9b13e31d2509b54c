#include "addon/live.h"

#include <cmath>

#include "addon/live_values.h"
#include "addon/on_thread.h"
#include "addon/values.h"

namespace weft::addon {
namespace {

class Live : public Napi::ObjectWrap<Live> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Live", {
        InstanceMethod<&Live::load>("load"), InstanceMethod<&Live::set>("set"), InstanceMethod<&Live::transport>("transport"),
        InstanceMethod<&Live::state>("state"), InstanceMethod<&Live::stats>("stats"), InstanceMethod<&Live::values>("values"),
        InstanceMethod<&Live::ping>("ping"), InstanceMethod<&Live::useDevice>("useDevice"), InstanceMethod<&Live::record>("record"),
        InstanceMethod<&Live::stopRecord>("stopRecord"), InstanceMethod<&Live::advance>("advance"), InstanceMethod<&Live::close>("close"),
        InstanceMethod<&Live::shown>("shown")});
  }

  explicit Live(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Live>(info) {
    // Held by every callback: it goes when the last of them has.
    call_ = Napi::ThreadSafeFunction::New(info.Env(), info[1].As<Napi::Function>(), "weft live", 0, 1);
    auto call = call_;
    clock::LiveEvents events;
    events.diagnostics = [call](int64_t rev, std::vector<Diagnostic> found) {
      call.NonBlockingCall([rev, found = std::move(found)](Napi::Env env, Napi::Function f) {
        f.Call({Napi::String::New(env, "diagnostics"), Napi::Number::New(env, double(rev)), fromDiagnostics(env, found)});
      });
    };
    events.ring = [call](const std::string& path, int width, int height, const std::string& problem) {
      call.NonBlockingCall([=](Napi::Env env, Napi::Function f) {
        f.Call({Napi::String::New(env, "ring"), Napi::String::New(env, path), Napi::Number::New(env, width), Napi::Number::New(env, height),
                Napi::String::New(env, problem)});
      });
    };
    events.recorded = [call](const clock::Recorded& recorded, const Error& error) {
      call.NonBlockingCall([=](Napi::Env env, Napi::Function f) {
        f.Call({Napi::String::New(env, "recorded"), fromRecorded(env, recorded), fromError(env, error)});
      });
    };
    live_ = clock::Live::create(toLiveSpec(info[0].As<Napi::Object>()), std::move(events));
  }

 private:
  Napi::Value load(const Napi::CallbackInfo& info) {
    auto env = info.Env();
    auto bytes = info[0].As<Napi::Uint8Array>();
    auto bases = info[1].As<Napi::Float32Array>();
    auto more = info[2].As<Napi::Object>();
    clock::LoadRequest request;
    request.plan.assign(reinterpret_cast<const char*>(bytes.Data()), bytes.ByteLength());
    request.bases.assign(bases.Data(), bases.Data() + bases.ElementLength());
    request.rev = int64_t(number(more, "rev", 0));
    request.whole = flag(more, "whole", false);
    auto date = more.Get("date").As<Napi::Array>();
    for (uint32_t i = 0; i < 4; ++i) request.date[i] = date.Get(i).As<Napi::Number>().DoubleValue();
    auto deferred = std::make_shared<Napi::Promise::Deferred>(env);
    auto call = call_;
    live_->load(std::move(request), [call, deferred](clock::LoadResult result) {
      auto shared = std::make_shared<clock::LoadResult>(std::move(result));
      call.NonBlockingCall([shared, deferred](Napi::Env env, Napi::Function) { deferred->Resolve(fromLoad(env, *shared)); });
    });
    return deferred->Promise();
  }

  Napi::Value set(const Napi::CallbackInfo& info) {
    auto rows = info[0].As<Napi::Array>();
    auto values = info[1].As<Napi::Float64Array>();
    auto out = Napi::Array::New(info.Env(), rows.Length());
    for (uint32_t i = 0; i < rows.Length(); ++i)
      out[i] = Napi::Boolean::New(info.Env(), live_->set(rows.Get(i).As<Napi::String>().Utf8Value(), float(values[i])));
    return out;
  }

  void transport(const Napi::CallbackInfo& info) {
    using signal::TransportCommand;
    const std::string kind = info[0].As<Napi::String>().Utf8Value();
    const auto from = int64_t(info[1].As<Napi::Number>().DoubleValue()), to = int64_t(info[2].As<Napi::Number>().DoubleValue());
    const double bpm = info[3].As<Napi::Number>().DoubleValue();
    live_->transport(kind == "play"    ? TransportCommand::play()
                     : kind == "pause" ? TransportCommand::pause()
                     : kind == "seek"  ? TransportCommand::seek(from)
                     : kind == "loop"  ? TransportCommand::loop(from, to)
                                       : TransportCommand::tempo(bpm));
  }

  Napi::Value state(const Napi::CallbackInfo& info) { return fromState(info.Env(), live_->state()); }
  Napi::Value stats(const Napi::CallbackInfo& info) { return fromStats(info.Env(), live_->stats(), live_->state()); }
  Napi::Value ping(const Napi::CallbackInfo& info) { return fromPong(info.Env(), live_->ping()); }
  Napi::Value values(const Napi::CallbackInfo& info) {
    auto rows = info[0].As<Napi::Array>();
    auto out = Napi::Float64Array::New(info.Env(), rows.Length());
    for (uint32_t i = 0; i < rows.Length(); ++i) out[i] = live_->value(rows.Get(i).As<Napi::String>().Utf8Value());
    return out;
  }
  void useDevice(const Napi::CallbackInfo& info) { live_->useDevice(toDevice(info[0].As<Napi::Object>())); }

  Napi::Value record(const Napi::CallbackInfo& info) {
    auto o = info[0].As<Napi::Object>();
    const auto error = live_->record({text(o, "path"), text(o, "form"), text(o, "preset")});
    return error ? Napi::Value(fromError(info.Env(), *error)) : Napi::Value(info.Env().Null());
  }
  Napi::Value stopRecord(const Napi::CallbackInfo& info) {
    using Answer = std::optional<clock::Recorded>;
    return onThread<Answer>(info.Env(), [live = live_] { return live->stopRecord(); },
                            [](Napi::Env env, Answer& r) { return r ? Napi::Value(fromRecorded(env, *r)) : Napi::Value(env.Null()); });
  }
  Napi::Value advance(const Napi::CallbackInfo& info) {
    const auto samples = int64_t(info[0].As<Napi::Number>().DoubleValue());
    return onThread<bool>(info.Env(), [live = live_, samples] { live->advance(samples); return true; },
                          [](Napi::Env env, bool&) { return env.Undefined(); });
  }
  Napi::Value shown(const Napi::CallbackInfo& info) {
    const auto list = live_->shown();
    auto out = Napi::Array::New(info.Env(), list.size());
    for (uint32_t i = 0; i < list.size(); ++i) {
      auto o = Napi::Object::New(info.Env());
      o["frame"] = double(list[i].frame);
      o["hash"] = list[i].hash;
      o["tier"] = list[i].tier;
      o["held"] = list[i].held;
      o["still"] = list[i].still;
      out[i] = o;
    }
    return out;
  }
  Napi::Value close(const Napi::CallbackInfo& info) {
    auto call = call_;
    auto done = onThread<bool>(info.Env(), [live = std::move(live_)]() mutable { live.reset(); return true; },
                               [call](Napi::Env env, bool&) mutable { call.Release(); return env.Undefined(); });
    return done;
  }

  Napi::ThreadSafeFunction call_;
  std::shared_ptr<clock::Live> live_;
};

}  // namespace

void exportLive(Napi::Env env, Napi::Object exports) { exports.Set("Live", Live::define(env)); }

}  // namespace weft::addon
