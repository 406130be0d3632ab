/** A text of the caller's as a refusal may repeat it: what can't be stored is replaced, as the reply is stored too. */
export function repeatable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
