/**
 * Compares numbers by size, and texts by code points, as databases do. JavaScript's own `<` compares UTF-16 units: by these, letters beyond
 * the BMP come before U+E000 to U+FFFF.
 * @returns less than, equal to or more than 0
 */
export function inCodePoints(one: string | number, other: string | number): number {
  if (typeof one !== 'string' || typeof other !== 'string') return Number(one) - Number(other);
  const end = Math.min(one.length, other.length);
  let at = 0;
  while (at < end && one[at] === other[at]) at += 1;
  const isWithinPair = at > 0 && /[\uD800-\uDBFF]/.test(one[at - 1] ?? '');
  const from = isWithinPair ? at - 1 : at;
  return (one.codePointAt(from) ?? -1) - (other.codePointAt(from) ?? -1);
}
