// Decodes the sound of one file to stereo floats at the file's own rate, each sample at its exact place. One thread at a
// time.
#pragma once
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "media/av.h"
#include "media/file_io.h"

namespace weft::media {

class SoundDecoder {
 public:
  // Errors as Container::open; media.empty when the file has no sound.
  static std::variant<std::unique_ptr<SoundDecoder>, Error> open(const std::string& path);

  struct Block {
    int64_t start = 0;  // samples from second 0; may be negative
    std::vector<float> left, right;
  };
  enum class Step { Decoded, Going, End };
  Step step(Block& out);

  // The block given next holds `sample` or, where there is a hole, begins after it. Forms whose time stamps do not say
  // where they are to the sample are decoded from the start.
  void seek(int64_t sample);
  // Exact: also codecs that remember for longer than the run-up before a seek (AAC's and AC-3's noise, Opus) are decoded
  // from the start, so that every sample is the same bit for bit whichever way it was come to.
  void setExact(bool exact) { exact_ = exact; }
  // Whether going on from here is right for `sample`.
  bool nearer(int64_t sample) const;
  int64_t position() const { return next_; }

  int channels() const { return channels_; }
  int rate() const { return rate_; }
  const FileIdentity& identity() const { return container_->identity(); }
  bool editable() const { return std::string(container_->get()->iformat->name).starts_with("mov"); }
  double durationSeconds();  // from second 0 to the end of the sound
  // Seconds of the first place since the opening that could not be read or decoded, or is missing; negative: none.
  double damagedAt() const { return damagedAt_; }

 private:
  SoundDecoder() = default;
  bool start(std::string& why);
  bool restart();
  bool enterable() const;
  int64_t place(const AVFrame*);
  void damaged(const AVPacket*);
  bool convert(const AVFrame*, Block& out);
  bool scan(double& length);

  std::string path_;
  std::unique_ptr<Container> container_;
  AVStream* stream_ = nullptr;
  AvCodec codec_;
  AvPacket packet_;
  AvFrame frame_;
  bool exact_ = false;
  AvResampler mix_;  // to stereo floats, same rate
  int mixFormat_ = -1, mixChannels_ = -1;
  int channels_ = 0, rate_ = 0;
  double zero_ = 0;    // seconds
  int64_t shift_ = 0;  // of a file without pictures: its first sample is sample 0
  bool packetHeld_ = false, draining_ = false, ended_ = false;
  bool placed_ = false, fromStart_ = true, anchored_ = false;
  int64_t next_ = 0, anchor_ = 0;
  double doubt_ = 0;  // samples by which the stamp before parted from the count
  int64_t target_ = INT64_MIN, back_ = 0;
  int readErrors_ = 0;
  double damagedAt_ = -1;
};

}  // namespace weft::media
