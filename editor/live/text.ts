/** Numbers as they are shown. */

/** minutes:seconds:hundredths */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds * 100 + 1e-6));
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(whole / 6000))}:${two(Math.floor(whole / 100) % 60)}:${two(whole % 100)}`;
}

/** bar.beat.sixteenth, from 1 */
export function bars(beat: number, beatsPerBar: number): string {
  const b = Math.max(0, beat);
  return `${Math.floor(b / beatsPerBar) + 1}.${Math.floor(b % beatsPerBar) + 1}.${Math.floor((b % 1) * 4) + 1}`;
}
