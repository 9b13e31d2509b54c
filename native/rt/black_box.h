// Which node each thread is on, in memory that may be a file's: so that the culprit is known after the process was killed.
//
// Who allocates: open(), which maps the file, or plain memory where there is none. Who writes: each thread its own slot, without a
// system call. Who reads: anyone, this process or another. Who frees: the destructor; the file stays.
//
// A slot, kSlotBytes: u64 count (odd while it is written), i64 ns of CLOCK_MONOTONIC when the node was entered, u32 length of the
// path (0: on none), then the path in UTF-8, cut off where the slot ends. runtime/engine/live.ts: BLACK_BOX_BYTES.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace weft::rt {

struct NodeAt {
  std::string path;    // '': on none
  int64_t sinceNs = 0;
};

class BlackBox {
 public:
  static constexpr size_t kSlotBytes = 1024;
  enum Slot { Render, Loader, Audio, kSlots };

  // path: a file of at least kSlots * kSlotBytes bytes, made by somebody else; '' or one that cannot be mapped: memory of our own. [any]
  static std::unique_ptr<BlackBox> open(const std::string& path);
  ~BlackBox();
  BlackBox(const BlackBox&) = delete;

  void enter(Slot, std::string_view path) noexcept;  // [the slot's thread]
  void leave(Slot slot) noexcept { enter(slot, {}); }
  NodeAt at(Slot) const;  // [any]

 private:
  BlackBox(uint8_t* bytes, bool mapped) : bytes_(bytes), mapped_(mapped) {}
  uint8_t* bytes_;
  bool mapped_;
};

}  // namespace weft::rt
