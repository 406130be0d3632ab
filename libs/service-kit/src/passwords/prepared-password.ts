/** Spaces of other widths than U+0020. */
const otherSpaces = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;

/**
 * A password as it is hashed and compared (RFC 7644 §5: the OpaqueString of RFC 8265 §4.2): every space is U+0020, and
 * characters are composed, so that keyboards that send them in another form type the same password. Case and width count.
 */
export function preparedPassword(password: string): string {
  return password.replaceAll(otherSpaces, ' ').normalize('NFC');
}
