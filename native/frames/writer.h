// The writing end of a frame ring. One thread writes; it never waits for a reader.
//
// Who allocates: create(), the file at its full size, so that a full disk is an error here and not a fault later. Who
// holds: the writer its mapping, each reader its own. Who frees: the destructor marks the ring closed, wakes the
// readers and removes the file; readers keep what they have mapped. After a kill the host removes the file.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>

#include "frames/frame.h"
#include "plan/diagnostics.h"

namespace weft::frames {

class SharedFile;

struct RingSpec {
  uint64_t generation = 0;  // of the engine; readers skip frames of another
  uint32_t slots = 4;       // kMinSlots … kMaxSlots; a reader has slots - 1 frames of time for its copy
  uint64_t capacity = 0;    // payload bytes of a slot: width * height * 4; at most kMaxPayload
};

class RingWriter {
 public:
  // Makes the file, mode 0600. Its folder must be ours and closed to others (0700); the file must not exist yet.
  // Another size of picture is a new ring under a new name. Error ring.create. [any]
  static std::variant<std::unique_ptr<RingWriter>, Error> create(const std::string& path, const RingSpec&);
  ~RingWriter();
  RingWriter(const RingWriter&) = delete;
  RingWriter& operator=(const RingWriter&) = delete;

  // The memory of the next frame, `capacity` bytes, to be written in place: rows from the top. What lay there, the
  // oldest frame, is gone from here on. Calling it again without publish() gives the same memory. [render]
  std::span<uint8_t> begin();

  // Makes what was written since begin() the newest frame and wakes the readers. False, and nothing is published, when
  // the meta does not fit (see fits()) or begin() was not called. Takes a system call, no lock. [render]
  bool publish(const FrameMeta&);

  uint64_t published() const { return latest_; }  // frames [render]
  const RingSpec& spec() const { return spec_; }
  const std::string& path() const;  // [any]

 private:
  RingWriter(std::unique_ptr<SharedFile>, const RingSpec&);
  SlotHeader& slot(uint64_t number);

  // Nothing is ever read back from the mapping: whatever others scribble there, the writer goes on.
  std::unique_ptr<SharedFile> file_;
  RingSpec spec_;
  uint64_t slotBytes_;
  uint64_t latest_ = 0;
  uint32_t wake_ = 0;
  bool writing_ = false;
};

}  // namespace weft::frames
