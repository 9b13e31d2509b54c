#include "gl/data_texture.h"

#include <algorithm>
#include <fstream>

#include "gl/cube_lut.h"
#include "media/clip_pictures.h"

namespace weft::gl {
namespace {

DataPicture flat(TexturePtr t) { return {GL_TEXTURE_2D, t->id, t->width, t->height, t, nullptr}; }

Format formatOf(media::PixelFormat f) { return f == media::PixelFormat::Rgba8 ? Format::Rgba8 : Format::Rgba16f; }

std::variant<DataPicture, Error> cubeLut(const std::string& path) {
  std::ifstream file(path);
  const std::string name = path.substr(path.rfind('/') + 1);
  if (!file) return Error{"media.missing", "The LUT " + name + " could not be read. Choose another file."};
  auto read = readCubeLut(file, name);
  if (auto* e = std::get_if<Error>(&read)) return *e;
  const CubeLut& lut = std::get<CubeLut>(read);
  auto t = std::make_shared<Texture>(lut.size * lut.size, lut.size, Format::Rgba32f);
  t->upload(lut.pixels.data());
  return flat(t);
}

// Cube maps have their origin at the top left of each face: rows are turned over.
std::variant<DataPicture, Error> cubemap(const std::vector<std::string>& paths) {
  auto id = std::shared_ptr<GLuint>(new GLuint(0), [](GLuint* p) {
    glDeleteTextures(1, p);
    delete p;
  });
  glGenTextures(1, id.get());
  int side = 0;
  for (size_t face = 0; face < paths.size() && face < 6; ++face) {
    auto loaded = media::loadImage(paths[face], false);
    if (auto* e = std::get_if<Error>(&loaded)) return *e;
    const media::Frame& f = *std::get<media::FramePtr>(loaded);
    if (f.width != f.height || (side && f.width != side))
      return Error{"media.refused", "The six pictures of a cube map must be square and of one size."};
    side = f.width;
    std::vector<uint8_t> turned(f.pixels.size());
    const size_t row = size_t(side) * 4;
    for (int y = 0; y < side; ++y)
      std::copy_n(f.pixels.begin() + size_t(side - 1 - y) * row, row, turned.begin() + size_t(y) * row);
    glActiveTexture(GL_TEXTURE0 + kAsideUnit);
    glBindTexture(GL_TEXTURE_CUBE_MAP, *id);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GLenum(GL_TEXTURE_CUBE_MAP_POSITIVE_X + face), 0, GL_RGBA8, side, side, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 turned.data());
  }
  for (GLenum axis : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T, GL_TEXTURE_WRAP_R})
    glTexParameteri(GL_TEXTURE_CUBE_MAP, axis, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_CUBE_MAP, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_CUBE_MAP, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_CUBE_MAP, GL_TEXTURE_MAX_LEVEL, 0);
  return DataPicture{GL_TEXTURE_CUBE_MAP, *id, side, side, nullptr, id};
}

}  // namespace

std::variant<DataPicture, Error> makeDataPicture(const Canvas& c, const plan::DataTexture& from) {
  if (from.kind == "table") {
    std::vector<float> data = from.data;
    data.resize(size_t(from.width) * from.height * 4);
    auto t = std::make_shared<Texture>(from.width, from.height, Format::Rgba32f);
    t->upload(data.data());
    return flat(t);
  }
  const std::string path = from.paths.empty() ? "" : from.paths[0];
  if (from.kind == "cube-lut") return cubeLut(path);
  if (from.kind == "cubemap") return cubemap(from.paths);
  auto loaded = media::loadImage(path, c.format == Format::Rgba16f);
  if (auto* e = std::get_if<Error>(&loaded)) return *e;
  const media::Frame& f = *std::get<media::FramePtr>(loaded);
  auto t = std::make_shared<Texture>(f.width, f.height, formatOf(f.format));
  t->upload(f.pixels.data());
  return flat(t);
}

}  // namespace weft::gl
