// Filled shapes as coverage, computed the same way everywhere: no hinting, no system rasteriser. [any]
#pragma once
#include <vector>

namespace weft::gl {

struct Point {
  double x, y;  // pixels, origin at the bottom left
  bool operator==(const Point&) const = default;
};
struct Segment {
  Point from, to;
};

// How much of each pixel is covered, 0..1, rows from the bottom, over a rectangle of pixels.
struct Coverage {
  int left = 0, bottom = 0, width = 0, height = 0;
  std::vector<float> fill;     // inside the contours (overlaps count once)
  std::vector<float> outline;  // inside, or within `reach` of a contour; empty when reach is 0
};

// Exact area of each pixel under closed contours (signed-area accumulation, as in R. Levien's font-rs), and the shape
// grown by `reach` pixels with round corners. Limited to the canvas.
Coverage rasterise(const std::vector<Segment>& contours, double reach, int canvasWidth, int canvasHeight);

}  // namespace weft::gl
