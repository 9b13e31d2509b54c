// Media for the units of native/media: the shared clips where they are, and small ones of our own making.
#pragma once
#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "media/clip_pictures.h"
#include "media/clip_sound.h"
#include "media/writer.h"

namespace weft::test {

// A shared clip, or "" after a sentence that says so.
inline std::string shared(const char* name) {
  const char* set = std::getenv("WEFT_SHARED");
  std::filesystem::path at = set ? set : "../shared";
  auto path = at / "media" / name;
  if (std::filesystem::exists(path)) return path.string();
  MESSAGE("skipped: " << name << " is not in ../shared/media (WEFT_SHARED points elsewhere)");
  return "";
}

struct Folder {
  std::filesystem::path path;
  Folder() {
    char name[] = "/tmp/weft-media-XXXXXX";
    path = ::mkdtemp(name);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::string operator/(const std::string& name) const { return (path / name).string(); }
  int files() const {
    int n = 0;
    for ([[maybe_unused]] auto& e : std::filesystem::directory_iterator(path)) n++;
    return n;
  }
};

inline std::string readFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
inline void writeFile(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), std::streamsize(bytes.size()));
}

// One colour, rows from the bottom up; the lowest row is another one, so that turning over shows.
inline media::FramePtr plainFrame(int w, int h, int r, int g, int b, int a = 255) {
  auto f = std::make_shared<media::Frame>();
  f->width = w;
  f->height = h;
  f->opaque = a == 255;
  f->pixels.resize(size_t(w) * size_t(h) * 4);
  for (size_t i = 0; i < f->pixels.size(); i += 4) {
    f->pixels[i] = uint8_t(r);
    f->pixels[i + 1] = uint8_t(g);
    f->pixels[i + 2] = uint8_t(b);
    f->pixels[i + 3] = uint8_t(a);
  }
  return f;
}

// The number k, legible after lossy coding: sixteen bits as black and white columns.
inline media::FramePtr numberedFrame(int w, int h, int k) {
  auto f = std::make_shared<media::Frame>();
  f->width = w;
  f->height = h;
  f->pixels.assign(size_t(w) * size_t(h) * 4, 255);
  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++) {
      bool on = k >> (x * 16 / w) & 1;
      auto* p = &f->pixels[(size_t(y) * size_t(w) + size_t(x)) * 4];
      p[0] = p[1] = p[2] = on ? 255 : 0;
    }
  return f;
}
inline int numberOf(const media::Frame& f) {
  int k = 0;
  for (int bit = 0; bit < 16; bit++) {
    int x = (2 * bit + 1) * f.width / 32;
    if (f.pixels[(size_t(f.height / 2) * size_t(f.width) + size_t(x)) * 4] > 127) k |= 1 << bit;
  }
  return k;
}

inline std::unique_ptr<media::Writer> openWriter(const media::WriterSpec& spec) {
  auto opened = media::Writer::open(spec);
  if (auto* error = std::get_if<Error>(&opened)) FAIL(error->message);
  return std::move(std::get<0>(opened));
}

// n numbered frames, no sound.
inline void writeNumbered(const media::WriterSpec& spec, int n) {
  auto writer = openWriter(spec);
  for (int k = 0; k < n; k++) REQUIRE_FALSE(writer->picture(numberedFrame(spec.width, spec.height, k)));
  auto error = writer->finish();
  REQUIRE_MESSAGE(!error, (error ? error->message : ""));
}

inline std::unique_ptr<media::ClipPictures> openPictures(std::shared_ptr<media::DecodePool> pool, const std::string& path,
                                                         bool half = false) {
  auto opened = media::ClipPictures::open(std::move(pool), path, half);
  if (auto* error = std::get_if<Error>(&opened)) FAIL(error->message);
  return std::move(std::get<0>(opened));
}
inline std::unique_ptr<media::ClipSound> openSound(std::shared_ptr<media::DecodePool> pool, const std::string& path, int rate) {
  auto opened = media::ClipSound::open(std::move(pool), path, rate);
  if (auto* error = std::get_if<Error>(&opened)) FAIL(error->message);
  return std::move(std::get<0>(opened));
}

inline constexpr size_t kBudget = size_t(256) << 20;

}  // namespace weft::test
