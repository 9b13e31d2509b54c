// Opens a media file through our own input: a plain file descriptor. No protocol is reachable, nothing that names
// further files (playlists, concat, numbered pictures, session descriptions) is opened, and a demuxer that asks for a
// second file is refused.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "media/av.h"
#include "plan/diagnostics.h"

namespace weft::media {

// What tells one state of a file from another.
struct FileIdentity {
  uint64_t device = 0, inode = 0;
  int64_t size = 0, modifiedNs = 0;
  bool operator==(const FileIdentity&) const = default;
};
// All zero when the file cannot be read. [any but audio-rt]
FileIdentity identify(const std::string& path);

class Container {
 public:
  // Errors: media.missing, media.refused, media.empty, media.corrupt. Streams are probed. [loader][decode]
  static std::variant<std::unique_ptr<Container>, Error> open(const std::string& path);
  ~Container();
  Container(const Container&) = delete;
  Container& operator=(const Container&) = delete;

  AVFormatContext* operator->() const { return format_; }
  AVFormatContext* get() const { return format_; }
  const FileIdentity& identity() const { return identity_; }
  // Index of the picture stream to show (never cover art), or -1; of the sound stream, or -1.
  int pictureStream() const;
  int soundStream() const;
  // Second 0 of the media, in seconds of the container's own clock: the first picture, or the first sample where there
  // are no pictures.
  double zero() const;

 private:
  Container() = default;
  static int readPacket(void* self, uint8_t* to, int size);
  static int64_t seek(void* self, int64_t offset, int whence);

  int descriptor_ = -1;
  int64_t at_ = 0;
  FileIdentity identity_;
  AVIOContext* io_ = nullptr;
  AVFormatContext* format_ = nullptr;
};

// "street.avi" of a path: sentences name files, not folders.
std::string baseName(const std::string& path);

}  // namespace weft::media
