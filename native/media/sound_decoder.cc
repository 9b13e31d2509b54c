#include "media/sound_decoder.h"

#include <algorithm>
#include <cmath>
#include <string_view>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace weft::media {
namespace {

// Source samples decoded and dropped after a seek: more than any transform overlap, and ten MP3 frames of bit reservoir.
constexpr int64_t kRunUp = 16384;
constexpr int kReadErrors = 200;
constexpr double kHole = 0.1;  // seconds

}  // namespace

std::variant<std::unique_ptr<SoundDecoder>, Error> SoundDecoder::open(const std::string& path) {
  auto opened = Container::open(path);
  if (auto* error = std::get_if<Error>(&opened)) return *error;
  std::unique_ptr<SoundDecoder> d(new SoundDecoder);
  d->path_ = path;
  d->container_ = std::move(std::get<0>(opened));
  if (d->container_->soundStream() < 0) return Error{"media.empty", "“" + baseName(path) + "” holds no sound."};
  std::string why;
  if (!d->start(why))
    return Error{"media.corrupt", "The sound of “" + baseName(path) + "” could not be decoded (" + why + ")."};
  return d;
}

bool SoundDecoder::start(std::string& why) {
  auto* format = container_->get();
  int index = container_->soundStream();
  if (index < 0) {
    why = "no sound";
    return false;
  }
  for (unsigned i = 0; i < format->nb_streams; i++)
    format->streams[i]->discard = int(i) == index ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  stream_ = format->streams[index];
  zero_ = container_->zero();
  auto* codec = avcodec_find_decoder(stream_->codecpar->codec_id);
  if (!codec) {
    why = std::string("no decoder for ") + avcodec_get_name(stream_->codecpar->codec_id);
    return false;
  }
  codec_.reset(avcodec_alloc_context3(codec));
  avcodec_parameters_to_context(codec_.get(), stream_->codecpar);
  codec_->pkt_timebase = stream_->time_base;
  codec_->thread_count = 1;
  int e = avcodec_open2(codec_.get(), codec, nullptr);
  if (e < 0) {
    why = avMessage(e);
    return false;
  }
  channels_ = codec_->ch_layout.nb_channels;
  rate_ = codec_->sample_rate;
  if (channels_ <= 0 || rate_ <= 0) {
    why = "no sample rate";
    return false;
  }
  packet_.reset(av_packet_alloc());
  frame_.reset(av_frame_alloc());
  packetHeld_ = draining_ = ended_ = placed_ = false;
  doubt_ = 0;
  fromStart_ = true;
  next_ = 0;
  readErrors_ = 0;
  return true;
}

bool SoundDecoder::restart() {
  auto opened = Container::open(path_);
  std::string why;
  if (auto* fresh = std::get_if<0>(&opened)) {
    codec_.reset();
    container_ = std::move(*fresh);
    if (start(why)) return true;
  }
  ended_ = true;
  return false;
}

// Whether time stamps after a seek say to the sample where we are.
bool SoundDecoder::enterable() const {
  auto* codec = avcodec_descriptor_get(stream_->codecpar->codec_id);
  bool forgets = codec && ((codec->props & AV_CODEC_PROP_LOSSLESS) || codec->id == AV_CODEC_ID_VORBIS);
  if (exact_ && !forgets) return false;
  std::string_view form = container_->get()->iformat->name;
  for (auto raw : {"mp3", "aac", "ac3", "eac3", "amr", "ape", "wv", "tta", "asf", "rm", "flv", "mpeg"})
    if (form == raw) return false;
  bool fine = int64_t(stream_->time_base.num) * rate_ <= stream_->time_base.den;
  if (form == "avi") return av_get_exact_bits_per_sample(stream_->codecpar->codec_id) > 0;
  return fine || codec_->frame_size > 0;
}

int64_t SoundDecoder::place(const AVFrame* f) {
  int64_t at = f->best_effort_timestamp != AV_NOPTS_VALUE ? f->best_effort_timestamp : f->pts;
  bool fine = int64_t(stream_->time_base.num) * rate_ <= stream_->time_base.den;
  if (at == AV_NOPTS_VALUE) return placed_ ? next_ : 0;
  double estimate = (at * av_q2d(stream_->time_base) - zero_) * rate_ - double(shift_);
  // Ogg Vorbis stamps single frames late, where long blocks turn into short ones: the count of samples goes on until two
  // in a row say the same.
  if (placed_ && fine && stream_->codecpar->codec_id == AV_CODEC_ID_VORBIS) {
    double off = estimate - double(next_), before = doubt_;
    doubt_ = off;
    if (std::fabs(off) < 0.5 || std::fabs(off - before) >= 0.5) return next_;
  }
  // Coarse clocks (Matroska's millisecond) are only followed when they really part from the count of samples.
  else if (placed_ && std::fabs(estimate - double(next_)) <= (fine ? 0.01 : 0.03) * rate_) return next_;
  if (std::fabs(estimate) > 1e13) return next_;  // a damaged one
  int64_t start = std::llround(estimate);
  if (!fine && anchored_ && codec_->frame_size > 0) {
    int64_t frames = std::llround((estimate - double(anchor_)) / codec_->frame_size);
    start = anchor_ + frames * codec_->frame_size;
  }
  return start;
}

bool SoundDecoder::convert(const AVFrame* f, Block& out) {
  size_t n = size_t(f->nb_samples);
  out.left.resize(n);
  out.right.resize(n);
  int channels = f->ch_layout.nb_channels;
  if (!mix_ || mixFormat_ != f->format || mixChannels_ != channels) {
    AVChannelLayout from = {}, to = {};
    if (channels > 2 && f->ch_layout.order != AV_CHANNEL_ORDER_UNSPEC)
      av_channel_layout_copy(&from, &f->ch_layout);
    else
      av_channel_layout_default(&from, channels);
    av_channel_layout_default(&to, channels == 1 ? 1 : 2);
    SwrContext* mix = nullptr;
    int e = swr_alloc_set_opts2(&mix, &to, AV_SAMPLE_FMT_FLTP, rate_, &from, AVSampleFormat(f->format), rate_, 0, nullptr);
    mix_.reset(mix);
    av_channel_layout_uninit(&from);
    if (e < 0 || swr_init(mix_.get()) < 0) {
      mix_.reset();
      return false;
    }
    mixFormat_ = f->format;
    mixChannels_ = channels;
  }
  uint8_t* planes[2] = {reinterpret_cast<uint8_t*>(out.left.data()), reinterpret_cast<uint8_t*>(out.right.data())};
  int got = swr_convert(mix_.get(), planes, int(n), const_cast<const uint8_t**>(f->extended_data), int(n));
  if (got != int(n)) return false;
  if (channels == 1) out.right = out.left;
  return true;
}

bool SoundDecoder::nearer(int64_t sample) const {
  if (ended_) return false;
  int64_t from = target_ != INT64_MIN ? target_ : next_;
  return from <= sample && (sample - from < 2 * rate_ || !enterable());
}

void SoundDecoder::seek(int64_t sample) {
  if (!enterable()) {
    if (!restart()) return;
    target_ = sample;
    return;
  }
  if (target_ != sample) back_ = 0;
  int64_t aim = sample - kRunUp - back_;
  auto* format = container_->get();
  int64_t stamp = std::llround((double(aim) / rate_ + zero_) / av_q2d(stream_->time_base));
  if (aim <= 0 || av_seek_frame(format, stream_->index, stamp, AVSEEK_FLAG_BACKWARD) < 0) {
    if (!restart()) return;
    target_ = sample;
    return;
  }
  avcodec_flush_buffers(codec_.get());
  if (packetHeld_) av_packet_unref(packet_.get());
  packetHeld_ = draining_ = ended_ = placed_ = fromStart_ = false;
  doubt_ = 0;
  readErrors_ = 0;
  target_ = sample;
}

SoundDecoder::Step SoundDecoder::step(Block& out) {
  if (ended_) return Step::End;
  int e = avcodec_receive_frame(codec_.get(), frame_.get());
  if (e == 0) {
    if (frame_->nb_samples <= 0) return Step::Going;
    int64_t start = place(frame_.get());
    bool first = !placed_;
    if (first && fromStart_ && !anchored_) {
      if (container_->pictureStream() < 0) {
        shift_ = start;
        start = 0;
      }
      // The end: the first frame may have been cut by the encoder's delay.
      anchor_ = start + frame_->nb_samples;
      anchored_ = true;
    }
    // Readers that find their way again behind a damaged place say nothing of it: it shows as a hole.
    if (!first && double(start - next_) > kHole * rate_) damaged(nullptr);
    placed_ = true;
    next_ = start + frame_->nb_samples;
    if (target_ != INT64_MIN) {
      if (first && !fromStart_ && start > target_ - kRunUp / 2) {
        back_ = back_ ? back_ * 2 : kRunUp;
        seek(target_);
        return Step::Going;
      }
      if (next_ <= target_) {
        av_frame_unref(frame_.get());
        return Step::Going;
      }
      target_ = INT64_MIN;
      back_ = 0;
    }
    out.start = start;
    bool good = convert(frame_.get(), out);
    av_frame_unref(frame_.get());
    return good ? Step::Decoded : Step::Going;
  }
  if (e < 0 && e != AVERROR_EOF && e != AVERROR(EAGAIN)) damaged(nullptr);
  if (e == AVERROR_EOF) {
    ended_ = true;
    target_ = INT64_MIN;
    return Step::End;
  }
  if (!packetHeld_ && !draining_) {
    int r = av_read_frame(container_->get(), packet_.get());
    if (r == AVERROR(EAGAIN)) return Step::Going;
    if (r < 0 && r != AVERROR_EOF) damaged(nullptr);
    if (r < 0 && r != AVERROR_EOF && ++readErrors_ < kReadErrors) return Step::Going;
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
    if (packet_->flags & AV_PKT_FLAG_CORRUPT) damaged(packet_.get());
    packetHeld_ = true;
  }
  if (!packetHeld_) return Step::Going;
  int s = avcodec_send_packet(codec_.get(), packet_.get());
  if (s == AVERROR(EAGAIN)) return Step::Going;
  if (s < 0) damaged(packet_.get());
  av_packet_unref(packet_.get());
  packetHeld_ = false;
  return Step::Going;
}

// Noted where the packet says it is, else where the sound has come to.
void SoundDecoder::damaged(const AVPacket* packet) {
  if (damagedAt_ >= 0) return;
  double at = double(next_) / rate_;
  if (packet && packet->pts != AV_NOPTS_VALUE) at = packet->pts * av_q2d(stream_->time_base) - zero_ - double(shift_) / rate_;
  damagedAt_ = std::max(0.0, at);
}

// Adds up packets, less what they say is to be dropped of them: the encoder's delay and padding. Moves the reading place.
bool SoundDecoder::scan(double& length) {
  int64_t samples = 0, dropped = 0;
  // Ogg takes the padding at the end off the last packet's length already.
  bool ogg = std::string_view(container_->get()->iformat->name) == "ogg";
  while (av_read_frame(container_->get(), packet_.get()) >= 0) {
    if (packet_->stream_index == stream_->index) {
      samples += packet_->duration;
      size_t size = 0;
      auto* skip = av_packet_get_side_data(packet_.get(), AV_PKT_DATA_SKIP_SAMPLES, &size);
      if (skip && size >= 8) dropped += AV_RL32(skip) + (ogg ? 0 : AV_RL32(skip + 4));
    }
    av_packet_unref(packet_.get());
  }
  length = samples * av_q2d(stream_->time_base) - double(dropped) / rate_;
  return samples > 0 && restart();
}

double SoundDecoder::durationSeconds() {
  auto* format = container_->get();
  double unit = av_q2d(stream_->time_base);
  // Guesses from the bit rate, and lengths that count the encoder's padding in, are not the length of the sound.
  auto id = stream_->codecpar->codec_id;
  std::string_view form = format->iformat->name;
  bool padded = (id == AV_CODEC_ID_OPUS && form == "ogg") || form == "mp3";
  bool guessed = format->duration_estimation_method == AVFMT_DURATION_FROM_BITRATE;
  double length = 0;
  if ((padded || guessed) && container_->pictureStream() < 0 && scan(length)) return length;
  if (stream_->duration > 0) {
    double start = stream_->start_time == AV_NOPTS_VALUE ? 0 : stream_->start_time * unit;
    return start + stream_->duration * unit - (stream_->start_time == AV_NOPTS_VALUE ? 0 : zero_);
  }
  return format->duration > 0 ? format->duration / double(AV_TIME_BASE) : 0;
}

}  // namespace weft::media
