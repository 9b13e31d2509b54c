// The thread of an open ring: takes one request at a time, waits for the frame, copies or encodes it, answers on the JS
// thread.
//
// Who holds: the Ring, and the thread as long as it runs. Buffers of JavaScript are held by the request, which is made
// and freed on the JS thread only.
#pragma once
#include <napi.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "frames/jpeg.h"
#include "frames/reader.h"

namespace weft::ring {

struct Request {
  explicit Request(Napi::Env env) : deferred(env) {}
  Napi::Promise::Deferred deferred;
  Napi::ObjectReference ring;  // the Ring: it lives as long as somebody waits for it
  Napi::ObjectReference held;  // `into`
  std::span<uint8_t> into;     // empty: encode
  std::chrono::nanoseconds most{0};
  int quality = 80;
  frames::Size limits{0, 0};

  // the answer
  frames::Seen seen = frames::Seen::Closed;
  frames::SeenFrame frame;
  frames::Size encoded{0, 0};
  std::vector<uint8_t> jpeg;
  std::optional<Error> error;
};

class Work : public std::enable_shared_from_this<Work> {
 public:
  explicit Work(std::unique_ptr<frames::RingReader> reader) : reader(std::move(reader)) {}
  ~Work();
  void start(Napi::Env);
  bool busy() const { return request_ != nullptr; }  // [js]
  void ask(Napi::Env, std::unique_ptr<Request>);     // [js]
  void stop();                                       // the thread ends soon; [js]
  void join();                                       // … and now; [js]
  bool stopped() const { return stop_; }

  const std::unique_ptr<frames::RingReader> reader;

 private:
  void run();
  void fulfil(Request&);
  void settle(Napi::Env);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> stop_{false};
  bool asked_ = false, ended_ = false;  // under mutex_
  std::unique_ptr<Request> request_;    // the thread's while asked_, otherwise JavaScript's
  frames::JpegEncoder encoder_;
  std::vector<uint8_t> scratch_;
  Napi::ThreadSafeFunction call_;
  std::thread thread_;
};

}  // namespace weft::ring
