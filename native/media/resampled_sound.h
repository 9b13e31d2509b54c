// The sound of a file at another rate, in chunks of fixed size; any chunk comes out the same, whichever was asked before.
#pragma once
#include <memory>
#include <vector>

#include "media/sound_decoder.h"

namespace weft::media {

inline constexpr int kChunk = 8192;  // samples

struct SoundChunk {
  int64_t number = 0;  // holds samples number * kChunk ...
  float left[kChunk], right[kChunk];
};

class ResampledSound {
 public:
  ResampledSound(std::unique_ptr<SoundDecoder>, int rate);
  SoundDecoder& decoder() { return *decoder_; }
  // Whether going on from here leads to chunk `number` sooner than entering there.
  bool nearer(int64_t number) const;
  void seek(int64_t number);
  // A bounded piece of work. Returns a chunk when one is complete; the last one is filled up with zeros.
  std::unique_ptr<SoundChunk> fill();
  bool ended() const { return ended_ && done_.empty(); }
  int64_t length() const { return length_; }  // samples; known after the end was reached, else -1

 private:
  void take(const float* left, const float* right, int n);  // at the new rate
  void feed(const float* left, const float* right, int n);  // at the file's rate
  void open();

  std::unique_ptr<SoundDecoder> decoder_;
  const int rate_;
  int64_t in_ = 1, out_ = 1;  // the ratio in lowest terms: `in_` file samples last as long as `out_` new ones
  AvResampler resampler_;
  int64_t fed_ = 0;     // next file sample the resampler expects
  int64_t given_ = 0;   // next new sample it gives
  std::unique_ptr<SoundChunk> chunk_;
  int filled_ = 0;
  std::vector<std::unique_ptr<SoundChunk>> done_;
  std::vector<float> left_, right_, zeros_;
  SoundDecoder::Block block_;
  bool held_ = false;  // block_ waits for the silence before it
  bool ended_ = false;
  int64_t length_ = -1;
};

}  // namespace weft::media
