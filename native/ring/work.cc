#include "ring/work.h"

#include "ring/answer.h"

namespace weft::ring {

using frames::Seen;

// Perhaps on its own thread, which was the last to let go.
Work::~Work() {
  if (thread_.joinable()) thread_.detach();
}

void Work::start(Napi::Env env) {
  call_ = Napi::ThreadSafeFunction::New(env, Napi::Function::New(env, [](const Napi::CallbackInfo&) {}), "weft ring", 0, 1);
  call_.Unref(env);
  thread_ = std::thread([self = shared_from_this()] { self->run(); });
}

void Work::ask(Napi::Env env, std::unique_ptr<Request> request) {
  call_.Ref(env);  // the process stays alive while somebody waits for an answer
  {
    std::lock_guard lock(mutex_);
    request_ = std::move(request);
    asked_ = true;
  }
  changed_.notify_all();
}

void Work::stop() {
  stop_ = true;
  reader->interrupt();
  changed_.notify_all();
}

void Work::join() {
  if (!thread_.joinable()) return;
  std::unique_lock lock(mutex_);
  // The thread may have been just about to sleep: say it again until it has ended.
  while (!ended_) {
    stop();
    changed_.wait_for(lock, std::chrono::milliseconds(2));
  }
  lock.unlock();
  thread_.join();
  request_.reset();
}

void Work::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    // A wake-up between looking at stop_ and sleeping can be lost: look again now and then.
    while (!asked_ && !stop_) changed_.wait_for(lock, std::chrono::seconds(1));
    if (!asked_) break;
    lock.unlock();
    fulfil(*request_);
    lock.lock();
    asked_ = false;
    auto settle = [weak = weak_from_this()](Napi::Env env, Napi::Function) {
      if (auto self = weak.lock()) self->settle(env);
    };
    if (call_.NonBlockingCall(settle) != napi_ok) break;
  }
  ended_ = true;
  call_.Release();
  changed_.notify_all();
}

void Work::fulfil(Request& r) {
  const bool encode = r.into.empty();
  if (encode) scratch_.resize(reader->shape().capacity);
  if (stop_) return;
  r.seen = reader->next(encode ? std::span<uint8_t>(scratch_) : r.into, r.frame, r.most);
  if (stop_ && r.seen == Seen::Nothing) r.seen = Seen::Closed;
  if (!encode || r.seen != Seen::Frame) return;
  const auto& m = r.frame.meta;
  if (m.format == frames::kJpeg) {
    r.jpeg.assign(scratch_.begin(), scratch_.begin() + ptrdiff_t(m.length));
    r.encoded = {m.width, m.height};
    return;
  }
  auto made = encoder_.encode({scratch_.data(), m.width, m.height, m.stride}, r.limits, r.quality, r.encoded);
  if (auto* error = std::get_if<Error>(&made)) r.error = *error;
  else r.jpeg.assign(std::get<0>(made).begin(), std::get<0>(made).end());
}

void Work::settle(Napi::Env env) {
  auto request = std::move(request_);
  call_.Unref(env);
  try {
    answer(env, *request);
  } catch (const Napi::Error&) {
    // The environment is ending and takes no more values: nobody waits.
  }
}

}  // namespace weft::ring
