/**
 * A caller's text as a refusal may quote it. PostgreSQL stores the reply too, so characters that it cannot store are
 * replaced.
 */
export function repeatable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
