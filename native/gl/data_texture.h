// Pictures a program brings along: tables, cube LUTs, still images, cube maps. [loader]
#pragma once
#include <memory>
#include <variant>
#include <vector>

#include "gl/canvas.h"

namespace weft::gl {

struct DataPicture {
  GLenum target;  // GL_TEXTURE_2D or GL_TEXTURE_CUBE_MAP
  GLuint id;
  int width, height;
  TexturePtr flat;  // keeps a 2D texture
  std::shared_ptr<void> cube;
};

// Errors: media.missing, media.corrupt and others of loadImage.
std::variant<DataPicture, Error> makeDataPicture(const Canvas&, const plan::DataTexture&);

}  // namespace weft::gl
