#include "frames/reader.h"

#include <algorithm>
#include <cstring>

#include "frames/shared_file.h"

namespace weft::frames {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
// A wake-up can be lost when others scribble on the word that is waited for: look again after this long.
constexpr std::chrono::nanoseconds kLookAgain = std::chrono::seconds(1);

const RingHeader& headerOf(const SharedFile& file) { return *reinterpret_cast<const RingHeader*>(file.data()); }

FrameMeta metaOf(const SlotHeader& s) {
  FrameMeta m;
  m.frame = s.frame.load(kRelaxed);
  m.sample = s.sample.load(kRelaxed);
  m.width = s.width.load(kRelaxed);
  m.height = s.height.load(kRelaxed);
  m.stride = s.stride.load(kRelaxed);
  m.format = s.format.load(kRelaxed);
  m.length = s.length.load(kRelaxed);
  m.flags = s.flags.load(kRelaxed);
  m.tier = s.tier.load(kRelaxed);
  return m;
}

}  // namespace

std::variant<std::unique_ptr<RingReader>, Error> RingReader::open(const std::string& path, uint64_t generation) {
  auto opened = SharedFile::open(path);
  if (auto* error = std::get_if<Error>(&opened)) return *error;
  auto& file = std::get<0>(opened);
  auto foreign = [&](const char* why) { return Error{"ring.foreign", "'" + path + "' " + why}; };
  if (file->bytes() < kHeaderBytes) return foreign("is too short to be a frame ring.");
  uint64_t magic = 0;
  uint32_t version = 0;
  RingShape shape;
  const bool whole = file->reading([&] {
    const RingHeader& h = headerOf(*file);
    magic = h.magic.load(kAcquire);
    version = h.version.load(kRelaxed);
    shape = {h.generation.load(kRelaxed), h.slots.load(kRelaxed), h.slotBytes.load(kRelaxed), 0};
  });
  if (!whole || magic != kMagic) return foreign("is no frame ring.");
  if (version != kVersion) return foreign("is a frame ring of another version of Weft.");
  if (generation != 0 && shape.generation != generation) return foreign("is the frame ring of another engine.");
  const bool sane = shape.slots >= kMinSlots && shape.slots <= kMaxSlots && shape.slotBytes > kSlotHeaderBytes &&
                    shape.slotBytes % kPage == 0 && shape.slotBytes <= kMaxPayload + kSlotHeaderBytes + kPage &&
                    kHeaderBytes + shape.slots * shape.slotBytes <= file->bytes();
  if (!sane) return foreign("is a frame ring whose sizes do not fit its length.");
  shape.capacity = shape.slotBytes - kSlotHeaderBytes;
  return std::unique_ptr<RingReader>(new RingReader(std::move(file), shape));
}

RingReader::RingReader(std::unique_ptr<SharedFile> file, const RingShape& shape) : file_(std::move(file)), shape_(shape) {}
RingReader::~RingReader() = default;

// Copies frame `number` if it lies whole in its slot.
bool RingReader::copy(uint64_t number, std::span<uint8_t> into, SeenFrame& seen) {
  const uint8_t* at = file_->data() + kHeaderBytes + number % shape_.slots * shape_.slotBytes;
  const auto& s = *reinterpret_cast<const SlotHeader*>(at);
  if (s.lock.load(kAcquire) != 2 * number) return false;
  // Each field is read once and only then looked at.
  const FrameMeta m = metaOf(s);
  const uint64_t generation = s.generation.load(kRelaxed);
  const int64_t published = s.published.load(kRelaxed);
  const uint64_t check = s.check.load(kRelaxed);
  if (generation != shape_.generation || check != checkOf(2 * number, generation, published, m)) return false;
  if (!fits(m, std::min<uint64_t>(shape_.capacity, into.size()))) return false;
  std::memcpy(into.data(), at + kSlotHeaderBytes, m.length);
  std::atomic_thread_fence(kAcquire);
  if (s.lock.load(kRelaxed) != 2 * number || s.check.load(kRelaxed) != check) return false;
  seen = {m, number, published};
  return true;
}

Seen RingReader::next(std::span<uint8_t> into, SeenFrame& seen, std::chrono::nanoseconds most) {
  const auto until = std::chrono::steady_clock::now() + most;
  const RingHeader& h = headerOf(*file_);
  uint64_t torn = 0;  // the last one that could not be copied: tried once per wake-up
  uint32_t tries = 0;
  for (;;) {
    uint32_t wake = 0, closed = 0;
    uint64_t latest = 0;
    bool copied = false;
    const bool whole = file_->reading([&] {
      wake = h.wake.load(kAcquire);
      closed = h.closed.load(kAcquire);
      latest = h.latest.load(kAcquire);
      if (latest > taken_ && latest != torn) copied = copy(latest, into, seen);
    });
    if (!whole) return Seen::Gone;
    if (copied) {
      taken_ = latest;
      return Seen::Frame;
    }
    if (latest > taken_ && latest != torn) {
      skipped_.fetch_add(1, kRelaxed);
      torn = latest;
      // If the writer came round meanwhile, it is already further, and its newest frame is there to be taken.
      if (++tries < shape_.slots) continue;
    }
    if (interrupted_.exchange(false)) return Seen::Nothing;
    if (closed == kEnded) return Seen::Closed;
    const auto left = until - std::chrono::steady_clock::now();
    if (left.count() <= 0) return Seen::Nothing;
    SharedFile::wait(h.wake, wake, std::min<std::chrono::nanoseconds>(left, kLookAgain));
    torn = 0;
    tries = 0;
  }
}

void RingReader::interrupt() {
  interrupted_ = true;
  SharedFile::wake(headerOf(*file_).wake);
}

}  // namespace weft::frames
