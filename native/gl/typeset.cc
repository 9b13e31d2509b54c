#include "gl/typeset.h"

#include <hb-ot.h>
#include <hb.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_MULTIPLE_MASTERS_H
#include FT_OUTLINE_H
#include FT_TRUETYPE_TABLES_H

namespace weft::gl {
namespace {

std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines(1);
  for (char c : text) {
    if (c == '\n')
      lines.emplace_back();
    else if (c != '\r')
      lines.back() += c;
  }
  return lines;
}

// Collects an outline as straight lines, scaled and moved.
struct Pen {
  std::vector<Segment>& out;
  double scale, x, y;  // pixels per font unit, glyph origin
  Point first{}, at{};
  bool open = false;

  Point place(const FT_Vector* v) const { return {x + double(v->x) * scale, y + double(v->y) * scale}; }
  void line(Point to) {
    out.push_back({at, to});
    at = to;
  }
  void close() {
    if (open && !(at == first)) line(first);
    open = false;
  }
  // Enough pieces that none strays more than about a fiftieth of a pixel.
  static int pieces(Point a, Point b, Point c) {
    return std::clamp(int(std::ceil(2.5 * std::sqrt(std::hypot(a.x - 2 * b.x + c.x, a.y - 2 * b.y + c.y)))), 1, 64);
  }
  void quadratic(Point b, Point c) {
    const Point a = at;
    const int n = pieces(a, b, c);
    for (int i = 1; i <= n; ++i) {
      const double t = double(i) / n, u = 1 - t;
      line(i == n ? c : Point{u * u * a.x + 2 * u * t * b.x + t * t * c.x, u * u * a.y + 2 * u * t * b.y + t * t * c.y});
    }
  }
  void cubic(Point b, Point c, Point d) {
    const Point a = at;
    const int n = std::max(pieces(a, b, c), pieces(b, c, d)) * 2;
    for (int i = 1; i <= n; ++i) {
      const double t = double(i) / n, u = 1 - t;
      const double wa = u * u * u, wb = 3 * u * u * t, wc = 3 * u * t * t, wd = t * t * t;
      line(i == n ? d : Point{wa * a.x + wb * b.x + wc * c.x + wd * d.x, wa * a.y + wb * b.y + wc * c.y + wd * d.y});
    }
  }
};

const FT_Outline_Funcs kPen = {
    [](const FT_Vector* to, void* p) {
      auto& pen = *static_cast<Pen*>(p);
      pen.close();
      pen.first = pen.at = pen.place(to);
      pen.open = true;
      return 0;
    },
    [](const FT_Vector* to, void* p) {
      auto& pen = *static_cast<Pen*>(p);
      pen.line(pen.place(to));
      return 0;
    },
    [](const FT_Vector* b, const FT_Vector* to, void* p) {
      auto& pen = *static_cast<Pen*>(p);
      pen.quadratic(pen.place(b), pen.place(to));
      return 0;
    },
    [](const FT_Vector* b, const FT_Vector* c, const FT_Vector* to, void* p) {
      auto& pen = *static_cast<Pen*>(p);
      pen.cubic(pen.place(b), pen.place(c), pen.place(to));
      return 0;
    },
    0, 0};

struct Glyph {
  unsigned id;
  double x, y;  // font units from the line's start
};
struct Line {
  std::vector<Glyph> glyphs;
  double width = 0;  // font units
};

class TrueTypeFont final : public Font {
 public:
  explicit TrueTypeFont(std::vector<char> bytes) : bytes_(std::move(bytes)) {}
  ~TrueTypeFont() override {
    if (shaping_) hb_font_destroy(shaping_);
    if (face_) FT_Done_Face(face_);
    if (library_) FT_Done_FreeType(library_);
  }

  bool load() {
    if (FT_Init_FreeType(&library_)) return false;
    if (FT_New_Memory_Face(library_, reinterpret_cast<const FT_Byte*>(bytes_.data()), FT_Long(bytes_.size()), 0, &face_)) return false;
    if (!FT_IS_SCALABLE(face_) || face_->units_per_EM == 0) return false;
    hb_blob_t* blob = hb_blob_create(bytes_.data(), unsigned(bytes_.size()), HB_MEMORY_MODE_READONLY, nullptr, nullptr);
    hb_face_t* face = hb_face_create(blob, 0);
    shaping_ = hb_font_create(face);  // metrics from the font's tables, in font units
    hb_ot_font_set_funcs(shaping_);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    return true;
  }

  std::vector<Segment> set(const std::string& text, const Typography& t) override {
    weigh(t.weight);
    const double scale = t.size / face_->units_per_EM;
    std::vector<Line> lines;
    double widest = 0;
    for (const std::string& s : linesOf(text)) {
      lines.push_back(shape(s, t.tracking / scale));
      widest = std::max(widest, lines.back().width * scale);
    }
    const double height = capitals() * scale + double(lines.size() - 1) * t.lineHeight;
    double baseline = t.middle.y + height / 2 - capitals() * scale;
    std::vector<Segment> out;
    for (const Line& line : lines) {
      const double left = t.middle.x - widest / 2 + (widest - line.width * scale) * t.align / 2.0;
      for (const Glyph& g : line.glyphs) draw(g, left, baseline, scale, out);
      baseline -= t.lineHeight;
    }
    return out;
  }

 private:
  void weigh(double weight) {
    FT_MM_Var* axes = nullptr;
    if (FT_Get_MM_Var(face_, &axes)) return;
    std::vector<FT_Fixed> at(axes->num_axis);
    for (FT_UInt i = 0; i < axes->num_axis; ++i) {
      const FT_Var_Axis& a = axes->axis[i];
      at[i] = a.tag == FT_MAKE_TAG('w', 'g', 'h', 't') ? std::clamp(FT_Fixed(std::lround(weight * 65536)), a.minimum, a.maximum) : a.def;
    }
    FT_Set_Var_Design_Coordinates(face_, FT_UInt(at.size()), at.data());
    FT_Done_MM_Var(library_, axes);
    const hb_variation_t axis{HB_TAG('w', 'g', 'h', 't'), float(weight)};
    hb_font_set_variations(shaping_, &axis, 1);
  }

  // Height of capitals, font units.
  double capitals() const {
    const auto* os2 = static_cast<const TT_OS2*>(FT_Get_Sfnt_Table(face_, FT_SFNT_OS2));
    return os2 && os2->version >= 2 && os2->sCapHeight > 0 ? os2->sCapHeight : face_->ascender * 0.75;
  }

  Line shape(const std::string& s, double tracking) const {
    hb_buffer_t* buffer = hb_buffer_create();
    hb_buffer_add_utf8(buffer, s.data(), int(s.size()), 0, int(s.size()));
    hb_buffer_guess_segment_properties(buffer);
    hb_buffer_set_language(buffer, hb_language_from_string("und", -1));  // not the machine's
    hb_feature_t plain[2];
    const int features = tracking != 0 ? 2 : 0;
    hb_feature_from_string("-liga", -1, &plain[0]);
    hb_feature_from_string("-clig", -1, &plain[1]);
    hb_shape(shaping_, buffer, plain, unsigned(features));
    unsigned n = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer, &n);
    const hb_glyph_position_t* places = hb_buffer_get_glyph_positions(buffer, &n);
    Line line;
    double x = 0;
    for (unsigned i = 0; i < n; ++i) {
      line.glyphs.push_back({infos[i].codepoint, x + places[i].x_offset, double(places[i].y_offset)});
      x += places[i].x_advance;
      if (places[i].x_advance != 0 && i + 1 < n) x += tracking;  // marks stay on their letter
    }
    line.width = x;
    hb_buffer_destroy(buffer);
    return line;
  }

  void draw(const Glyph& g, double left, double baseline, double scale, std::vector<Segment>& out) const {
    if (FT_Load_Glyph(face_, g.id, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP)) return;
    if (face_->glyph->format != FT_GLYPH_FORMAT_OUTLINE) return;
    Pen pen{out, scale, left + g.x * scale, baseline + g.y * scale};
    FT_Outline_Decompose(&face_->glyph->outline, &kPen, &pen);
    pen.close();
  }

  std::vector<char> bytes_;
  FT_Library library_ = nullptr;
  FT_Face face_ = nullptr;
  hb_font_t* shaping_ = nullptr;
};

}  // namespace

std::variant<std::unique_ptr<Font>, Error> Font::open(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string name = path.substr(path.rfind('/') + 1);
  if (!file) return Error{"media.missing", "The font " + name + " could not be read. Choose another file."};
  auto font = std::make_unique<TrueTypeFont>(std::vector<char>(std::istreambuf_iterator<char>(file), {}));
  if (!font->load()) return Error{"media.corrupt", "The file " + name + " is not a font that can be drawn at any size. Choose a TrueType or OpenType file."};
  return font;
}

}  // namespace weft::gl
