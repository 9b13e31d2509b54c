#include "gl/flow.h"

#include <algorithm>
#include <cmath>

namespace weft::gl {
namespace {

constexpr int kBlock = 8, kReach = 3;  // pixels: from block to block, and around a block's centre
constexpr int kLevels = 3, kSteps = 4;
constexpr double kFar = 16;        // pixels
constexpr float kNoise = 2e-4f;    // what a gradient's square must exceed, per pixel, to be believed

struct Plane {
  int width = 0, height = 0;
  std::vector<float> at;
  float pixel(int x, int y) const { return at[size_t(std::clamp(y, 0, height - 1)) * width + std::clamp(x, 0, width - 1)]; }
  float between(float x, float y) const {
    const float fx = std::floor(x), fy = std::floor(y), u = x - fx, v = y - fy;
    const int i = int(fx), k = int(fy);
    return (pixel(i, k) * (1 - u) + pixel(i + 1, k) * u) * (1 - v) + (pixel(i, k + 1) * (1 - u) + pixel(i + 1, k + 1) * u) * v;
  }
};

using Pyramid = std::vector<Plane>;  // the largest first

Pyramid pyramid(const SmallPicture& p) {
  Pyramid out(1);
  out[0] = {p.width, p.height, std::vector<float>(size_t(p.width) * p.height)};
  for (int y = 0; y < p.height; ++y)
    for (int x = 0; x < p.width; ++x) out[0].at[size_t(y) * p.width + x] = p.luma(x, y);
  while (int(out.size()) < kLevels && std::min(out.back().width, out.back().height) >= 4 * kReach) {
    const Plane& from = out.back();
    Plane half{from.width / 2, from.height / 2, {}};
    half.at.reserve(size_t(half.width) * half.height);
    for (int y = 0; y < half.height; ++y)
      for (int x = 0; x < half.width; ++x)
        half.at.push_back((from.pixel(2 * x, 2 * y) + from.pixel(2 * x + 1, 2 * y) + from.pixel(2 * x, 2 * y + 1) + from.pixel(2 * x + 1, 2 * y + 1)) / 4);
    out.push_back(std::move(half));
  }
  return out;
}

struct Way {
  float x = 0, y = 0;
};

constexpr int kSide = 2 * kReach + 1, kPixels = kSide * kSide;

// Differences of a block, its own mean taken out.
float differences(const Plane& from, const Plane& to, int cx, int cy, Way way, float (&out)[kPixels]) {
  float mean = 0;
  for (int i = 0; i < kPixels; ++i) {
    const int x = cx + i % kSide - kReach, y = cy + i / kSide - kReach;
    out[i] = from.pixel(x, y) - to.between(float(x) + way.x, float(y) + way.y);
    mean += out[i] / kPixels;
  }
  float squares = 0;
  for (float& d : out) {
    d -= mean;
    squares += d * d;
  }
  return squares;
}

// One size: goes on from `way`, in pixels of that size. Keeps it where it leads to no better match.
Way follow(const Plane& from, const Plane& to, int cx, int cy, Way way) {
  float gx[kPixels], gy[kPixels], d[kPixels], meanX = 0, meanY = 0;
  for (int i = 0; i < kPixels; ++i) {
    const int x = cx + i % kSide - kReach, y = cy + i / kSide - kReach;
    gx[i] = (from.pixel(x + 1, y) - from.pixel(x - 1, y)) / 2;
    gy[i] = (from.pixel(x, y + 1) - from.pixel(x, y - 1)) / 2;
    meanX += gx[i] / kPixels;
    meanY += gy[i] / kPixels;
  }
  // A little is added to the diagonal: without texture nothing is claimed, along an edge only the way across it.
  float xx = kNoise * kPixels, yy = xx, xy = 0;
  for (int i = 0; i < kPixels; ++i) {
    gx[i] -= meanX;
    gy[i] -= meanY;
    xx += gx[i] * gx[i];
    yy += gy[i] * gy[i];
    xy += gx[i] * gy[i];
  }
  const float det = xx * yy - xy * xy;
  float left = differences(from, to, cx, cy, way, d);
  for (int step = 0; step < kSteps; ++step) {
    float bx = 0, by = 0;
    for (int i = 0; i < kPixels; ++i) {
      bx += gx[i] * d[i];
      by += gy[i] * d[i];
    }
    const Way next{way.x + (yy * bx - xy * by) / det, way.y + (xx * by - xy * bx) / det};
    const float after = differences(from, to, cx, cy, next, d);
    if (!(after < left)) break;
    const bool there = std::hypot(next.x - way.x, next.y - way.y) < 0.02f;
    way = next;
    left = after;
    if (there) break;
  }
  return way;
}

bool changes(const Plane& a, const Plane& b, int cx, int cy, float threshold) {
  for (int y = cy - kReach; y <= cy + kReach; ++y)
    for (int x = cx - kReach; x <= cx + kReach; ++x)
      if (std::abs(a.pixel(x, y) - b.pixel(x, y)) >= threshold) return true;
  return false;
}

}  // namespace

Flow opticalFlow(const SmallPicture& now, const SmallPicture& before, const Region& region, float threshold) {
  const Pyramid from = pyramid(before), to = pyramid(now);
  Flow sum;
  int blocks = 0;
  for (int cy = kBlock / 2; cy < now.height; cy += kBlock)
    for (int cx = kBlock / 2; cx < now.width; cx += kBlock) {
      const double x = double(cx) / now.width, y = double(cy) / now.height;
      if (x < region.x || x >= region.x + region.width || y < region.y || y >= region.y + region.height) continue;
      ++blocks;
      if (!changes(from[0], to[0], cx, cy, std::max(threshold, 1.f / 1024))) continue;
      Way way;
      for (size_t level = from.size(); level-- > 0;) {
        way = follow(from[level], to[level], cx >> level, cy >> level, {way.x * 2, way.y * 2});
      }
      const double far = std::hypot(way.x, way.y);
      if (!(far <= kFar)) continue;
      sum.speed += far;
      sum.across += way.x;
      sum.up += way.y;
    }
  if (blocks == 0) return {};
  const double scale = 1.0 / blocks / now.height;
  return {sum.speed * scale, sum.across * scale, sum.up * scale};
}

}  // namespace weft::gl
