#include "ring/ring.h"

#include <cmath>

#include "ring/answer.h"
#include "ring/work.h"

namespace weft::ring {
namespace {

// A number within the limits, or a TypeError.
double within(const Napi::Value& v, const char* name, double least, double most) {
  const double n = v.IsNumber() ? v.As<Napi::Number>().DoubleValue() : NAN;
  if (n >= least && n <= most) return n;
  throw Napi::TypeError::New(v.Env(), std::string(name) + " must be a number from " + std::to_string(int64_t(least)) + " to " + std::to_string(int64_t(most)));
}

constexpr double kLongest = 86'400'000;  // a day, in ms

std::chrono::nanoseconds timeout(const Napi::CallbackInfo& info) {
  return std::chrono::nanoseconds(int64_t(within(info[0], "timeout", 0, kLongest) * 1e6));
}

Napi::Value settled(Napi::Env env) {
  auto deferred = Napi::Promise::Deferred(env);
  auto o = Napi::Object::New(env);
  o.Set("seen", "closed");
  deferred.Resolve(o);
  return deferred.Promise();
}

}  // namespace

Napi::Function Ring::define(Napi::Env env) {
  return DefineClass(env, "Ring", {InstanceMethod<&Ring::next>("next"), InstanceMethod<&Ring::jpeg>("jpeg"), InstanceMethod<&Ring::close>("close"),
                                   InstanceAccessor<&Ring::shape>("shape"), InstanceAccessor<&Ring::skipped>("skipped")});
}

Ring::Ring(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Ring>(info) {
  auto env = info.Env();
  if (!info[0].IsString()) throw Napi::TypeError::New(env, "path must be a string");
  const auto path = info[0].As<Napi::String>().Utf8Value();
  if (path.find('\0') != std::string::npos) throw Napi::TypeError::New(env, "path must not hold a NUL");
  const auto generation = uint64_t(within(info[1], "generation", 0, 9007199254740991.0));
  auto opened = frames::RingReader::open(path, generation);
  if (auto* error = std::get_if<Error>(&opened)) throw failure(env, *error);
  work_ = std::make_shared<Work>(std::move(std::get<0>(opened)));
  work_->start(env);
  // When the environment ends first: nothing of it may be touched afterwards.
  env.AddCleanupHook([weak = std::weak_ptr(work_)] {
    if (auto work = weak.lock()) work->join();
  });
}

Ring::~Ring() {
  if (work_) work_->stop();
}

Napi::Value Ring::shape(const Napi::CallbackInfo& info) {
  const auto& s = work_->reader->shape();
  auto o = Napi::Object::New(info.Env());
  o.Set("generation", double(s.generation));
  o.Set("slots", s.slots);
  o.Set("capacity", double(s.capacity));
  return o;
}

Napi::Value Ring::skipped(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), double(work_->reader->skipped())); }

// False once closed. Throws when a promise is open.
bool Ring::mayStart(Napi::Env env) {
  if (work_->busy()) throw failure(env, {"ring.busy", "The ring already waits for a frame: one promise at a time."});
  return !work_->stopped();
}

Napi::Value Ring::next(const Napi::CallbackInfo& info) {
  auto env = info.Env();
  auto request = std::make_unique<Request>(env);
  request->most = timeout(info);
  const auto capacity = work_->reader->shape().capacity;
  if (!info[1].IsTypedArray() || info[1].As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array || info[1].As<Napi::Uint8Array>().ByteLength() < capacity)
    throw Napi::TypeError::New(env, "into must be a Uint8Array of at least " + std::to_string(capacity) + " bytes");
  if (!mayStart(env)) return settled(env);
  auto into = info[1].As<Napi::Uint8Array>();
  request->into = {into.Data(), into.ByteLength()};
  request->held = Napi::Persistent(into.As<Napi::Object>());
  auto promise = request->deferred.Promise();
  request->ring = Napi::Persistent(info.This().As<Napi::Object>());
  work_->ask(env, std::move(request));
  return promise;
}

Napi::Value Ring::jpeg(const Napi::CallbackInfo& info) {
  auto env = info.Env();
  auto request = std::make_unique<Request>(env);
  request->most = timeout(info);
  request->quality = int(within(info[1], "quality", 1, 100));
  request->limits = {uint32_t(within(info[2], "maxWidth", 0, frames::kMaxSide)), uint32_t(within(info[3], "maxHeight", 0, frames::kMaxSide))};
  if (!mayStart(env)) return settled(env);
  auto promise = request->deferred.Promise();
  request->ring = Napi::Persistent(info.This().As<Napi::Object>());
  work_->ask(env, std::move(request));
  return promise;
}

void Ring::close(const Napi::CallbackInfo&) { work_->stop(); }

}  // namespace weft::ring
