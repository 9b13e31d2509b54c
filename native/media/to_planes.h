// Frames -> the YCbCr planes that encoders take: BT.709, limited range, rows from the top down.
#pragma once
#include "media/av.h"
#include "media/frame.h"

namespace weft::media {

// `to` has its size, form and buffers: yuv420p, yuv422p10, yuv444p10 or yuva444p10 of the frame's size. Without an
// alpha plane the picture is composited over black. Chroma is sited left (as H.264 has it) and averaged, not dropped.
// Integer arithmetic throughout for 8 bits: the same planes on every machine. [encode]
void toPlanes(const Frame&, AVFrame* to);

}  // namespace weft::media
