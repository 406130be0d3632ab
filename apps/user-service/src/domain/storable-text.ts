/** Half of a surrogate pair and U+0000 are no text for the database. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
