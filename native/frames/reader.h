// The reading end of a frame ring. Trusts nothing in the file: whatever stands there, and whenever it changes, a frame
// that is handed out is one that the writer published, whole; everything else is skipped and counted.
#pragma once
#include <atomic>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <variant>

#include "frames/frame.h"
#include "plan/diagnostics.h"

namespace weft::frames {

class SharedFile;

// As it was when the ring was opened, checked against the file's length; later changes of the header mean nothing.
struct RingShape {
  uint64_t generation = 0;
  uint32_t slots = 0;
  uint64_t slotBytes = 0;
  uint64_t capacity = 0;  // payload bytes of a slot
};

struct SeenFrame {
  FrameMeta meta;
  uint64_t number = 0;    // 1 for the first of this ring; a gap is what the reader was too slow for
  int64_t published = 0;  // ns of the monotonic clock
};

enum class Seen {
  Frame,        // copied
  Nothing,      // none came in time, or interrupt() was called
  Closed,       // the writer has ended, and its last frame has been taken
  Gone,         // the file was cut short
};

class RingReader {
 public:
  // generation: what the ring must be of, 0 for any. Errors ring.open, and ring.foreign for a file that is no ring, not
  // yet one, of another version or generation, or whose sizes do not fit its length. [any]
  static std::variant<std::unique_ptr<RingReader>, Error> open(const std::string& path, uint64_t generation);
  ~RingReader();
  RingReader(const RingReader&) = delete;
  RingReader& operator=(const RingReader&) = delete;

  const RingShape& shape() const { return shape_; }

  // The newest frame that was not taken yet, copied once to `into` (at least shape().capacity bytes); sleeps up to
  // `most` until there is one. One thread at a time. [any]
  Seen next(std::span<uint8_t> into, SeenFrame&, std::chrono::nanoseconds most);

  // Ends the sleep of a next() that runs, or of the one that comes. May have to be repeated: a thread that is just about
  // to sleep wakes within a second. [any]
  void interrupt();

  // Frames that were met torn, foreign or with fields that do not fit. [any]
  uint64_t skipped() const { return skipped_.load(std::memory_order_relaxed); }

 private:
  RingReader(std::unique_ptr<SharedFile>, const RingShape&);
  bool copy(uint64_t number, std::span<uint8_t> into, SeenFrame&);

  std::unique_ptr<SharedFile> file_;
  RingShape shape_;
  uint64_t taken_ = 0;  // number of the last frame handed out
  std::atomic<uint64_t> skipped_{0};
  std::atomic<bool> interrupted_{false};
};

}  // namespace weft::frames
