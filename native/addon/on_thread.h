// Work on a thread of its own, answered with a promise.
#pragma once
#include <napi.h>

#include <functional>
#include <memory>
#include <thread>

namespace weft::addon {

// work runs on a new thread; answer makes its result into a value on the JS thread.
template <class T>
Napi::Promise onThread(Napi::Env env, std::function<T()> work, std::function<Napi::Value(Napi::Env, T&)> answer) {
  auto deferred = std::make_shared<Napi::Promise::Deferred>(env);
  auto thread = std::make_shared<std::thread>();
  auto nothing = Napi::Function::New(env, [](const Napi::CallbackInfo&) {});
  auto call = Napi::ThreadSafeFunction::New(env, nothing, "weft", 0, 1, [thread](Napi::Env) { thread->join(); });
  *thread = std::thread([work = std::move(work), answer = std::move(answer), deferred, call]() mutable {
    auto result = std::make_shared<T>(work());
    call.BlockingCall([result, answer = std::move(answer), deferred](Napi::Env env, Napi::Function) { deferred->Resolve(answer(env, *result)); });
    call.Release();
  });
  return deferred->Promise();
}

}  // namespace weft::addon
