// Sound as a picture: ISF's audio and audioFFT inputs. [render]
#pragma once
#include <memory>
#include <vector>

#include "gl/canvas.h"

namespace weft::gl {

// One row per channel, row 0 at the bottom. Grey, 32-bit float.
//   audio     the newest samples, oldest left, 0.5 + sample/2; 1024 columns, or `max`. One column: the level instead,
//             the root mean square times the square root of 2, so that a full-scale sine gives 1.
//   audioFFT  one bin a column, 0 Hz to half the sample rate: amplitude, a full-scale sine gives 1; 512 columns from
//             1024 samples under a Hann window. A smaller `max` takes the largest of neighbouring bins.
// Unconnected: 0.5 and 0, 1x1.
class AudioPicture {
 public:
  explicit AudioPicture(const plan::AudioImage&);
  ~AudioPicture();
  TexturePtr update(Canvas&, const Drawing&);

 private:
  void spectrum(const std::vector<float>& samples, float* row, int columns);
  const plan::AudioImage& from_;
  struct Fft;
  std::unique_ptr<Fft> fft_;
  std::vector<std::vector<float>> channels_;
  std::vector<float> pixels_;
};

}  // namespace weft::gl
