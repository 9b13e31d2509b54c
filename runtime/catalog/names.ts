/** File names -> ids and titles. */

/** "Chroma Zoom (2)" -> "chroma_zoom_2"; "" if there is no letter or digit in it. */
export function slug(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
}

/** "chroma_key" -> "Chroma key", "outBlack" -> "Out black", "inputRGB" -> "Input RGB"; "HSVtoRGB" and "Chroma Zoom" stay. */
export function titleOf(name: string): string {
  const camel = /^[a-z]\w*$/.test(name);
  const spaced = !camel ? name : name
    .replace(/([a-z\d])([A-Z])(?=[a-z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .replace(/([a-z])([A-Z]{2,})/g, '$1 $2');
  const words = spaced.replace(/[_\s]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
