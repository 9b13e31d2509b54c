/** Generated from native/frames/layout.h by npm run ring-layout: the bytes of a frame ring. Change them there. */
export const ringLayout = {
  magic: 5138124842826351959n, // the bytes "WEFTRING"
  version: 1,
  ended: 1162104389, // a word that no flipped bit makes by chance
  headerBytes: 4096,
  magicAt: 0, // u64, written last: a ring without it is not ready
  versionAt: 8, // u32
  slotsAt: 12, // u32
  generationAt: 16, // u64, of the engine that writes
  slotBytesAt: 24, // u64, of a slot with its header
  latestAt: 64, // u64, number of the newest whole frame, 0 before the first
  wakeAt: 72, // u32, changes with every frame and at the end: readers wait on it
  closedAt: 76, // u32, kEnded when no frame will follow
  slotHeaderBytes: 128,
  lockAt: 0, // u64, 2s while frame s lies here whole, 2s-1 while it is written
  slotGenerationAt: 8, // u64
  frameAt: 16, // i64, frame on the canvas grid
  sampleAt: 24, // i64, position of that frame
  publishedAt: 32, // i64, ns of the monotonic clock
  lengthAt: 40, // u64, payload bytes
  widthAt: 48, // u32, pixels
  heightAt: 52, // u32, pixels
  strideAt: 56, // u32, bytes from one row to the next; 0 for jpeg
  formatAt: 60, // u32, kRgba or kJpeg
  flagsAt: 64, // u32, kHeld and kCached
  tierAt: 68, // u32, per cent of full resolution: 100, 75, 50 or 25
  checkAt: 72, // u64, checkOf() all that stands before it; 0 while it is written
  rgba: 1, // rows from the top, 8 bits each of red, green, blue, straight alpha
  jpeg: 2, // quality 95
  held: 1, // the frame before, shown again because this one was late
  cached: 2, // came from a cached range
  minSlots: 2,
  maxSlots: 64,
  maxSide: 16384, // pixels
  maxPayload: 1073741824, // bytes: a square of the longest side, four bytes a pixel
  page: 4096, // slot sizes are multiples of it
} as const;
