// What a small picture says in numbers. Pure: no GL. [any]
#pragma once
#include <span>
#include <string>
#include <vector>

namespace weft::gl {

// rgba floats, rows from the bottom; colours already over black (straight alpha multiplied in).
struct SmallPicture {
  int width = 0, height = 0;
  std::vector<float> rgba;
  float luma(int x, int y) const;  // Rec. 709 weights on the gamma-encoded values, 0..1
};

// Part of a picture, 0..1, origin at the bottom left.
struct Region {
  double x = 0, y = 0, width = 1, height = 1;
};

// Each gives numbers 0..1 in the order of the outlets.
//   mean, least and greatest luma
std::vector<float> luminance(const SmallPicture&, const Region&);
//   mean of the changes of luma that reach the threshold, times the sensitivity; where they lie on the canvas, across and
//   up (0.5 while nothing moves, or when there is no picture before)
std::vector<float> motion(const SmallPicture&, const SmallPicture* before, const Region&, float threshold,
                          float sensitivity);
//   red, green, blue of the mean colour; its hue and saturation (HSV)
std::vector<float> color(const SmallPicture&, const Region&);
//   share of pixels whose Sobel gradient of luma (1: from black to white at once) exceeds the threshold
std::vector<float> edgeDensity(const SmallPicture&, const Region&, float threshold);

}  // namespace weft::gl
