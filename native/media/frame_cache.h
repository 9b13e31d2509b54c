// Decoded frames of all clips, under one byte budget: what was used longest ago goes first. Clips on the same file share
// a track; a file that changed on disk gets a new one.
//
// Ownership: a track lives as long as a clip holds it; its frames go with it.
#pragma once
#include <list>
#include <map>
#include <mutex>
#include <string>

#include "media/file_io.h"
#include "media/frame.h"

namespace weft::media {

class FrameCache;

// Frame shown from `start` up to (not including) `end`, in units of the stream's time base, counted from second 0.
struct Shown {
  int64_t start = 0, end = 0;
  FramePtr frame;
};

class FrameTrack {
 public:
  FrameTrack(std::shared_ptr<FrameCache>);
  ~FrameTrack();
  // The frame shown at time t, marked as used; null frame when it is not here. Before the first and after the last
  // frame: these, once known. [any but audio-rt]
  Shown find(int64_t t);
  // As find, without marking it.
  bool has(int64_t t, int64_t& start, int64_t& end);
  // The frame at hand whose start is nearest at or before t, else the nearest after it.
  Shown nearest(int64_t t);
  void insert(const Shown&);
  void setFirst(int64_t start);
  void setLast(int64_t start);
  bool lastKnown();
  int64_t last();

 private:
  friend class FrameCache;
  struct Used {
    FrameTrack* track;
    int64_t start;
  };
  struct Entry {
    Shown shown;
    std::list<Used>::iterator used;
  };
  std::map<int64_t, Entry>::iterator at(int64_t t);

  std::shared_ptr<FrameCache> cache_;
  std::map<int64_t, Entry> entries_;
  int64_t first_ = INT64_MIN, last_ = INT64_MAX;
};

class FrameCache : public std::enable_shared_from_this<FrameCache> {
 public:
  explicit FrameCache(size_t budgetBytes) : budget_(budgetBytes) {}
  std::shared_ptr<FrameTrack> track(const std::string& path, const FileIdentity&, PixelFormat);
  // An empty frame of that size; its memory is that of a frame that was let go, where one fits. Pixels are undefined.
  std::shared_ptr<Frame> make(int width, int height, PixelFormat);
  size_t bytes();
  size_t budget() const { return budget_; }

 private:
  friend class FrameTrack;
  struct Key {
    std::string path;
    FileIdentity identity;
    PixelFormat format;
  };
  void evict(const Shown* keep);

  const size_t budget_;
  std::mutex mutex_;
  size_t bytes_ = 0;
  std::list<FrameTrack::Used> used_;  // newest last
  std::list<std::pair<Key, std::weak_ptr<FrameTrack>>> tracks_;
  std::mutex spareMutex_;
  std::list<std::vector<uint8_t>> spare_;
};

}  // namespace weft::media
