// Films and sound files: encoders and a muxer.
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "media/av.h"
#include "media/file_io.h"
#include "media/sink.h"
#include "media/to_planes.h"

namespace weft::media {
namespace {

// x264 cuts its work by thread count, which shows in the stream: fixed, so that machines agree.
constexpr int kVideoThreads = 6;

struct Track {
  AVStream* stream = nullptr;
  AvCodec codec;
  AvFrame frame;
  int64_t count = 0;  // frames or samples encoded
};

class FilmSink final : public Sink {
 public:
  explicit FilmSink(const WriterSpec& spec) : spec_(spec) {}
  ~FilmSink() override { close(); }

  std::optional<Error> open() {
    quietLog();
    packet_.reset(av_packet_alloc());
    bool film = spec_.form == "mp4" || spec_.form == "mov" || spec_.form == "mkv";
    const char* muxer = spec_.form == "mkv" ? "matroska" : spec_.form.c_str();
    int e = avformat_alloc_output_context2(&format_, nullptr, muxer, ("file:" + spec_.path).c_str());
    if (e < 0 || !format_) return fail("there is no writer for ." + spec_.form);
    format_->flags |= AVFMT_FLAG_BITEXACT;
    if (film) {
      if (auto error = openVideo()) return error;
    }
    if (!film || spec_.sound) {
      if (auto error = openAudio(film)) return error;
    }
    e = avio_open(&format_->pb, ("file:" + spec_.path).c_str(), AVIO_FLAG_WRITE);
    if (e < 0) return fail(avMessage(e));
    created_ = true;
    AVDictionary* options = nullptr;
    const bool isom = spec_.form == "mp4" || spec_.form == "mov";
    if (isom) av_dict_set(&options, "movflags", spec_.live ? "+frag_keyframe+empty_moov+default_base_moof+write_colr" : "+faststart+write_colr", 0);
    if (spec_.live && isom) av_dict_set(&options, "frag_duration", "500000", 0);          // microseconds
    if (spec_.live && !isom) av_dict_set(&options, "cluster_time_limit", "500", 0);       // milliseconds
    if (spec_.live) {
      format_->flags |= AVFMT_FLAG_FLUSH_PACKETS;
      format_->flush_packets = 1;
    }
    if (spec_.form == "wav") av_dict_set(&options, "rf64", "auto", 0);
    e = avformat_write_header(format_, &options);
    av_dict_free(&options);
    if (e < 0) return fail(avMessage(e));
    headed_ = true;
    return std::nullopt;
  }

  std::optional<Error> picture(const Frame& frame) override {
    if (!video_.codec) return std::nullopt;
    if (frame.width != spec_.width || frame.height != spec_.height) return fail("a picture has another size than the film");
    int e = av_frame_make_writable(video_.frame.get());
    if (e < 0) return fail(avMessage(e));
    toPlanes(frame, video_.frame.get());
    video_.frame->pts = video_.count++;
    return encode(video_, video_.frame.get());
  }

  std::optional<Error> pictureAt(const Frame& frame, int64_t at) override {
    video_.count = std::max(video_.count, at);
    return picture(frame);
  }

  std::optional<Error> sound(const float* left, const float* right, int n) override {
    if (!audio_.codec) return std::nullopt;
    left_.insert(left_.end(), left, left + n);
    right_.insert(right_.end(), right, right + n);
    return drainSound(false);
  }

  std::optional<Error> finish() override {
    if (auto error = drainSound(true)) return error;
    for (auto* track : {&video_, &audio_})
      if (track->codec)
        if (auto error = encode(*track, nullptr)) return error;
    int e = av_write_trailer(format_);
    headed_ = false;
    if (e >= 0 && format_->pb) e = format_->pb->error;
    int closed = avio_closep(&format_->pb);
    if (e >= 0) e = closed;
    if (e < 0) return fail(avMessage(e));
    created_ = false;
    return std::nullopt;
  }

  void abort() override {
    const bool remove = created_ && !spec_.live;
    close();
    if (remove) ::unlink(spec_.path.c_str());
    created_ = false;
  }

 private:
  Error fail(const std::string& why) const { return cannotWrite(spec_.path, why); }

  void close() {
    if (!format_) return;
    if (format_->pb) avio_closep(&format_->pb);
    avformat_free_context(format_);
    format_ = nullptr;
  }

  std::optional<Error> openVideo() {
    bool prores = spec_.videoCodec == "prores_ks" || (spec_.videoCodec.empty() && spec_.form == "mov" && spec_.alpha);
    std::string name = !spec_.videoCodec.empty() ? spec_.videoCodec : prores ? "prores_ks" : "libx264";
    auto* encoder = avcodec_find_encoder_by_name(name.c_str());
    if (!encoder) return fail("this FFmpeg has no encoder " + name);
    if (!prores && (spec_.width % 2 || spec_.height % 2))
      return fail("width and height must be even for " + name + "; the size is " + std::to_string(spec_.width) + "×" +
                  std::to_string(spec_.height));
    video_.stream = avformat_new_stream(format_, nullptr);
    auto* c = avcodec_alloc_context3(encoder);
    video_.codec.reset(c);
    c->width = spec_.width;
    c->height = spec_.height;
    c->pix_fmt = !prores ? AV_PIX_FMT_YUV420P : spec_.alpha ? AV_PIX_FMT_YUVA444P10 : AV_PIX_FMT_YUV422P10;
    c->time_base = {int(spec_.fps.den), int(spec_.fps.num)};
    c->framerate = {int(spec_.fps.num), int(spec_.fps.den)};
    c->sample_aspect_ratio = {1, 1};
    c->color_primaries = AVCOL_PRI_BT709;
    c->color_trc = AVCOL_TRC_BT709;
    c->colorspace = AVCOL_SPC_BT709;
    c->color_range = AVCOL_RANGE_MPEG;
    c->chroma_sample_location = AVCHROMA_LOC_LEFT;
    c->flags |= AV_CODEC_FLAG_BITEXACT;
    c->thread_count = kVideoThreads;
    if (spec_.live) {
      c->thread_count = 1;
      c->gop_size = int(std::max<int64_t>(1, spec_.fps.num / spec_.fps.den));  // a second
    }
    if (format_->oformat->flags & AVFMT_GLOBALHEADER) c->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    AVDictionary* options = nullptr;
    if (name == "libx264") {
      av_dict_set(&options, "preset", spec_.preset.empty() ? "medium" : spec_.preset.c_str(), 0);
      av_dict_set(&options, "crf", std::to_string(spec_.crf < 0 ? 18 : spec_.crf).c_str(), 0);
      if (spec_.live) av_dict_set(&options, "tune", "zerolatency", 0);
    }
    if (prores) {
      av_dict_set(&options, "profile", spec_.alpha ? "4444" : "hq", 0);
      av_dict_set(&options, "vendor", "apl0", 0);
    }
    int e = avcodec_open2(c, encoder, &options);
    av_dict_free(&options);
    if (e < 0) return fail(name + " could not be opened (" + avMessage(e) + ")");
    video_.stream->time_base = c->time_base;
    video_.stream->avg_frame_rate = c->framerate;
    video_.stream->r_frame_rate = c->framerate;
    avcodec_parameters_from_context(video_.stream->codecpar, c);
    video_.frame.reset(av_frame_alloc());
    auto* f = video_.frame.get();
    f->width = c->width;
    f->height = c->height;
    f->format = c->pix_fmt;
    f->color_primaries = c->color_primaries;
    f->color_trc = c->color_trc;
    f->colorspace = c->colorspace;
    f->color_range = c->color_range;
    f->chroma_location = c->chroma_sample_location;
    e = av_frame_get_buffer(f, 0);
    if (e < 0) return fail(avMessage(e));
    return std::nullopt;
  }

  std::optional<Error> openAudio(bool film) {
    std::string name = spec_.audioCodec;
    bool prores = film && video_.codec->codec_id == AV_CODEC_ID_PRORES;
    if (name.empty()) name = film && !prores ? "aac" : "pcm_s24le";
    // AIFF is big-endian.
    if (spec_.form == "aiff" && name.size() > 2 && name.ends_with("le")) name.replace(name.size() - 2, 2, "be");
    auto* encoder = avcodec_find_encoder_by_name(name.c_str());
    if (!encoder) return fail("this FFmpeg has no encoder " + name);
    audio_.stream = avformat_new_stream(format_, nullptr);
    auto* c = avcodec_alloc_context3(encoder);
    audio_.codec.reset(c);
    c->sample_rate = spec_.sampleRate;
    av_channel_layout_default(&c->ch_layout, 2);
    c->sample_fmt = encoder->sample_fmts ? encoder->sample_fmts[0] : AV_SAMPLE_FMT_FLTP;
    c->time_base = {1, spec_.sampleRate};
    c->bit_rate = spec_.audioBitrate;
    c->flags |= AV_CODEC_FLAG_BITEXACT;
    c->thread_count = 1;
    if (format_->oformat->flags & AVFMT_GLOBALHEADER) c->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    int e = avcodec_open2(c, encoder, nullptr);
    if (e < 0) return fail(name + " could not be opened (" + avMessage(e) + ")");
    audio_.stream->time_base = c->time_base;
    avcodec_parameters_from_context(audio_.stream->codecpar, c);
    audio_.frame.reset(av_frame_alloc());
    // Matroska counts milliseconds and moves everything so that the encoder's run-in starts at 0: silence in front makes
    // that a whole number of them, so that sound and picture stay on each other's sample.
    if (spec_.form == "mkv" && c->initial_padding > 0) {
      size_t silence = 0;
      while ((size_t(c->initial_padding) + silence) * 1000 % size_t(spec_.sampleRate)) silence++;
      left_.assign(silence, 0.f);
      right_.assign(silence, 0.f);
      audio_.count = -int64_t(silence);
    }
    return std::nullopt;
  }

  std::optional<Error> drainSound(bool all) {
    if (!audio_.codec) return std::nullopt;
    auto* c = audio_.codec.get();
    size_t size = c->frame_size > 0 ? size_t(c->frame_size) : 4096, at = 0;
    while (left_.size() - at >= size || (all && left_.size() > at)) {
      size_t n = std::min(size, left_.size() - at);
      auto* f = audio_.frame.get();
      av_frame_unref(f);
      f->nb_samples = int(n);
      f->format = c->sample_fmt;
      f->sample_rate = c->sample_rate;
      av_channel_layout_copy(&f->ch_layout, &c->ch_layout);
      int e = av_frame_get_buffer(f, 0);
      if (e < 0) return fail(avMessage(e));
      pack(f, left_.data() + at, right_.data() + at, int(n));
      f->pts = audio_.count;
      audio_.count += int64_t(n);
      at += n;
      if (auto error = encode(audio_, f)) return error;
    }
    left_.erase(left_.begin(), left_.begin() + ptrdiff_t(at));
    right_.erase(right_.begin(), right_.begin() + ptrdiff_t(at));
    return std::nullopt;
  }

  // Rounded to nearest and clipped; the samples of a 24-bit file lie in the upper bytes of 32.
  void pack(AVFrame* f, const float* left, const float* right, int n) {
    auto format = AVSampleFormat(f->format);
    auto planar = av_sample_fmt_is_planar(format);
    auto put = [&](auto* first, auto* second, int step, auto convert) {
      for (int i = 0; i < n; i++) {
        first[i * step] = convert(left[i]);
        second[i * step] = convert(right[i]);
      }
    };
    auto each = [&](auto zero, auto convert) {
      using T = decltype(zero);
      auto* first = reinterpret_cast<T*>(f->data[0]);
      put(first, planar ? reinterpret_cast<T*>(f->data[1]) : first + 1, planar ? 1 : 2, convert);
    };
    switch (av_get_packed_sample_fmt(format)) {
      case AV_SAMPLE_FMT_FLT: return each(float{}, [](float v) { return v; });
      case AV_SAMPLE_FMT_DBL: return each(double{}, [](float v) { return double(v); });
      case AV_SAMPLE_FMT_S16:
        return each(int16_t{}, [](float v) { return int16_t(std::lrint(std::clamp(double(v) * 32768, -32768.0, 32767.0))); });
      case AV_SAMPLE_FMT_S32: {
        bool bits24 = audio_.codec->codec_id == AV_CODEC_ID_PCM_S24LE || audio_.codec->codec_id == AV_CODEC_ID_PCM_S24BE;
        if (bits24)
          return each(int32_t{}, [](float v) {
            return int32_t(std::lrint(std::clamp(double(v) * 8388608, -8388608.0, 8388607.0)) * 256);
          });
        return each(int32_t{}, [](float v) {
          return int32_t(std::llrint(std::clamp(double(v) * 2147483648.0, -2147483648.0, 2147483647.0)));
        });
      }
      default: return each(uint8_t{}, [](float v) { return uint8_t(std::lrint(std::clamp(v * 128.f + 128, 0.f, 255.f))); });
    }
  }

  std::optional<Error> encode(Track& track, const AVFrame* frame) {
    int e = avcodec_send_frame(track.codec.get(), frame);
    if (e < 0 && e != AVERROR_EOF) return fail(avMessage(e));
    while (true) {
      e = avcodec_receive_packet(track.codec.get(), packet_.get());
      if (e == AVERROR(EAGAIN) || e == AVERROR_EOF) return std::nullopt;
      if (e < 0) return fail(avMessage(e));
      // Some encoders leave it out; Matroska and the last frame's length need it.
      if (&track == &video_ && packet_->duration <= 0) packet_->duration = 1;
      av_packet_rescale_ts(packet_.get(), track.codec->time_base, track.stream->time_base);
      packet_->stream_index = track.stream->index;
      e = av_interleaved_write_frame(format_, packet_.get());
      if (e >= 0 && format_->pb && format_->pb->error < 0) e = format_->pb->error;
      if (e < 0) return fail(avMessage(e));
    }
  }

  const WriterSpec spec_;
  AVFormatContext* format_ = nullptr;
  AvPacket packet_;
  Track video_, audio_;
  std::vector<float> left_, right_;
  bool created_ = false, headed_ = false;
};

}  // namespace

Error cannotWrite(const std::string& path, const std::string& why) {
  return {"output.write", "“" + baseName(path) + "” could not be written: " + why + "."};
}

SinkOrError openFilm(const WriterSpec& spec) {
  auto sink = std::make_unique<FilmSink>(spec);
  if (auto error = sink->open()) {
    sink->abort();
    return *error;
  }
  return sink;
}

}  // namespace weft::media
