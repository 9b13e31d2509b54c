#include "media/frame_cache.h"

#include <iterator>

namespace weft::media {
namespace {
constexpr size_t kSpare = 8;  // buffers kept for the next frames
}

FrameTrack::FrameTrack(std::shared_ptr<FrameCache> cache) : cache_(std::move(cache)) {}

FrameTrack::~FrameTrack() {
  std::lock_guard lock(cache_->mutex_);
  for (auto& [start, entry] : entries_) {
    cache_->bytes_ -= entry.shown.frame->bytes();
    cache_->used_.erase(entry.used);
  }
}

std::map<int64_t, FrameTrack::Entry>::iterator FrameTrack::at(int64_t t) {
  if (t < first_ && first_ != INT64_MIN) return entries_.find(first_);
  if (t >= last_) return entries_.find(last_);
  auto next = entries_.upper_bound(t);
  if (next == entries_.begin()) return entries_.end();
  auto it = std::prev(next);
  return t < it->second.shown.end ? it : entries_.end();
}

Shown FrameTrack::find(int64_t t) {
  std::lock_guard lock(cache_->mutex_);
  auto it = at(t);
  if (it == entries_.end()) return {};
  cache_->used_.splice(cache_->used_.end(), cache_->used_, it->second.used);
  return it->second.shown;
}

bool FrameTrack::has(int64_t t, int64_t& start, int64_t& end) {
  std::lock_guard lock(cache_->mutex_);
  auto it = at(t);
  if (it == entries_.end()) return false;
  start = it->second.shown.start;
  end = it->second.shown.end;
  return true;
}

Shown FrameTrack::nearest(int64_t t) {
  std::lock_guard lock(cache_->mutex_);
  if (entries_.empty()) return {};
  auto next = entries_.upper_bound(t);
  return next == entries_.begin() ? next->second.shown : std::prev(next)->second.shown;
}

void FrameTrack::insert(const Shown& shown) {
  std::lock_guard lock(cache_->mutex_);
  if (entries_.count(shown.start)) return;
  auto used = cache_->used_.insert(cache_->used_.end(), {this, shown.start});
  entries_.emplace(shown.start, Entry{shown, used});
  cache_->bytes_ += shown.frame->bytes();
  cache_->evict(&shown);
}

void FrameTrack::setFirst(int64_t start) {
  std::lock_guard lock(cache_->mutex_);
  first_ = start;
}

void FrameTrack::setLast(int64_t start) {
  std::lock_guard lock(cache_->mutex_);
  last_ = start;
}

bool FrameTrack::lastKnown() {
  std::lock_guard lock(cache_->mutex_);
  return last_ != INT64_MAX;
}

int64_t FrameTrack::last() {
  std::lock_guard lock(cache_->mutex_);
  return last_;
}

std::shared_ptr<FrameTrack> FrameCache::track(const std::string& path, const FileIdentity& identity, PixelFormat format) {
  std::vector<std::shared_ptr<FrameTrack>> held;  // outlives the lock: the last owner's destructor takes it too
  std::lock_guard lock(mutex_);
  std::shared_ptr<FrameTrack> found;
  for (auto it = tracks_.begin(); it != tracks_.end();) {
    auto alive = it->second.lock();
    if (!alive) {
      it = tracks_.erase(it);
      continue;
    }
    held.push_back(alive);
    if (it->first.path == path && it->first.identity == identity && it->first.format == format) found = alive;
    ++it;
  }
  if (found) return found;
  auto fresh = std::make_shared<FrameTrack>(shared_from_this());
  tracks_.emplace_back(Key{path, identity, format}, fresh);
  return fresh;
}

std::shared_ptr<Frame> FrameCache::make(int width, int height, PixelFormat format) {
  size_t size = size_t(width) * size_t(height) * (format == PixelFormat::Rgba8 ? 4 : 8);
  std::vector<uint8_t> pixels;
  {
    std::lock_guard lock(spareMutex_);
    for (auto it = spare_.begin(); it != spare_.end(); ++it)
      if (it->size() == size) {
        pixels = std::move(*it);
        spare_.erase(it);
        break;
      }
  }
  if (pixels.size() != size) pixels.resize(size);
  auto* frame = new Frame;
  frame->width = width;
  frame->height = height;
  frame->format = format;
  frame->pixels = std::move(pixels);
  return std::shared_ptr<Frame>(frame, [self = weak_from_this()](Frame* f) {
    if (auto cache = self.lock()) {
      std::lock_guard lock(cache->spareMutex_);
      cache->spare_.push_front(std::move(f->pixels));
      if (cache->spare_.size() > kSpare) cache->spare_.pop_back();
    }
    delete f;
  });
}

size_t FrameCache::bytes() {
  std::lock_guard lock(mutex_);
  return bytes_;
}

void FrameCache::evict(const Shown* keep) {
  auto it = used_.begin();
  while (bytes_ > budget_ && it != used_.end()) {
    auto entry = it->track->entries_.find(it->start);
    if (entry->second.shown.frame == keep->frame) {
      ++it;
      continue;
    }
    bytes_ -= entry->second.shown.frame->bytes();
    it->track->entries_.erase(entry);
    it = used_.erase(it);
  }
}

}  // namespace weft::media
