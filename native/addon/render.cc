#include "addon/render.h"

#include <atomic>
#include <memory>
#include <thread>

#include "addon/values.h"

namespace weft::addon {
namespace {

// What one job owns while its thread runs. The thread holds it alive; the JS object may go first.
struct Job {
  plan::Plan plan;
  std::vector<float> bases;
  clock::OfflineJob spec;
  Diagnostics diagnostics;
  std::atomic<bool> cancel{false};
  std::atomic<int64_t> frames{0};
  std::atomic<bool> reported{false};
  clock::OfflineResult result;
};

// Copies plan and bases out of JS memory. On a bad plan the job's result holds the error. [js]
std::shared_ptr<Job> read(const Napi::CallbackInfo& info) {
  auto job = std::make_shared<Job>();
  auto text = info[0].As<Napi::Uint8Array>();
  auto bases = info[1].As<Napi::Float32Array>();
  job->spec = toJob(info[2].As<Napi::Object>());
  job->bases.assign(bases.Data(), bases.Data() + bases.ElementLength());
  auto plan = plan::decode({reinterpret_cast<const char*>(text.Data()), text.ByteLength()});
  if (auto* error = std::get_if<Error>(&plan)) job->result.error = *error;
  else job->plan = std::move(std::get<0>(plan));
  if (!job->result.error && job->bases.size() != job->plan.rows.size())
    job->result.error = Error{"engine.failed", "The plan and its parameter values do not belong together."};
  return job;
}

using Settle = std::function<void(Napi::Env, Job&, Napi::Promise::Deferred&)>;

// Runs `work` on a thread of its own, then `settle` on the JS thread.
Napi::Promise launch(Napi::Env env, std::shared_ptr<Job> job, Napi::Function progress,
                     std::function<void(Job&, const std::function<void(int64_t)>&)> work, Settle settle) {
  auto deferred = std::make_shared<Napi::Promise::Deferred>(env);
  auto thread = std::make_shared<std::thread>();
  auto call = Napi::ThreadSafeFunction::New(env, progress, "weft render", 0, 1, [thread](Napi::Env) { thread->join(); });
  *thread = std::thread([job, work = std::move(work), settle = std::move(settle), deferred, call]() mutable {
    // One message in the queue at a time: the newest count is read when it is handled.
    work(*job, [&](int64_t frames) {
      job->frames = frames;
      if (!job->reported.exchange(true))
        call.NonBlockingCall([job](Napi::Env env, Napi::Function f) {
          job->reported = false;
          if (!f.IsEmpty() && !f.IsUndefined()) f.Call({Napi::Number::New(env, double(job->frames.load()))});
        });
    });
    call.BlockingCall([job, settle, deferred](Napi::Env env, Napi::Function) { settle(env, *job, *deferred); });
    call.Release();
  });
  return deferred->Promise();
}

class Render : public Napi::ObjectWrap<Render> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Render", {InstanceMethod<&Render::cancel>("cancel"), InstanceAccessor<&Render::done>("done")});
  }

  explicit Render(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Render>(info) {
    job_ = read(info);
    auto promise = launch(
        info.Env(), job_, info[3].As<Napi::Function>(),
        [](Job& job, const auto& progress) {
          if (!job.result.error) job.result = clock::renderOffline(job.plan, job.bases, job.spec, job.diagnostics, job.cancel, progress);
        },
        [](Napi::Env env, Job& job, Napi::Promise::Deferred& d) { d.Resolve(fromResult(env, job.result, job.diagnostics.take())); });
    done_ = Napi::Persistent(promise.As<Napi::Object>());
  }

 private:
  void cancel(const Napi::CallbackInfo&) { job_->cancel = true; }
  Napi::Value done(const Napi::CallbackInfo&) { return done_.Value(); }

  std::shared_ptr<Job> job_;
  Napi::ObjectReference done_;
};

Napi::Value prepare(const Napi::CallbackInfo& info) {
  auto env = info.Env();
  auto nothing = Napi::Function::New(env, [](const Napi::CallbackInfo&) {});
  return launch(
      env, read(info), nothing,
      [](Job& job, const auto&) {
        if (job.result.error) job.diagnostics.error(job.result.error->code, job.result.error->message);
        else clock::prepareOnly(job.plan, job.bases, job.spec, job.diagnostics);
      },
      [](Napi::Env env, Job& job, Napi::Promise::Deferred& d) { d.Resolve(fromDiagnostics(env, job.diagnostics.take())); });
}

}  // namespace

void exportRender(Napi::Env env, Napi::Object exports) {
  exports.Set("Render", Render::define(env));
  exports.Set("prepare", Napi::Function::New(env, prepare, "prepare"));
}

}  // namespace weft::addon
