#include "gl/data_texture.h"

#include <algorithm>
#include <fstream>

#include "gl/cube_lut.h"

namespace weft::gl {
namespace {

DataPicture flat(TexturePtr t) { return {GL_TEXTURE_2D, t->id, t->width, t->height, t, nullptr}; }

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
  return Error{"media.refused", "Pictures of the kind " + from.kind + " cannot be brought along yet."};
}

}  // namespace weft::gl
