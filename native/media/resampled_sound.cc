#include "media/resampled_sound.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace weft::media {
namespace {

// New samples computed and dropped before a chunk that is entered in the middle: longer than the filter's reach.
constexpr int64_t kRunUp = 2048;

}  // namespace

ResampledSound::ResampledSound(std::unique_ptr<SoundDecoder> decoder, int rate)
    : decoder_(std::move(decoder)), rate_(rate), zeros_(4096, 0.f) {
  int64_t common = std::gcd(int64_t(decoder_->rate()), int64_t(rate));
  in_ = decoder_->rate() / common;
  out_ = rate / common;
  chunk_ = std::make_unique<SoundChunk>();
  chunk_->number = 0;
  open();
}

void ResampledSound::open() {
  if (in_ == out_) return;
  AVChannelLayout stereo = {};
  av_channel_layout_default(&stereo, 2);
  SwrContext* s = nullptr;
  swr_alloc_set_opts2(&s, &stereo, AV_SAMPLE_FMT_FLTP, rate_, &stereo, AV_SAMPLE_FMT_FLTP, decoder_->rate(), 0, nullptr);
  resampler_.reset(s);
  // A long Kaiser window with phases at the exact ratio: no drift, images below -100 dB, flat to 0.95 of the band.
  av_opt_set_int(s, "filter_size", 96, 0);
  av_opt_set_int(s, "exact_rational", 1, 0);
  av_opt_set_int(s, "linear_interp", 0, 0);
  av_opt_set(s, "filter_type", "kaiser", 0);
  av_opt_set_double(s, "kaiser_beta", 10, 0);
  av_opt_set_double(s, "cutoff", 0.96, 0);
  swr_init(s);
}

bool ResampledSound::nearer(int64_t number) const {
  int64_t next = done_.empty() ? chunk_->number : done_.front()->number;
  if (ended_ && done_.empty()) return false;
  return next == number || (next < number && decoder_->nearer(number * kChunk * in_ / out_));
}

void ResampledSound::seek(int64_t number) {
  done_.clear();
  if (!chunk_) chunk_ = std::make_unique<SoundChunk>();
  chunk_->number = number;
  filled_ = 0;
  ended_ = held_ = false;
  // Enter where a file sample and a new sample fall together, so that the phases are those of a run from the start.
  int64_t start = std::max<int64_t>(0, number * kChunk - (in_ == out_ ? 0 : kRunUp)) / out_;
  given_ = start * out_;
  fed_ = start * in_;
  open();
  decoder_->seek(fed_);
}

std::unique_ptr<SoundChunk> ResampledSound::fill() {
  auto give = [this]() -> std::unique_ptr<SoundChunk> {
    if (done_.empty()) return nullptr;
    auto chunk = std::move(done_.front());
    done_.erase(done_.begin());
    return chunk;
  };
  if (!done_.empty()) return give();
  if (ended_) return nullptr;
  for (int i = 0; i < 64 && done_.empty(); i++) {
    auto step = held_ ? SoundDecoder::Step::Decoded : decoder_->step(block_);
    if (step == SoundDecoder::Step::Going) continue;
    if (step == SoundDecoder::Step::End) {
      int64_t length = (fed_ * out_ + in_ - 1) / in_;
      // What the filter still holds.
      while (given_ < length) feed(zeros_.data(), zeros_.data(), int(zeros_.size()));
      length_ = length;
      // Cut off what the zeros rang on; chunks wholly behind the end are dropped.
      int64_t from = chunk_->number * kChunk;
      if (length > from && filled_ > 0) {
        int keep = int(std::min<int64_t>(kChunk, length - from));
        std::memset(chunk_->left + keep, 0, sizeof(float) * size_t(kChunk - keep));
        std::memset(chunk_->right + keep, 0, sizeof(float) * size_t(kChunk - keep));
        done_.push_back(std::move(chunk_));
        chunk_ = std::make_unique<SoundChunk>();
        chunk_->number = done_.back()->number + 1;
      }
      ended_ = true;
      break;
    }
    int64_t start = block_.start, n = int64_t(block_.left.size());
    // A hole in the file's time stamps is silence; a long one takes more than one call.
    held_ = start > fed_;
    if (held_) {
      feed(zeros_.data(), zeros_.data(), int(std::min<int64_t>(start - fed_, int64_t(zeros_.size()))));
      continue;
    }
    int64_t skip = fed_ - start;
    if (skip < n) feed(block_.left.data() + skip, block_.right.data() + skip, int(n - skip));
  }
  return give();
}

void ResampledSound::feed(const float* left, const float* right, int n) {
  fed_ += n;
  if (in_ == out_) {
    take(left, right, n);
    return;
  }
  int room = int((int64_t(n) * out_ + in_ - 1) / in_) + 512;
  left_.resize(size_t(room));
  right_.resize(size_t(room));
  const uint8_t* from[2] = {reinterpret_cast<const uint8_t*>(left), reinterpret_cast<const uint8_t*>(right)};
  do {
    uint8_t* to[2] = {reinterpret_cast<uint8_t*>(left_.data()), reinterpret_cast<uint8_t*>(right_.data())};
    int got = swr_convert(resampler_.get(), to, room, n ? from : nullptr, n);
    if (got <= 0) break;
    take(left_.data(), right_.data(), got);
    if (got < room) break;
    n = 0;
  } while (true);
}

void ResampledSound::take(const float* left, const float* right, int n) {
  int64_t from = chunk_->number * kChunk + filled_;
  if (given_ < from) {
    int skip = int(std::min<int64_t>(n, from - given_));
    given_ += skip;
    left += skip;
    right += skip;
    n -= skip;
  }
  while (n > 0) {
    int part = std::min(n, kChunk - filled_);
    std::memcpy(chunk_->left + filled_, left, sizeof(float) * size_t(part));
    std::memcpy(chunk_->right + filled_, right, sizeof(float) * size_t(part));
    filled_ += part;
    given_ += part;
    left += part;
    right += part;
    n -= part;
    if (filled_ == kChunk) {
      int64_t number = chunk_->number;
      done_.push_back(std::move(chunk_));
      chunk_ = std::make_unique<SoundChunk>();
      chunk_->number = number + 1;
      filled_ = 0;
    }
  }
}

}  // namespace weft::media
