// Text as contours: HarfBuzz places the glyphs, FreeType reads their outlines in the font's own units. [render]
#pragma once
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "gl/rasterise.h"
#include "plan/diagnostics.h"

namespace weft::gl {

struct Typography {
  double size = 100;      // em, pixels
  double weight = 400;    // of fonts with a weight axis
  double tracking = 0;    // pixels between glyphs; other than 0 also sets ligatures off
  double lineHeight = 120;  // pixels from baseline to baseline
  int align = 1;          // 0 left, 1 centre, 2 right
  Point middle{0, 0};     // of the block: across its longest line, from the last baseline to the first line's capitals
  bool operator==(const Typography&) const = default;
};

class Font {
 public:
  // Errors: media.missing, media.corrupt.
  static std::variant<std::unique_ptr<Font>, Error> open(const std::string& path);
  virtual ~Font() = default;
  // UTF-8; a line break starts a line. Curves as short straight lines.
  virtual std::vector<Segment> set(const std::string& text, const Typography&) = 0;
};

}  // namespace weft::gl
