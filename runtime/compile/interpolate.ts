/** Curves through points, held outside them. Points are ascending in x, one per x. */
export type Point = readonly [x: number, y: number];
export type Interpolation = 'smooth' | 'linear' | 'hold';

export function through(points: readonly Point[], interpolation: Interpolation): (x: number) => number {
  const n = points.length;
  if (n === 0) return (x) => x;
  const first = points[0]!, last = points[n - 1]!;
  const tangents = interpolation === 'smooth' ? monotoneTangents(points) : null;
  return (x) => {
    if (x <= first[0]) return first[1];
    if (x >= last[0]) return last[1];
    let low = 0, high = n - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (points[middle]![0] <= x) low = middle;
      else high = middle;
    }
    const [x0, y0] = points[low]!, [x1, y1] = points[high]!;
    if (interpolation === 'hold') return y0;
    const h = x1 - x0, t = (x - x0) / h;
    if (!tangents) return y0 + (y1 - y0) * t;
    // cubic Hermite basis
    return (1 + 2 * t) * (1 - t) * (1 - t) * y0 + t * (1 - t) * (1 - t) * h * tangents[low]!
      + t * t * (3 - 2 * t) * y1 + t * t * (t - 1) * h * tangents[high]!;
  };
}

/**
 * Tangents with which the cubic nowhere overshoots its points.
 * Fritsch and Carlson, "Monotone piecewise cubic interpolation", SIAM J. Numer. Anal. 17 (1980).
 */
function monotoneTangents(points: readonly Point[]): number[] {
  const slopes: number[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const [x0, y0] = points[i]!, [x1, y1] = points[i + 1]!;
    slopes.push((y1 - y0) / (x1 - x0));
  }
  const tangents = points.map((_, i) => {
    const before = slopes[i - 1], after = slopes[i];
    if (before === undefined || after === undefined) return before ?? after ?? 0;
    return before * after <= 0 ? 0 : (before + after) / 2;
  });
  for (const [i, slope] of slopes.entries()) {
    if (slope === 0) {
      tangents[i] = tangents[i + 1] = 0;
      continue;
    }
    const a = tangents[i]! / slope, b = tangents[i + 1]! / slope;
    const radius = Math.hypot(a, b);
    if (radius > 3) {
      tangents[i] = (3 / radius) * a * slope;
      tangents[i + 1] = (3 / radius) * b * slope;
    }
  }
  return tangents;
}
