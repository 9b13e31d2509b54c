#include "clock/ring_sink.h"

#include <cstring>

namespace weft::clock {

RingSink::RingSink(RingPlace place, Announce announce) : place_(std::move(place)), announce_(std::move(announce)) {}

void RingSink::canvas(int width, int height) {
  std::string path, problem;
  {
    std::lock_guard lock(mutex_);
    if (width == width_ && height == height_) return;
    width_ = width;
    height_ = height;
    writer_.reset();
    frames::RingSpec spec;
    spec.generation = place_.generation;
    spec.slots = place_.slots;
    spec.capacity = uint64_t(width) * uint64_t(height) * 4;
    auto made = frames::RingWriter::create(place_.folder + "/program-" + std::to_string(place_.generation) + "-" + std::to_string(++made_) + ".ring", spec);
    if (auto* error = std::get_if<Error>(&made)) {
      problem = error->message;
    } else {
      writer_ = std::move(std::get<0>(made));
      path = writer_->path();
    }
  }
  announce_(path, width, height, problem);
}

void RingSink::frame(const ProgramFrame& f) {
  std::lock_guard lock(mutex_);
  if (!writer_) return;
  const media::Frame& p = *f.picture;
  const size_t stride = size_t(p.width) * 4;
  frames::FrameMeta meta;
  meta.frame = f.frame;
  meta.sample = f.position;
  meta.width = uint32_t(p.width);
  meta.height = uint32_t(p.height);
  meta.stride = uint32_t(stride);
  meta.length = stride * size_t(p.height);
  meta.flags = f.held ? frames::kHeld : 0;
  meta.tier = uint32_t(f.tier);
  const auto into = writer_->begin();
  if (into.size() < meta.length) return;
  for (int y = 0; y < p.height; ++y)
    std::memcpy(into.data() + stride * size_t(y), p.pixels.data() + stride * size_t(p.height - 1 - y), stride);
  if (writer_->publish(meta)) ++published_;
}

std::string RingSink::path() const {
  std::lock_guard lock(mutex_);
  return writer_ ? writer_->path() : std::string();
}

}  // namespace weft::clock
