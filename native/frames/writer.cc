#include "frames/writer.h"

#include <time.h>

#include <new>

#include "frames/shared_file.h"
#include "rt/thread_tag.h"

namespace weft::frames {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kRelease = std::memory_order_release;

int64_t monotonicNs() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return int64_t(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

}  // namespace

std::variant<std::unique_ptr<RingWriter>, Error> RingWriter::create(const std::string& path, const RingSpec& spec) {
  if (spec.slots < kMinSlots || spec.slots > kMaxSlots || spec.capacity < 1 || spec.capacity > kMaxPayload)
    return Error{"ring.create", "A frame ring has 2 to 64 slots of 1 byte to 1 GB each."};
  const uint64_t slotBytes = (kSlotHeaderBytes + spec.capacity + kPage - 1) / kPage * kPage;
  auto file = SharedFile::create(path, kHeaderBytes + spec.slots * slotBytes);
  if (auto* error = std::get_if<Error>(&file)) return *error;
  return std::unique_ptr<RingWriter>(new RingWriter(std::move(std::get<0>(file)), spec));
}

RingWriter::RingWriter(std::unique_ptr<SharedFile> file, const RingSpec& spec)
    : file_(std::move(file)), spec_(spec), slotBytes_((file_->bytes() - kHeaderBytes) / spec.slots) {
  auto* h = new (file_->data()) RingHeader{};
  h->version.store(kVersion, kRelaxed);
  h->slots.store(spec.slots, kRelaxed);
  h->generation.store(spec.generation, kRelaxed);
  h->slotBytes.store(slotBytes_, kRelaxed);
  for (uint32_t i = 0; i < spec.slots; ++i) new (&slot(i)) SlotHeader{};
  h->magic.store(kMagic, kRelease);
}

RingWriter::~RingWriter() {
  auto& h = *reinterpret_cast<RingHeader*>(file_->data());
  h.closed.store(kEnded, kRelease);
  h.wake.store(++wake_, kRelease);
  SharedFile::wake(h.wake);
}

SlotHeader& RingWriter::slot(uint64_t number) {
  return *reinterpret_cast<SlotHeader*>(file_->data() + kHeaderBytes + number % spec_.slots * slotBytes_);
}

std::span<uint8_t> RingWriter::begin() {
  WEFT_ON_THREAD(rt::kRender);
  SlotHeader& s = slot(latest_ + 1);
  if (!writing_) {
    s.lock.store(2 * (latest_ + 1) - 1, kRelaxed);
    s.check.store(0, kRelaxed);
    std::atomic_thread_fence(kRelease);  // nobody sees new pixels under the old lock
    writing_ = true;
  }
  return {reinterpret_cast<uint8_t*>(&s) + kSlotHeaderBytes, size_t(spec_.capacity)};
}

bool RingWriter::publish(const FrameMeta& m) {
  WEFT_ON_THREAD(rt::kRender);
  if (!writing_ || !fits(m, spec_.capacity)) return false;
  writing_ = false;
  const uint64_t number = ++latest_;
  SlotHeader& s = slot(number);
  const int64_t now = monotonicNs();
  s.generation.store(spec_.generation, kRelaxed);
  s.frame.store(m.frame, kRelaxed);
  s.sample.store(m.sample, kRelaxed);
  s.published.store(now, kRelaxed);
  s.length.store(m.length, kRelaxed);
  s.width.store(m.width, kRelaxed);
  s.height.store(m.height, kRelaxed);
  s.stride.store(m.stride, kRelaxed);
  s.format.store(m.format, kRelaxed);
  s.flags.store(m.flags, kRelaxed);
  s.tier.store(m.tier, kRelaxed);
  s.check.store(checkOf(2 * number, spec_.generation, now, m), kRelaxed);
  s.lock.store(2 * number, kRelease);
  auto& h = *reinterpret_cast<RingHeader*>(file_->data());
  h.latest.store(number, kRelease);
  h.wake.store(++wake_, kRelease);
  SharedFile::wake(h.wake);
  return true;
}

const std::string& RingWriter::path() const { return file_->path(); }

}  // namespace weft::frames
