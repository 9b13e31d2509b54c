/** A program picture on its way to a page: a binary message, this header and then a JPEG. Little-endian. */
export const FRAME_HEADER_BYTES = 40;
const MAGIC = 0x46544657; // "WFTF"

export interface FrameHeader {
  /** of the picture on the canvas, pixels */
  width: number;
  height: number;
  /** place on the canvas grid */
  frame: number;
  /** ms on the host's monotonic clock */
  published: number;
  held: boolean;
  /** per cent of full resolution */
  tier: number;
}

/** [any] */
export function writeFrameHeader(h: FrameHeader): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES);
  const v = new DataView(bytes.buffer);
  v.setUint32(0, MAGIC, true);
  v.setUint16(4, 1, true);
  v.setUint16(6, (h.held ? 1 : 0), true);
  v.setUint32(8, h.width, true);
  v.setUint32(12, h.height, true);
  v.setFloat64(16, h.frame, true);
  v.setFloat64(24, h.published, true);
  v.setUint32(32, h.tier, true);
  return bytes;
}

/** null when these are not the bytes of a picture. [any] */
export function readFrameHeader(bytes: Uint8Array): FrameHeader | null {
  if (bytes.byteLength <= FRAME_HEADER_BYTES) return null;
  const v = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (v.getUint32(0, true) !== MAGIC || v.getUint16(4, true) !== 1) return null;
  const header = {
    width: v.getUint32(8, true), height: v.getUint32(12, true), frame: v.getFloat64(16, true), published: v.getFloat64(24, true),
    held: (v.getUint16(6, true) & 1) === 1, tier: v.getUint32(32, true),
  };
  const fits = header.width >= 1 && header.width <= 16384 && header.height >= 1 && header.height <= 16384 && header.tier <= 100
    && Number.isFinite(header.frame) && Number.isFinite(header.published);
  return fits ? header : null;
}
