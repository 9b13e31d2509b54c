/** Frames per second as the document writes them: an integer, or "num/den". */
export function parseRate(fps: number | string): [number, number] {
  const [num, den = 1] = typeof fps === 'number' ? wholes(fps) : fps.split('/').map(Number);
  const shared = greatestCommonDivisor(num!, den);
  return [num! / shared, den / shared];
}

/** A rate such as 23.976 as thousandths. */
const wholes = (fps: number): [number, number] => (Number.isInteger(fps) ? [fps, 1] : [Math.round(fps * 1000), 1000]);

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
