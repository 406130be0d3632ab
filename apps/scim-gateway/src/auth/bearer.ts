/** The content of an `Authorization` header. */
export type Credential =
  { readonly kind: 'token'; readonly token: string } | { readonly kind: 'missing' | 'basic' | 'malformed' };

const scheme = /^bearer(?:\s+|$)/i;
const basic = /^basic(?:\s|$)/i;

/**
 * Reads the header with the leniencies that real identity providers need: `Bearer` in any case and with extra spaces,
 * twice (Okta's Header mode adds it to what the admin typed), or not at all (apps made with the OIN Wizard send the
 * bare token).
 */
export function readCredential(header: string | undefined): Credential {
  let rest = header?.trim() ?? '';
  if (basic.test(rest)) return { kind: 'basic' };
  while (scheme.test(rest)) rest = rest.replace(scheme, '');
  if (rest === '') return { kind: 'missing' };
  return /\s/.test(rest) ? { kind: 'malformed' } : { kind: 'token', token: rest };
}
