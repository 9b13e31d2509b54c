// Single pictures and numbered sequences: PNG (8 bits, or 16 from half floats) and OpenEXR (half floats, light).
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <vector>

#include "media/av.h"
#include "media/half.h"
#include "media/sink.h"
#include "media/transfer.h"

namespace weft::media {
namespace {

// "frame-%05d.png" in three parts. Only %d and %0Nd are understood, once: a path is not a printf format.
struct Pattern {
  std::string before, after;
  int digits = 0;
  bool numbered = false;

  static std::optional<Pattern> parse(const std::string& path) {
    Pattern p;
    auto percent = path.find('%');
    if (percent == std::string::npos) {
      p.before = path;
      return p;
    }
    auto end = percent + 1;
    while (end < path.size() && path[end] >= '0' && path[end] <= '9') end++;
    auto digits = path.substr(percent + 1, end - percent - 1);
    if (end >= path.size() || path[end] != 'd' || digits.size() > 2 || path.find('%', end) != std::string::npos) return {};
    p.before = path.substr(0, percent);
    p.after = path.substr(end + 1);
    p.digits = digits.empty() ? 0 : std::stoi(digits);
    p.numbered = true;
    return p;
  }
  std::string name(int number) const {
    if (!numbered) return before;
    auto text = std::to_string(number);
    if (int(text.size()) < digits) text.insert(0, size_t(digits) - text.size(), '0');
    return before + text + after;
  }
};

class PictureSink final : public Sink {
 public:
  explicit PictureSink(const WriterSpec& spec) : spec_(spec) {}

  std::optional<Error> open() {
    quietLog();
    auto pattern = Pattern::parse(spec_.path);
    if (!pattern) return cannotWrite(spec_.path, "a sequence needs one number such as %05d in its name");
    pattern_ = *pattern;
    packet_.reset(av_packet_alloc());
    frame_.reset(av_frame_alloc());
    bool exr = spec_.form == "exr", deep = spec_.input == PixelFormat::RgbaHalf;
    auto* encoder = avcodec_find_encoder_by_name(exr ? "exr" : "png");
    if (!encoder) return cannotWrite(spec_.path, "this FFmpeg has no encoder " + spec_.form);
    frame_->width = spec_.width;
    frame_->height = spec_.height;
    frame_->format = exr    ? spec_.alpha ? AV_PIX_FMT_GBRAPF32 : AV_PIX_FMT_GBRPF32
                     : deep ? spec_.alpha ? AV_PIX_FMT_RGBA64BE : AV_PIX_FMT_RGB48BE
                     : spec_.alpha ? AV_PIX_FMT_RGBA
                                   : AV_PIX_FMT_RGB24;
    frame_->sample_aspect_ratio = {1, 1};
    codec_.reset(avcodec_alloc_context3(encoder));
    codec_->width = spec_.width;
    codec_->height = spec_.height;
    codec_->pix_fmt = AVPixelFormat(frame_->format);
    codec_->time_base = {1, 25};
    codec_->thread_count = 1;
    codec_->flags |= AV_CODEC_FLAG_BITEXACT;
    AVDictionary* options = nullptr;
    if (exr) {
      av_dict_set(&options, "format", "half", 0);
      av_dict_set(&options, "compression", "zip16", 0);
    } else {
      av_dict_set(&options, "pred", "paeth", 0);
    }
    int e = avcodec_open2(codec_.get(), encoder, &options);
    av_dict_free(&options);
    if (e >= 0) e = av_frame_get_buffer(frame_.get(), 0);
    if (e < 0) return cannotWrite(spec_.path, avMessage(e));
    return std::nullopt;
  }

  std::optional<Error> picture(const Frame& frame) override {
    if (frame.width != spec_.width || frame.height != spec_.height)
      return cannotWrite(spec_.path, "a picture has another size than the sequence");
    if (!pattern_.numbered && count_ > 0) return std::nullopt;  // one picture: the first
    int e = av_frame_make_writable(frame_.get());
    if (e < 0) return cannotWrite(spec_.path, avMessage(e));
    fill(frame);
    frame_->pts = count_;
    e = avcodec_send_frame(codec_.get(), frame_.get());
    if (e >= 0) e = avcodec_receive_packet(codec_.get(), packet_.get());
    if (e < 0) return cannotWrite(spec_.path, avMessage(e));
    auto error = write(pattern_.name(spec_.firstNumber + count_++));
    av_packet_unref(packet_.get());
    return error;
  }

  std::optional<Error> sound(const float*, const float*, int) override { return std::nullopt; }

  std::optional<Error> finish() override {
    if (count_ == 0) return cannotWrite(spec_.path, "there was no picture to write");
    written_.clear();
    return std::nullopt;
  }

  void abort() override {
    for (const auto& name : written_) ::unlink(name.c_str());
    written_.clear();
  }

 private:
  std::optional<Error> write(const std::string& name) {
    int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) return cannotWrite(name, std::strerror(errno));
    written_.push_back(name);
    const uint8_t* data = packet_->data;
    size_t left = size_t(packet_->size);
    while (left > 0) {
      ssize_t n = ::write(file, data, left);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) {
        auto error = cannotWrite(name, std::strerror(errno));
        ::close(file);
        return error;
      }
      data += n;
      left -= size_t(n);
    }
    if (::close(file) != 0) return cannotWrite(name, std::strerror(errno));
    return std::nullopt;
  }

  // The four components of pixel i as floats; 8-bit frames in steps of 1/255.
  static void pixel(const Frame& f, size_t i, float* v) {
    for (size_t k = 0; k < 4; k++)
      v[k] = f.format == PixelFormat::Rgba8 ? float(f.pixels[i * 4 + k]) / 255.f
                                            : fromHalf(reinterpret_cast<const uint16_t*>(f.pixels.data())[i * 4 + k]);
  }

  void fill(const Frame& f) {
    bool exr = spec_.form == "exr", deep = spec_.input == PixelFormat::RgbaHalf;
    int channels = spec_.alpha ? 4 : 3;
    for (int y = 0; y < f.height; y++) {
      size_t at = size_t(f.height - 1 - y) * size_t(f.width);
      uint8_t* row = frame_->data[0] + ptrdiff_t(y) * frame_->linesize[0];
      if (!exr && !deep && spec_.alpha && f.format == PixelFormat::Rgba8) {
        std::memcpy(row, f.pixels.data() + at * 4, size_t(f.width) * 4);
        continue;
      }
      for (int x = 0; x < f.width; x++) {
        float v[4];
        pixel(f, at + size_t(x), v);
        float over = spec_.alpha ? 1 : v[3];  // without alpha: over black
        if (exr) {
          // Light, premultiplied; over black in gamma-encoded values, as every other output.
          float associate = spec_.alpha ? v[3] : 1;
          static const int plane[4] = {2, 0, 1, 3};
          for (int k = 0; k < channels; k++) {
            float value = k == 3 ? v[3] : toLight(v[k] * over) * associate;
            reinterpret_cast<float*>(frame_->data[plane[k]] + ptrdiff_t(y) * frame_->linesize[plane[k]])[x] = value;
          }
        } else {
          for (int k = 0; k < channels; k++) {
            float value = k == 3 ? v[3] : v[k] * over;
            value = value >= 0 ? std::fmin(value, 1.f) : 0;
            size_t i = size_t(x) * size_t(channels) + size_t(k);
            if (deep) {
              auto code = uint16_t(std::lround(value * 65535));
              row[2 * i] = uint8_t(code >> 8);
              row[2 * i + 1] = uint8_t(code & 255);
            } else {
              row[i] = uint8_t(std::lround(value * 255));
            }
          }
        }
      }
    }
  }

  const WriterSpec spec_;
  Pattern pattern_;
  AvCodec codec_;
  AvPacket packet_;
  AvFrame frame_;
  int count_ = 0;
  std::vector<std::string> written_;
};

}  // namespace

SinkOrError openPictures(const WriterSpec& spec) {
  auto sink = std::make_unique<PictureSink>(spec);
  if (auto error = sink->open()) return *error;
  return sink;
}

}  // namespace weft::media
