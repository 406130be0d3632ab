/** Whether a text can be stored: PostgreSQL takes neither U+0000 nor a lone surrogate. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
