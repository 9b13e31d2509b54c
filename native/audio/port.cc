#include "audio/port.h"

#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "rt/float_env.h"
#include "rt/priority.h"
#include "rt/thread_tag.h"

namespace weft::audio {
namespace {

constexpr double kGainSeconds = 0.020;
constexpr int kAtOnce = 1024;  // samples that are dealt with together

int64_t nanoseconds() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return int64_t(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

}  // namespace

Port::Port(BlockLoop& loop, uint64_t generation, int patchRate, const DeviceOptions& options, const DeviceFormat& format, bool fadesIn)
    : loop_(loop), generation_(generation), patchRate_(patchRate), format_(format),
      firstOutput_(std::clamp(options.firstOutput, 0, std::max(0, format.outputs - 1))),
      firstInput_(std::clamp(options.firstInput, 0, std::max(0, format.inputs - 1))),
      inputs_(std::max(0, format.inputs - firstInput_)), gain_(fadesIn ? 0 : 1), gainStep_(1 / (kGainSeconds * format.rate)) {
  const bool bridged = format.rate != patchRate;
  if (bridged) {
    out_ = std::make_unique<RateBridge>(2, patchRate, format.rate);
    for (auto& channel : bridged_) channel.resize(kAtOnce);
    if (inputs_ > 0) in_ = std::make_unique<RateBridge>(inputs_, format.rate, patchRate);
  }
  // Input that must be there before a tick may take it, so that none is ever short.
  int wait = format.frames % kBlock == 0 && !bridged ? 0 : kBlock;
  if (bridged) wait += int(std::ceil((out_->latency() + (in_ ? in_->latency() : 0)) * patchRate)) + 2;
  const size_t room = size_t(wait + 2 * kBlock) + size_t(std::ceil(double(2 * std::max(format.frames, kAtOnce)) * patchRate / format.rate));
  heard_.assign(size_t(inputs_), std::vector<float>(room));
  heardAt_.resize(size_t(inputs_));
  heardFirst_ = heardCount_ = wait;
  if (in_) heardBridged_.assign(size_t(inputs_), std::vector<float>(room));
}

double Port::inputWait() const { return double(heardFirst_ + kBlock) / patchRate_; }

void Port::silence(float* const* out, int from, int frames) const {
  for (int c = 0; c < format_.outputs; ++c) std::fill_n(out[c] + from, frames, 0.f);
}

void Port::block(const float* const* in, float* const* out, int frames, const CallbackTime& time) noexcept {
  const int64_t begin = nanoseconds();
  rt::ThreadRole role(rt::kAudioRt);
  rt::NoDenormals off;
  const long calls = calls_.load(std::memory_order_relaxed);
  if (calls == 0) realtime_.store(rt::isRealtime(), std::memory_order_relaxed);
  if (!loop_.enter(generation_)) {
    silence(out, 0, frames);
    if (loop_.owner() > generation_) refused_.store(refused_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    calls_.store(calls + 1, std::memory_order_release);
    return;
  }
  const int64_t heardNs = time.heardNs != 0 ? time.heardNs : begin + int64_t(format_.outputLatency * 1e9);
  loop_.times().add(heardNext(), heardNs, double(frames) * patchRate_ / format_.rate);
  for (int done = 0; done < frames;) {
    const int n = std::min(kAtOnce, frames - done);
    if (in && inputs_ > 0) {
      for (int c = 0; c < inputs_; ++c) heardAt_[size_t(c)] = in[firstInput_ + c] + done;
      hear(heardAt_.data(), n);
    }
    play(out, done, n);
    done += n;
  }
  const int64_t lasts = int64_t(double(frames) * 1e9 / format_.rate);
  loop_.account(nanoseconds() - begin, lasts, time.xrun && calls > 0);
  loop_.leave();
  calls_.store(calls + 1, std::memory_order_release);
}

// The sample of now that the next frame of output holds.
double Port::heardNext() const { return double(loop_.now() - tickLeft_) - (out_ ? out_->held() : 0); }

void Port::hear(const float* const* in, int frames) {
  int count = frames;
  const float* const* from = in;
  if (in_) {
    in_->push(in, frames);
    count = int(double(frames) * patchRate_ / format_.rate) + 2;
    while (count > 0 && in_->needed(count) > 0) --count;
    float* to[64];
    const int channels = std::min(inputs_, 64);
    for (int c = 0; c < channels; ++c) to[c] = heardBridged_[size_t(c)].data();
    in_->pull(to, count);
    for (int c = 0; c < channels; ++c) heardAt_[size_t(c)] = to[c];
    from = heardAt_.data();
  }
  const int room = int(heard_[0].size());
  // More than was ever foreseen: the oldest goes.
  const int drop = std::max(0, heardCount_ + count - room);
  for (int c = 0; c < inputs_; ++c) {
    float* line = heard_[size_t(c)].data();
    if (drop > 0) std::memmove(line, line + drop, sizeof(float) * size_t(heardCount_ - drop));
    std::memcpy(line + heardCount_ - drop, from[c], sizeof(float) * size_t(count));
  }
  heardCount_ += count - drop;
}

void Port::computeTick() {
  const bool enough = heardCount_ >= kBlock;
  for (int c = 0; c < inputs_; ++c) heardAt_[size_t(c)] = heard_[size_t(c)].data();
  loop_.tick(heardAt_.data(), enough ? inputs_ : 0, tick_[0].data(), tick_[1].data());
  tickLeft_ = kBlock;
  if (!enough) return;
  heardCount_ -= kBlock;
  for (auto& line : heard_) std::memmove(line.data(), line.data() + kBlock, sizeof(float) * size_t(heardCount_));
}

void Port::play(float* const* out, int from, int frames) {
  silence(out, from, frames);
  const bool mono = format_.outputs - firstOutput_ < 2;
  const bool leaving = leaving_.load(std::memory_order_acquire);
  if (out_) {
    while (out_->needed(frames) > 0) {
      computeTick();
      const float* const tick[] = {tick_[0].data(), tick_[1].data()};
      out_->push(tick, kBlock);
      tickLeft_ = 0;
    }
    float* const to[] = {bridged_[0].data(), bridged_[1].data()};
    out_->pull(to, frames);
    // Between samples that are within, a bridge may overshoot.
    for (auto& channel : bridged_)
      for (int i = 0; i < frames; ++i) channel[size_t(i)] = std::clamp(channel[size_t(i)], -1.f, 1.f);
  }
  float* left = out[firstOutput_] + from;
  float* right = mono ? left : out[firstOutput_ + 1] + from;
  for (int done = 0; done < frames;) {
    const float *l, *r;
    int n = frames - done;
    if (out_) {
      l = bridged_[0].data();
      r = bridged_[1].data();
    } else {
      if (tickLeft_ == 0) computeTick();
      n = std::min(n, tickLeft_);
      l = tick_[0].data() + (kBlock - tickLeft_);
      r = tick_[1].data() + (kBlock - tickLeft_);
      tickLeft_ -= n;
    }
    for (int i = 0; i < n; ++i) {
      if (leaving) gain_ = std::max(0.0, gain_ - gainStep_);
      else if (gain_ < 1) gain_ = std::min(1.0, gain_ + gainStep_);
      const auto gain = float(gain_);
      if (mono) {
        left[done + i] = 0.5f * (l[i] + r[i]) * gain;
      } else {
        left[done + i] = l[i] * gain;
        right[done + i] = r[i] * gain;
      }
    }
    done += n;
  }
  if (leaving && gain_ == 0) silenced_.store(true, std::memory_order_release);
}

}  // namespace weft::audio
