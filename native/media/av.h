// FFmpeg's C structures with owners, and its error numbers as sentences.
#pragma once
#include <cstdlib>
#include <memory>
#include <string>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

namespace weft::media {

template <auto free>
struct FreeByAddress {
  template <class T>
  void operator()(T* p) const {
    free(&p);
  }
};
struct FreeSws {
  void operator()(SwsContext* p) const { sws_freeContext(p); }
};

using AvFrame = std::unique_ptr<AVFrame, FreeByAddress<av_frame_free>>;
using AvPacket = std::unique_ptr<AVPacket, FreeByAddress<av_packet_free>>;
using AvCodec = std::unique_ptr<AVCodecContext, FreeByAddress<avcodec_free_context>>;
using AvResampler = std::unique_ptr<SwrContext, FreeByAddress<swr_free>>;
using AvScaler = std::unique_ptr<SwsContext, FreeSws>;

inline std::string avMessage(int error) {
  char text[AV_ERROR_MAX_STRING_SIZE] = {};
  av_strerror(error, text, sizeof text);
  return text;
}

// How long a frame lasts, in units of its time base; 0 when unknown. The field was renamed in FFmpeg 6.
inline int64_t frameDuration(const AVFrame* frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
  return frame->duration;
#else
  return frame->pkt_duration;
#endif
}

// FFmpeg prints to stderr by default; problems are reported as diagnostics instead. FFMPEG_LOG=1 lets it speak.
inline void quietLog() { av_log_set_level(std::getenv("FFMPEG_LOG") ? AV_LOG_VERBOSE : AV_LOG_QUIET); }

inline double seconds(AVRational r) { return r.den ? double(r.num) / r.den : 0; }

}  // namespace weft::media
