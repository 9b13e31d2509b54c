// Pictures on their way back to main memory. [render]
#pragma once
#include <deque>
#include <vector>

#include "gl/texture.h"
#include "media/frame.h"

namespace weft::gl {

// start() queues a copy into a pixel buffer; collect() hands pictures over in order. Alpha is handed over as it is.
class Readback {
 public:
  explicit Readback(const GlInfo& info) : info_(info) {}
  ~Readback();
  void start(Texture&, media::PixelFormat, double seconds);
  // Null when none was started, or when the oldest is not there yet and `wait` is false.
  media::FramePtr collect(bool wait);
  bool empty() const { return pending_.empty(); }
  void clear();

 private:
  struct Pending {
    GLuint buffer;
    size_t bytes;
    GLsync fence;
    media::Frame head;  // without pixels
  };
  struct Buffer {
    GLuint id;
    size_t bytes;
  };
  std::shared_ptr<media::Frame> frame(const media::Frame& head, size_t bytes);

  const GlInfo& info_;
  std::deque<Pending> pending_;
  std::vector<Buffer> free_;
  std::vector<std::shared_ptr<media::Frame>> frames_;  // lent; one comes back when nobody else holds it
};

}  // namespace weft::gl
