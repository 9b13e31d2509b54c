// The bytes of a frame ring: one file, mapped by its one writer and by any number of readers.
//
//   header                 kHeaderBytes; the first page, so that it can be waited on by itself
//   slot 0 … slots-1       slot size each: kSlotHeaderBytes, then the payload
//
// Little-endian; each number lies at a multiple of its size. Frame number s (from 1 on) lives in slot s mod slots.
// runtime/protocol/ring-layout.ts is generated from the constants of this file (npm run ring-layout).
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace weft::frames {

inline constexpr uint64_t kMagic = 0x474e495254464557;  // the bytes "WEFTRING"
inline constexpr uint32_t kVersion = 1;
inline constexpr uint32_t kEnded = 0x45444e45;  // a word that no flipped bit makes by chance

inline constexpr uint32_t kHeaderBytes = 4096;
inline constexpr uint32_t kMagicAt = 0;         // u64, written last: a ring without it is not ready
inline constexpr uint32_t kVersionAt = 8;       // u32
inline constexpr uint32_t kSlotsAt = 12;        // u32
inline constexpr uint32_t kGenerationAt = 16;   // u64, of the engine that writes
inline constexpr uint32_t kSlotBytesAt = 24;    // u64, of a slot with its header
inline constexpr uint32_t kLatestAt = 64;       // u64, number of the newest whole frame, 0 before the first
inline constexpr uint32_t kWakeAt = 72;         // u32, changes with every frame and at the end: readers wait on it
inline constexpr uint32_t kClosedAt = 76;       // u32, kEnded when no frame will follow

inline constexpr uint32_t kSlotHeaderBytes = 128;
inline constexpr uint32_t kLockAt = 0;              // u64, 2s while frame s lies here whole, 2s-1 while it is written
inline constexpr uint32_t kSlotGenerationAt = 8;    // u64
inline constexpr uint32_t kFrameAt = 16;            // i64, frame on the canvas grid
inline constexpr uint32_t kSampleAt = 24;           // i64, position of that frame
inline constexpr uint32_t kPublishedAt = 32;        // i64, ns of the monotonic clock
inline constexpr uint32_t kLengthAt = 40;           // u64, payload bytes
inline constexpr uint32_t kWidthAt = 48;            // u32, pixels
inline constexpr uint32_t kHeightAt = 52;           // u32, pixels
inline constexpr uint32_t kStrideAt = 56;           // u32, bytes from one row to the next; 0 for jpeg
inline constexpr uint32_t kFormatAt = 60;           // u32, kRgba or kJpeg
inline constexpr uint32_t kFlagsAt = 64;            // u32, kHeld and kCached
inline constexpr uint32_t kTierAt = 68;             // u32, per cent of full resolution: 100, 75, 50 or 25
inline constexpr uint32_t kCheckAt = 72;            // u64, checkOf() all that stands before it; 0 while it is written

inline constexpr uint32_t kRgba = 1;    // rows from the top, 8 bits each of red, green, blue, straight alpha
inline constexpr uint32_t kJpeg = 2;    // quality 95
inline constexpr uint32_t kHeld = 1;    // the frame before, shown again because this one was late
inline constexpr uint32_t kCached = 2;  // came from a cached range

inline constexpr uint32_t kMinSlots = 2;
inline constexpr uint32_t kMaxSlots = 64;
inline constexpr uint32_t kMaxSide = 16384;               // pixels
inline constexpr uint64_t kMaxPayload = 1073741824;       // bytes: a square of the longest side, four bytes a pixel
inline constexpr uint64_t kPage = 4096;                   // slot sizes are multiples of it

struct RingHeader {
  std::atomic<uint64_t> magic;
  std::atomic<uint32_t> version, slots;
  std::atomic<uint64_t> generation, slotBytes;
  uint8_t apart[32];  // what changes with each frame keeps its own cache line
  std::atomic<uint64_t> latest;
  std::atomic<uint32_t> wake, closed;
};

struct SlotHeader {
  std::atomic<uint64_t> lock, generation;
  std::atomic<int64_t> frame, sample, published;
  std::atomic<uint64_t> length;
  std::atomic<uint32_t> width, height, stride, format, flags, tier;
  std::atomic<uint64_t> check;
};

static_assert(std::atomic<uint64_t>::is_always_lock_free && std::atomic<uint32_t>::is_always_lock_free);
static_assert(offsetof(RingHeader, magic) == kMagicAt && offsetof(RingHeader, version) == kVersionAt);
static_assert(offsetof(RingHeader, slots) == kSlotsAt && offsetof(RingHeader, generation) == kGenerationAt);
static_assert(offsetof(RingHeader, slotBytes) == kSlotBytesAt && offsetof(RingHeader, latest) == kLatestAt);
static_assert(offsetof(RingHeader, wake) == kWakeAt && offsetof(RingHeader, closed) == kClosedAt);
static_assert(offsetof(SlotHeader, lock) == kLockAt && offsetof(SlotHeader, generation) == kSlotGenerationAt);
static_assert(offsetof(SlotHeader, frame) == kFrameAt && offsetof(SlotHeader, sample) == kSampleAt);
static_assert(offsetof(SlotHeader, published) == kPublishedAt && offsetof(SlotHeader, length) == kLengthAt);
static_assert(offsetof(SlotHeader, width) == kWidthAt && offsetof(SlotHeader, height) == kHeightAt);
static_assert(offsetof(SlotHeader, stride) == kStrideAt && offsetof(SlotHeader, format) == kFormatAt);
static_assert(offsetof(SlotHeader, flags) == kFlagsAt && offsetof(SlotHeader, tier) == kTierAt);
static_assert(offsetof(SlotHeader, check) == kCheckAt && sizeof(SlotHeader) <= kSlotHeaderBytes);

}  // namespace weft::frames
