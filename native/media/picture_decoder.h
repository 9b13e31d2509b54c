// Decodes the pictures of one file in presentation order, and goes to any time exactly. One thread at a time.
#pragma once
#include <memory>
#include <string>
#include <variant>

#include "media/av.h"
#include "media/file_io.h"

namespace weft::media {

class PictureDecoder {
 public:
  // Errors as Container::open; media.empty when the file holds no pictures.
  static std::variant<std::unique_ptr<PictureDecoder>, Error> open(const std::string& path, int threads);

  struct Decoded {
    AvFrame frame;
    int64_t start = 0, end = 0;  // time base units from second 0
    bool last = false;           // nothing comes after it
  };
  enum class Step { Decoded, Going, End };
  // A bounded piece of decoding. Decoded: `out` holds the next frame. End: all were given; `empty()` says if none was.
  Step step(Decoded& out);

  // The next frame given is the one shown at t, or the first one there is after a damaged place; frames between the
  // keyframe and t are given too (their end tells them).
  void seek(int64_t t);
  // Whether going on from here reaches t sooner than seek(t) would.
  bool nearer(int64_t t) const;
  // The start of the frame given next or, after seek(), at most the time asked for; INT64_MAX after the end.
  int64_t position() const { return target_ != INT64_MIN ? target_ : position_; }
  bool fromStart() const { return fromStart_; }
  bool gaveAny() const { return gaveAny_; }

  AVRational timeBase() const { return stream_->time_base; }
  const AVStream* stream() const { return stream_; }
  const AVCodecContext* codec() const { return codec_.get(); }
  const Container& container() const { return *container_; }
  double typicalSeconds() const;  // of one frame
  double durationSeconds();       // end of the last frame
  // What went wrong first, empty if nothing did.
  const std::string& trouble() const { return trouble_; }

 private:
  PictureDecoder() = default;
  bool start(std::string& why);
  void go(int64_t t);
  void goFurtherBack();
  int64_t units(double seconds) const;
  void note(const std::string& what);
  void restart();
  int64_t scanEnd();

  std::string path_;
  int threads_ = 1;
  std::unique_ptr<Container> container_;
  AVStream* stream_ = nullptr;
  AvCodec codec_;
  AvPacket packet_;
  AvFrame received_;
  bool packetHeld_ = false, draining_ = false, ended_ = false;

  AvFrame pending_;  // its end is the start of the one after it
  int64_t pendingStart_ = 0;
  int64_t zero_ = 0, delay_ = 0, position_ = 0;
  int64_t target_ = INT64_MIN, back_ = 0;
  int64_t sought_ = 0;  // where the last seek was to
  int64_t lastStart_ = INT64_MIN;
  int64_t firstStart_ = INT64_MIN;  // of the very first picture, once decoded
  bool fromStart_ = true, gaveAny_ = false;
  int readErrors_ = 0;
  std::string trouble_;
};

}  // namespace weft::media
