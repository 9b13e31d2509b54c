#include "gl/audio_image.h"

#include <fftw3.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace weft::gl {
namespace {
constexpr int kWindow = 1024;  // samples
}

struct AudioPicture::Fft {
  Fft() : in(fftwf_alloc_real(kWindow)), out(fftwf_alloc_complex(kWindow / 2 + 1)), window(kWindow) {
    plan = fftwf_plan_dft_r2c_1d(kWindow, in, out, FFTW_ESTIMATE);
    for (int i = 0; i < kWindow; ++i)
      window[i] = float(0.5 - 0.5 * std::cos(2 * std::numbers::pi * i / kWindow));
  }
  ~Fft() {
    fftwf_destroy_plan(plan);
    fftwf_free(in);
    fftwf_free(out);
  }
  float* in;
  fftwf_complex* out;
  fftwf_plan plan;
  std::vector<float> window;
};

AudioPicture::AudioPicture(const plan::AudioImage& a) : from_(a) {
  if (a.fft && a.tap >= 0) fft_ = std::make_unique<Fft>();
}
AudioPicture::~AudioPicture() = default;

void AudioPicture::spectrum(const std::vector<float>& samples, float* row, int columns) {
  for (int i = 0; i < kWindow; ++i) fft_->in[i] = samples[i] * fft_->window[i];
  fftwf_execute(fft_->plan);
  constexpr int bins = kWindow / 2;
  std::fill_n(row, columns, 0.f);
  for (int b = 0; b < bins; ++b) {
    // A sine of amplitude 1 gives N/2 in its bin, halved by the window's mean.
    const float amplitude = std::hypot(fft_->out[b][0], fft_->out[b][1]) / (kWindow / 4.f);
    float& column = row[b * columns / bins];
    column = std::max(column, amplitude);
  }
}

TexturePtr AudioPicture::update(Canvas& c, const Drawing& d) {
  int columns = from_.fft ? kWindow / 2 : kWindow;
  if (from_.max > 0) columns = std::min(columns, from_.max);
  channels_.clear();
  if (from_.tap >= 0 && d.sound.readTap) d.sound.readTap(from_.tap, kWindow, channels_);
  if (channels_.empty()) {
    columns = 1;
    pixels_.assign(1, from_.fft ? 0.f : 0.5f);
  } else {
    pixels_.resize(channels_.size() * size_t(columns));
    for (size_t ch = 0; ch < channels_.size(); ++ch) {
      auto& samples = channels_[ch];
      samples.insert(samples.begin(), size_t(std::max(0, kWindow - int(samples.size()))), 0.f);
      float* row = pixels_.data() + ch * size_t(columns);
      if (from_.fft) {
        spectrum(samples, row, columns);
      } else if (columns == 1) {
        double sum = 0;
        for (float s : samples) sum += double(s) * s;
        *row = float(std::sqrt(2 * sum / double(samples.size())));
      } else {
        for (int i = 0; i < columns; ++i) row[i] = 0.5f + 0.5f * samples[samples.size() - size_t(columns) + i];
      }
    }
  }
  TexturePtr t = c.pool.acquire(columns, int(pixels_.size()) / columns, Format::R32f);
  t->upload(pixels_.data());
  return t;
}

}  // namespace weft::gl
