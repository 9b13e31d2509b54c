#include "media/probe.h"

#include <algorithm>
#include <cmath>

#include "media/file_io.h"
#include "media/picture_convert.h"

namespace weft::media {
namespace {

// Forms without an index are read to find their time stamps; beyond this the rest is taken to be like the beginning.
constexpr int64_t kMostBytes = int64_t(1) << 30;

struct Stamps {
  std::vector<int64_t> at;  // in order; of presentation where every packet says so, else of decoding
  std::vector<int64_t> decoding;
  int64_t count = 0, end = INT64_MIN;
  bool all = true;
};

std::string named(const char* name) { return name ? name : "unknown"; }

plan::Rational rational(AVRational r) {
  av_reduce(&r.num, &r.den, r.num, r.den, INT32_MAX);
  return {r.num, r.den};
}
bool usable(AVRational r) { return r.num > 0 && r.den > 0; }

// Whether every time stamp lies within a tick of a whole number of frames.
bool onGrid(const Stamps& s, AVRational unit, AVRational rate) {
  double perTick = av_q2d(unit) * av_q2d(rate), slack = std::min(0.25, perTick + 1e-6);
  for (auto at : s.at) {
    double frames = double(at - s.at.front()) * perTick;
    if (std::fabs(frames - std::round(frames)) > slack) return false;
  }
  return true;
}

void rateOf(const AVStream* stream, const Stamps& s, VideoInfo& info) {
  auto unit = stream->time_base;
  size_t n = s.at.size();
  AVRational candidates[2] = {stream->r_frame_rate, stream->avg_frame_rate};
  if (n < 3) {
    info.frameRate = rational(usable(candidates[1]) ? candidates[1] : usable(candidates[0]) ? candidates[0] : AVRational{25, 1});
    return;
  }
  double span = double(s.at.back() - s.at.front()), mean = span / double(n - 1);
  bool even = true;
  for (size_t i = 0; i < n; i++) even = even && std::fabs(double(s.at[i] - s.at[0]) - double(i) * mean) <= 1;
  info.variable = !even;
  for (auto rate : candidates) {
    if (!usable(rate)) continue;
    double frames = span * av_q2d(unit) * av_q2d(rate);
    // Even: as many frames as time stamps, to the tick. Uneven: the grid that pictures were left out of.
    if (even ? std::fabs(frames - double(n - 1)) <= std::max(0.02, av_q2d(unit) * av_q2d(rate)) : onGrid(s, unit, rate)) {
      info.frameRate = rational(rate);
      return;
    }
  }
  if (even) {
    int num, den;
    av_reduce(&num, &den, int64_t(n - 1) * unit.den, (s.at.back() - s.at.front()) * unit.num, 1 << 30);
    info.frameRate = {num, den};
  } else {
    info.frameRate = rational(usable(candidates[1]) ? candidates[1] : candidates[0]);
  }
}

// Seconds at which the picture with the last time stamp has been shown for as long as one lasts; 0 when not all were read.
double lastShown(const Stamps& s, double unit, double zero, const VideoInfo& v) {
  if (!s.all || s.at.empty() || v.frameRate.num <= 0) return 0;
  double one = double(v.frameRate.den) / double(v.frameRate.num);
  return std::max(double(s.end) * unit, double(s.at.back()) * unit + (s.end > s.at.back() ? 0 : one)) - zero;
}

void read(Container& c, std::vector<Stamps>& stamps) {
  AvPacket packet(av_packet_alloc());
  while (true) {
    int e = av_read_frame(c.get(), packet.get());
    if (e < 0) break;
    auto& s = stamps[size_t(packet->stream_index)];
    if (!(packet->flags & AV_PKT_FLAG_DISCARD)) {
      s.count++;
      if (packet->pts != AV_NOPTS_VALUE) s.at.push_back(packet->pts);
      if (packet->dts != AV_NOPTS_VALUE) s.decoding.push_back(packet->dts);
      int64_t at = packet->pts != AV_NOPTS_VALUE ? packet->pts : packet->dts;
      if (at != AV_NOPTS_VALUE) s.end = std::max(s.end, at + packet->duration);
    }
    av_packet_unref(packet.get());
    if (avio_tell(c->pb) > kMostBytes) {
      for (auto& each : stamps) each.all = false;
      break;
    }
  }
  for (auto& s : stamps) {
    if (int64_t(s.at.size()) < s.count && s.decoding.size() > s.at.size()) s.at.swap(s.decoding);
    std::sort(s.at.begin(), s.at.end());
  }
}

}  // namespace

std::variant<MediaInfo, Error> probe(const std::string& path) {
  auto opened = Container::open(path);
  if (auto* error = std::get_if<Error>(&opened)) return *error;
  auto& c = *std::get<0>(opened);
  std::vector<Stamps> stamps(c->nb_streams);
  read(c, stamps);

  MediaInfo info;
  info.path = path;
  info.container = c->iformat->name;
  info.bytes = c.identity().size;
  double zero = c.zero(), end = 0;
  for (unsigned i = 0; i < c->nb_streams; i++) {
    const AVStream* stream = c->streams[i];
    const AVCodecParameters* p = stream->codecpar;
    const auto& s = stamps[i];
    double unit = av_q2d(stream->time_base);
    double start = stream->start_time == AV_NOPTS_VALUE ? zero : stream->start_time * unit;
    // The container's word for the length, unless it has none; what was read ends no later.
    double length = stream->duration > 0 ? stream->duration * unit
                    : s.all && s.end != INT64_MIN ? s.end * unit - start
                    : c->duration > 0 ? c->duration / double(AV_TIME_BASE)
                                      : 0;
    if (p->codec_type == AVMEDIA_TYPE_VIDEO && !(stream->disposition & AV_DISPOSITION_ATTACHED_PIC)) {
      VideoInfo v;
      auto format = AVPixelFormat(p->format);
      v.codec = avcodec_get_name(p->codec_id);
      v.pixelFormat = named(av_get_pix_fmt_name(format));
      v.colorSpace = named(av_color_space_name(p->color_space));
      v.colorRange = named(av_color_range_name(p->color_range));
      v.colorPrimaries = named(av_color_primaries_name(p->color_primaries));
      v.colorTransfer = named(av_color_transfer_name(p->color_trc));
      v.width = p->width;
      v.height = p->height;
      AVRational aspect = stream->sample_aspect_ratio.num > 0 ? stream->sample_aspect_ratio : p->sample_aspect_ratio;
      if (usable(aspect)) v.sampleAspect = rational(aspect);
      v.rotation = shapeOf(p->width, p->height, {1, 1}, displayMatrixOf(stream)).rotation();
      auto* alpha = av_dict_get(stream->metadata, "alpha_mode", nullptr, 0);
      v.alpha = alphaOf(format) || (alpha && std::string(alpha->value) == "1");
      rateOf(stream, s, v);
      if (length <= 0) length = double(s.count * v.frameRate.den) / double(v.frameRate.num);  // a bare stream
      v.frames = s.all ? s.count : std::llround(length * double(v.frameRate.num) / double(v.frameRate.den));
      v.end = lastShown(s, unit, zero, v);
      if (v.end <= 0) v.end = start - zero + length;
      end = std::max(end, start - zero + length);
      info.video.push_back(std::move(v));
    } else if (p->codec_type == AVMEDIA_TYPE_AUDIO) {
      AudioInfo a;
      a.codec = avcodec_get_name(p->codec_id);
      char layout[64] = {};
      av_channel_layout_describe(&p->ch_layout, layout, sizeof layout);
      a.layout = layout;
      a.channels = p->ch_layout.nb_channels;
      a.sampleRate = p->sample_rate;
      a.start = start - zero;
      a.duration = length;
      end = std::max(end, a.start + a.duration);
      info.audio.push_back(std::move(a));
    }
  }
  info.duration = end;
  return info;
}

}  // namespace weft::media
