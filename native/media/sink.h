// Where the writer's thread puts pictures and sound. Each call returns a sentence when it could not be done.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "media/writer.h"

namespace weft::media {

class Sink {
 public:
  virtual ~Sink() = default;
  virtual std::optional<Error> picture(const Frame&) = 0;
  // At a place of its own, counted in frames, rising: pictures may be missing between them. Films only.
  virtual std::optional<Error> pictureAt(const Frame& frame, int64_t at) { return picture(frame); }
  virtual std::optional<Error> sound(const float* left, const float* right, int n) = 0;
  virtual std::optional<Error> finish() = 0;
  // Closes and removes what was written.
  virtual void abort() = 0;
};

using SinkOrError = std::variant<std::unique_ptr<Sink>, Error>;
SinkOrError openFilm(const WriterSpec&);      // mp4 mov mkv wav aiff
SinkOrError openPictures(const WriterSpec&);  // png exr

Error cannotWrite(const std::string& path, const std::string& why);

}  // namespace weft::media
