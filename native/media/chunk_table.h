// Chunks of sound that a decode thread puts in and takes out while the audio thread reads them without a lock.
//
// Ownership: the table owns its chunks. One reader at a time names the chunk it is reading in `held_`; a chunk that was
// taken out is freed once it is not named (a hazard pointer). The reader never frees.
#pragma once
#include <atomic>
#include <memory>
#include <vector>

#include "media/resampled_sound.h"

namespace weft::media {

class ChunkTable {
 public:
  explicit ChunkTable(size_t slots) : slots_(slots) {}
  ~ChunkTable() {
    for (auto& s : slots_) delete s.load();
  }
  int64_t size() const { return int64_t(slots_.size()); }
  bool has(int64_t number) const { return number >= 0 && number < size() && slots_[size_t(number)].load(); }
  int64_t count() const { return count_; }

  // Null when it is not here; otherwise valid until release(). [audio-rt]
  const SoundChunk* hold(int64_t number) {
    if (number < 0 || number >= size()) return nullptr;
    auto& slot = slots_[size_t(number)];
    SoundChunk* chunk = slot.load();
    while (chunk) {
      held_.store(chunk);
      SoundChunk* again = slot.load();
      if (again == chunk) return chunk;
      chunk = again;
    }
    held_.store(nullptr);
    return nullptr;
  }
  void release() { held_.store(nullptr); }  // [audio-rt]

  // [decode], one thread at a time
  void put(std::unique_ptr<SoundChunk> chunk) {
    if (chunk->number < 0 || chunk->number >= size()) return;
    auto* old = slots_[size_t(chunk->number)].exchange(chunk.release());
    if (old) out_.emplace_back(old);
    else count_++;
    sweep();
  }
  void drop(int64_t number) {
    auto* old = slots_[size_t(number)].exchange(nullptr);
    if (!old) return;
    out_.emplace_back(old);
    count_--;
    sweep();
  }

 private:
  void sweep() {
    std::erase_if(out_, [this](const auto& c) { return c.get() != held_.load(); });
  }

  std::vector<std::atomic<SoundChunk*>> slots_;
  std::atomic<SoundChunk*> held_ = nullptr;
  std::vector<std::unique_ptr<SoundChunk>> out_;
  int64_t count_ = 0;
};

}  // namespace weft::media
