#include "rt/black_box.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace weft::rt {
namespace {

constexpr size_t kBytes = BlackBox::kSlots * BlackBox::kSlotBytes;
constexpr size_t kNsAt = 8, kLengthAt = 16, kPathAt = 20;

uint8_t* map(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) return nullptr;
  struct stat s;
  void* at = MAP_FAILED;
  if (::fstat(file, &s) == 0 && size_t(s.st_size) >= kBytes) at = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  ::close(file);
  return at == MAP_FAILED ? nullptr : static_cast<uint8_t*>(at);
}

std::atomic_ref<uint64_t> countOf(uint8_t* slot) { return std::atomic_ref<uint64_t>(*reinterpret_cast<uint64_t*>(slot)); }

}  // namespace

std::unique_ptr<BlackBox> BlackBox::open(const std::string& path) {
  if (!path.empty())
    if (uint8_t* mapped = map(path)) return std::unique_ptr<BlackBox>(new BlackBox(mapped, true));
  auto* own = static_cast<uint8_t*>(::operator new(kBytes, std::align_val_t(64)));
  std::memset(own, 0, kBytes);
  return std::unique_ptr<BlackBox>(new BlackBox(own, false));
}

BlackBox::~BlackBox() {
  if (mapped_) ::munmap(bytes_, kBytes);
  else ::operator delete(bytes_, std::align_val_t(64));
}

void BlackBox::enter(Slot slot, std::string_view path) noexcept {
  uint8_t* at = bytes_ + size_t(slot) * kSlotBytes;
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  const int64_t ns = int64_t(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
  const auto length = uint32_t(std::min(path.size(), kSlotBytes - kPathAt));
  const uint64_t count = countOf(at).load(std::memory_order_relaxed) & ~uint64_t(1);
  countOf(at).store(count + 1, std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_release);
  std::memcpy(at + kNsAt, &ns, sizeof ns);
  std::memcpy(at + kLengthAt, &length, sizeof length);
  if (length > 0) std::memcpy(at + kPathAt, path.data(), length);
  countOf(at).store(count + 2, std::memory_order_release);
}

NodeAt BlackBox::at(Slot slot) const {
  uint8_t* at = bytes_ + size_t(slot) * kSlotBytes;
  char path[kSlotBytes];
  for (int attempt = 0; attempt < 1000; ++attempt) {
    const uint64_t before = countOf(at).load(std::memory_order_acquire);
    NodeAt found;
    uint32_t length = 0;
    std::memcpy(&found.sinceNs, at + kNsAt, sizeof found.sinceNs);
    std::memcpy(&length, at + kLengthAt, sizeof length);
    length = std::min(length, uint32_t(kSlotBytes - kPathAt));
    std::memcpy(path, at + kPathAt, length);
    std::atomic_thread_fence(std::memory_order_acquire);
    if ((before & 1) == 0 && countOf(at).load(std::memory_order_relaxed) == before) {
      found.path.assign(path, length);
      return found;
    }
  }
  return {};
}

}  // namespace weft::rt
