export const base62Alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The last digits of a number in base62, with leading zeros. */
export function base62(number: bigint, digits: number): string {
  let rest = number;
  let text = '';
  for (let i = 0; i < digits; i++) {
    text = (base62Alphabet[Number(rest % 62n)] ?? '') + text;
    rest /= 62n;
  }
  return text;
}
