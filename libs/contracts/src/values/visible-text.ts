/** Controls, and what turns the direction of the text around it: both make a text look like another one. */
const deceptive = /[\p{Cc}\p{Bidi_Control}]/u;
const deceptiveAll = /[\p{Cc}\p{Bidi_Control}]/gu;
const deceptiveButLineEnds = /(?![\n\r\t])[\p{Cc}\p{Bidi_Control}]/gu;
const invisible = /[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/u;

/** The first control or bidirectional control of a text; undefined where it has none. */
export function deceptiveCharacter(text: string): string | undefined {
  return deceptive.exec(text)?.[0];
}

/** A text without controls and bidirectional controls. */
export function withoutDeceptive(text: string, keepsLines = false): string {
  if (!deceptive.test(text)) return text;
  return text.replaceAll(keepsLines ? deceptiveButLineEnds : deceptiveAll, '');
}

/** A character for a sentence: by its code point, and itself only where it can be seen on its own. */
export function namedCharacter(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return invisible.test(character) ? `U+${hex}` : `"${character}" (U+${hex})`;
}
