#include "media/picture_decoder.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace weft::media {
namespace {

// WebM keeps alpha in side packets that only libvpx's own decoder reads.
const AVCodec* decoderFor(const AVStream* stream) {
  auto id = stream->codecpar->codec_id;
  auto* alpha = av_dict_get(stream->metadata, "alpha_mode", nullptr, 0);
  if (alpha && std::string(alpha->value) == "1") {
    const AVCodec* vpx = nullptr;
    if (id == AV_CODEC_ID_VP9) vpx = avcodec_find_decoder_by_name("libvpx-vp9");
    if (id == AV_CODEC_ID_VP8) vpx = avcodec_find_decoder_by_name("libvpx");
    if (vpx) return vpx;
  }
  return avcodec_find_decoder(id);
}

constexpr int kReadErrors = 200;  // damaged packets in a row before a file counts as ended

}  // namespace

std::variant<std::unique_ptr<PictureDecoder>, Error> PictureDecoder::open(const std::string& path, int threads) {
  auto opened = Container::open(path);
  if (auto* error = std::get_if<Error>(&opened)) return *error;
  std::unique_ptr<PictureDecoder> d(new PictureDecoder);
  d->path_ = path;
  d->threads_ = threads;
  d->container_ = std::move(std::get<0>(opened));
  std::string why;
  if (d->container_->pictureStream() < 0)
    return Error{"media.empty", "“" + baseName(path) + "” holds no pictures. Use it for its sound, or choose another file."};
  if (!d->start(why))
    return Error{"media.corrupt", "The pictures of “" + baseName(path) + "” could not be decoded (" + why + ")."};
  return d;
}

bool PictureDecoder::start(std::string& why) {
  auto* format = container_->get();
  int index = container_->pictureStream();
  if (index < 0) {
    why = "no pictures";
    return false;
  }
  for (unsigned i = 0; i < format->nb_streams; i++)
    format->streams[i]->discard = int(i) == index ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  stream_ = format->streams[index];
  zero_ = stream_->start_time == AV_NOPTS_VALUE ? 0 : stream_->start_time;

  auto* codec = decoderFor(stream_);
  if (!codec) {
    why = std::string("no decoder for ") + avcodec_get_name(stream_->codecpar->codec_id);
    return false;
  }
  codec_.reset(avcodec_alloc_context3(codec));
  avcodec_parameters_to_context(codec_.get(), stream_->codecpar);
  codec_->pkt_timebase = stream_->time_base;
  // Small pictures decode faster than threads hand over.
  codec_->thread_count = int64_t(codec_->width) * codec_->height >= 640 * 360 ? threads_ : 1;
  int e = avcodec_open2(codec_.get(), codec, nullptr);
  if (e < 0) {
    why = avMessage(e);
    return false;
  }
  packet_.reset(av_packet_alloc());
  received_.reset(av_frame_alloc());
  pending_.reset();
  packetHeld_ = draining_ = ended_ = false;
  position_ = 0;
  lastStart_ = INT64_MIN;
  fromStart_ = true;
  gaveAny_ = false;
  readErrors_ = 0;
  return true;
}

void PictureDecoder::note(const std::string& what) {
  if (trouble_.empty()) trouble_ = what;
}

double PictureDecoder::typicalSeconds() const {
  for (auto r : {stream_->avg_frame_rate, stream_->r_frame_rate})
    if (r.num > 0 && r.den > 0 && av_q2d(r) < 1000) return 1 / av_q2d(r);
  return 1.0 / 25;
}

// Reads packet times from the last keyframe on. Moves the reading place: only before decoding starts.
int64_t PictureDecoder::scanEnd() {
  int64_t end = AV_NOPTS_VALUE;
  auto* format = container_->get();
  int64_t typical = units(typicalSeconds());
  int64_t target = format->duration > 0 ? av_rescale_q(format->duration, AV_TIME_BASE_Q, stream_->time_base) + zero_ : zero_;
  // Where there is nothing to go by, everything is read.
  if (format->duration > 0) av_seek_frame(format, stream_->index, target, AVSEEK_FLAG_BACKWARD);
  while (av_read_frame(format, packet_.get()) >= 0) {
    if (packet_->stream_index == stream_->index) {
      int64_t at = packet_->pts != AV_NOPTS_VALUE ? packet_->pts : packet_->dts;
      if (at == AV_NOPTS_VALUE) at = (end == AV_NOPTS_VALUE ? zero_ : end);
      end = std::max(end, at + (packet_->duration > 0 ? packet_->duration : typical));
    }
    av_packet_unref(packet_.get());
  }
  return end;
}

double PictureDecoder::durationSeconds() {
  bool told = std::string_view(container_->get()->iformat->name) != "flv";  // which counts the decoder's delay in
  if (told && stream_->duration > 0) return stream_->duration * av_q2d(stream_->time_base);
  int64_t end = scanEnd();
  restart();
  if (end != AV_NOPTS_VALUE) return double(end - zero_) * av_q2d(stream_->time_base);
  auto* format = container_->get();
  if (format->duration > 0) return format->duration / double(AV_TIME_BASE);
  return typicalSeconds();
}

// From the first byte: a fresh container, for forms that cannot go back.
void PictureDecoder::restart() {
  auto opened = Container::open(path_);
  std::string why;
  if (auto* fresh = std::get_if<0>(&opened)) {
    codec_.reset();
    container_ = std::move(*fresh);
    if (start(why)) return;
  }
  note("it can no longer be opened");
  ended_ = true;
}

bool PictureDecoder::nearer(int64_t t) const {
  if (ended_ || position() > t) return false;
  // A seek to where the last one went would land where that did.
  int64_t from = std::max(position(), sought_);
  auto* stream = const_cast<AVStream*>(stream_);
  int key = av_index_search_timestamp(stream, t + zero_, AVSEEK_FLAG_BACKWARD);
  auto* entry = key >= 0 ? avformat_index_get_entry(stream, key) : nullptr;
  // A handful of frames is sooner decoded than a decoder flushed and filled again.
  if (entry && entry->timestamp - zero_ > from + units(4 * typicalSeconds())) return false;
  return double(t - from) * av_q2d(stream_->time_base) < 12;
}

int64_t PictureDecoder::units(double seconds) const {
  return std::max<int64_t>(1, std::llround(seconds / av_q2d(stream_->time_base)));
}

void PictureDecoder::seek(int64_t t) {
  back_ = 0;
  sought_ = t;
  go(t);
}

void PictureDecoder::goFurtherBack() {
  back_ = back_ ? back_ * 2 : units(1);
  go(target_);
}

void PictureDecoder::go(int64_t t) {
  pending_.reset();
  ended_ = draining_ = false;
  if (packetHeld_) av_packet_unref(packet_.get());
  packetHeld_ = false;
  lastStart_ = INT64_MIN;
  gaveAny_ = false;
  readErrors_ = 0;
  int64_t aim = std::max(t - back_, int64_t{0}) + zero_;
  if (av_seek_frame(container_->get(), stream_->index, aim, AVSEEK_FLAG_BACKWARD) < 0) {
    restart();
  } else {
    avcodec_flush_buffers(codec_.get());
    fromStart_ = aim <= zero_;
  }
  target_ = t;
}

PictureDecoder::Step PictureDecoder::step(Decoded& out) {
  if (ended_) return Step::End;
  int e = avcodec_receive_frame(codec_.get(), received_.get());
  if (e == 0) {
    bool broken = (received_->flags & AV_FRAME_FLAG_CORRUPT) || received_->decode_error_flags;
    if (broken) {
      note("a picture is damaged");
      av_frame_unref(received_.get());
      return Step::Going;
    }
    int64_t at = received_->best_effort_timestamp;
    int64_t typical = units(typicalSeconds());
    if (at == AV_NOPTS_VALUE && lastStart_ == INT64_MIN && !fromStart_) {
      av_frame_unref(received_.get());  // nobody knows where this is; the next one may say
      return Step::Going;
    }
    int64_t start = at != AV_NOPTS_VALUE ? at - zero_ : lastStart_ == INT64_MIN ? 0 : lastStart_ + typical;
    if (firstStart_ == INT64_MIN) {
      // AVI tells when a picture is decoded, not when it is shown: B frames would put the first one late.
      if (std::string_view(container_->get()->iformat->name) == "avi") {
        delay_ = start;
        start = 0;
      }
      firstStart_ = start;
    } else if (at != AV_NOPTS_VALUE) {
      start -= delay_;
    }
    if (fromStart_ && lastStart_ == INT64_MIN && start > firstStart_) {
      // The form's own seek to the start went past it.
      int64_t target = target_;
      restart();
      target_ = target;
      return Step::Going;
    }
    if (lastStart_ != INT64_MIN && start <= lastStart_) start = lastStart_ + 1;

    if (target_ != INT64_MIN) {
      // Open GOPs, and containers whose index holds decoding times, can land behind the target: go back further.
      if (start > target_ && !fromStart_) {
        av_frame_unref(received_.get());
        goFurtherBack();
        return Step::Going;
      }
      target_ = INT64_MIN;
      back_ = 0;
    }
    bool give = pending_ != nullptr;
    if (give) {
      out.frame = std::move(pending_);
      out.start = pendingStart_;
      out.end = start;
      out.last = false;
      gaveAny_ = true;
    }
    pending_ = std::move(received_);
    received_.reset(av_frame_alloc());
    pendingStart_ = lastStart_ = position_ = start;
    return give ? Step::Decoded : Step::Going;
  }
  if (e == AVERROR_EOF) {
    if (!pending_ && !gaveAny_ && target_ != INT64_MIN && !fromStart_) {
      // Landed behind the last frame.
      goFurtherBack();
      return Step::Going;
    }
    target_ = INT64_MIN;
    back_ = 0;
    ended_ = true;
    position_ = INT64_MAX;
    if (!pending_) return Step::End;
    int64_t typical = units(typicalSeconds());
    int64_t length = frameDuration(pending_.get());
    out.frame = std::move(pending_);
    out.start = pendingStart_;
    out.end = pendingStart_ + (length > 0 ? length : typical);
    out.last = true;
    gaveAny_ = true;
    if (stream_->duration > 0 && out.end + 2 * typical < stream_->duration) {
      char text[96];
      std::snprintf(text, sizeof text, "it ends after %.1f of %.1f seconds", out.end * av_q2d(stream_->time_base),
                    stream_->duration * av_q2d(stream_->time_base));
      note(text);
    }
    return Step::Decoded;
  }
  if (e != AVERROR(EAGAIN)) note("a picture is damaged");

  if (!packetHeld_ && !draining_) {
    int r = av_read_frame(container_->get(), packet_.get());
    if (r == AVERROR(EAGAIN)) return Step::Going;
    if (r < 0 && r != AVERROR_EOF && ++readErrors_ < kReadErrors) {
      note("it is damaged");
      return Step::Going;
    }
    if (r < 0) {
      draining_ = true;
      avcodec_send_packet(codec_.get(), nullptr);
      return Step::Going;
    }
    readErrors_ = 0;
    if (packet_->stream_index != stream_->index) {
      av_packet_unref(packet_.get());
      return Step::Going;
    }
    if (packet_->flags & AV_PKT_FLAG_CORRUPT) note("it is damaged");
    packetHeld_ = true;
  }
  if (packetHeld_) {
    int s = avcodec_send_packet(codec_.get(), packet_.get());
    if (s == AVERROR(EAGAIN)) return Step::Going;
    if (s < 0) note("a picture is damaged");
    av_packet_unref(packet_.get());
    packetHeld_ = false;
  }
  return Step::Going;
}

}  // namespace weft::media
