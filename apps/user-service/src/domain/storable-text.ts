/** Half of a surrogate pair and U+0000 are no text for the database. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** A text of the caller's as a refusal may repeat it: what can't be stored is replaced, as the reply is stored too. */
export function repeatable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
