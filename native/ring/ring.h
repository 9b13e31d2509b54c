// One open ring in JavaScript: a reader with a thread of its own.
#pragma once
#include <napi.h>

#include <memory>

namespace weft::ring {

class Work;

// class Ring, made by open() only:
//   shape: { generation, slots, capacity }
//   next(timeout: ms, into: Uint8Array of at least shape.capacity bytes): Promise<Answer>
//     Answer: { seen: 'frame', number, frame, sample, width, height, stride, length, format: 'rgba' | 'jpeg', held,
//     cached, tier, published (ms of the monotonic clock) } | { seen: 'nothing' | 'closed' | 'gone' }
//     `into` holds the payload; it must not be transferred before the promise settles.
//   jpeg(timeout: ms, quality: 1..100, maxWidth: pixels or 0, maxHeight): Promise<Answer & { data: Buffer, jpegWidth, jpegHeight }>
//     A frame that is jpeg already comes as it is.
//   skipped: frames met torn or foreign
//   close(): a promise that is open settles with 'closed'; so does every later call
// One promise at a time. Wrong arguments throw a TypeError, a second promise an Error with code ring.busy.
class Ring : public Napi::ObjectWrap<Ring> {
 public:
  static Napi::Function define(Napi::Env);
  explicit Ring(const Napi::CallbackInfo&);
  ~Ring() override;

 private:
  Napi::Value shape(const Napi::CallbackInfo&);
  Napi::Value skipped(const Napi::CallbackInfo&);
  Napi::Value next(const Napi::CallbackInfo&);
  Napi::Value jpeg(const Napi::CallbackInfo&);
  void close(const Napi::CallbackInfo&);
  bool mayStart(Napi::Env);

  std::shared_ptr<Work> work_;
};

}  // namespace weft::ring
