// Which sample is heard when: the device's times, which jitter, made into a line.
#pragma once
#include <cmath>
#include <cstdint>
#include <optional>

#include "rt/seqlock.h"

namespace weft::audio {

// A second-order delay-locked loop over pairs of (sample, time). After F. Adriaensen, "Using a DLL to filter time" (2005):
// with w = 2 pi · bandwidth · time between pairs, b = sqrt(2) w, c = w².
class TimeMap {
 public:
  explicit TimeMap(int sampleRate) : usual_(1e9 / sampleRate) {}

  // The sample that is heard at ns. frames: samples until the next pair. [audio-rt]
  void add(double sample, int64_t ns, double frames) {
    const double passed = sample - line_.sample;
    const double error = double(ns - line_.ns) - passed * line_.nsPerSample;
    if (!line_.known || passed < 0 || std::abs(error) > kJump) {
      line_ = {sample, ns, usual_, true};
    } else {
      const double w = 2 * 3.14159265358979 * kBandwidth * frames * usual_ * 1e-9;
      line_.ns += int64_t(std::llround(passed * line_.nsPerSample + std::sqrt(2.0) * w * error));
      line_.sample = sample;
      if (frames > 0) line_.nsPerSample += w * w * error / frames;
    }
    shared_.write(line_);
  }
  // Another device: its times begin anew. [audio-rt]
  void restart() { line_.known = false; }

  // None before the first pair. [any]
  std::optional<double> sampleAt(int64_t ns) const {
    const Line line = shared_.read();
    if (!line.known) return std::nullopt;
    return line.sample + double(ns - line.ns) / line.nsPerSample;
  }

 private:
  static constexpr double kBandwidth = 1;  // Hz
  static constexpr double kJump = 20e6;    // ns: not jitter, sound was lost
  struct Line {
    double sample = 0;
    int64_t ns = 0;
    double nsPerSample = 1;
    bool known = false;
  };
  double usual_;
  Line line_;
  rt::Seqlock<Line> shared_;
};

}  // namespace weft::audio
