/** Controls, and what turns the direction of the text around it: both make a text look like another one. */
const deceptive = /[\p{Cc}\p{Bidi_Control}]/u;
const deceptiveAll = /[\p{Cc}\p{Bidi_Control}]/gu;
const deceptiveButLineEnds = /(?![\n\r\t])[\p{Cc}\p{Bidi_Control}]/gu;
const mark = /(?!\p{Default_Ignorable_Code_Point})\p{M}/u;
const unseen = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;

/** The first control or bidirectional control of a text; undefined where it has none. */
export function deceptiveCharacter(text: string): string | undefined {
  return deceptive.exec(text)?.[0];
}

/** A text without controls and bidirectional controls. */
export function withoutDeceptive(text: string, keepsLines = false): string {
  if (!deceptive.test(text)) return text;
  return text.replaceAll(keepsLines ? deceptiveButLineEnds : deceptiveAll, '');
}

const names: Readonly<Record<string, string>> = {
  '\t': 'a tab',
  '\n': 'a line end',
  '\r': 'a line end',
  ' ': 'a space',
  '\u00A0': 'a no-break space',
};

/** Beside the names of single characters, the kinds of those that cannot be seen. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/\p{Z}/u, 'a space'],
  [/\p{Cc}/u, 'a control character'],
  [/\p{Cs}/u, 'half a character'],
  [mark, 'a mark'],
];

/** A character for a sentence: itself where it can be seen on its own, else what it is; by its code point in any case. */
export function namedCharacter(character: string): string {
  const code = `(U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`;
  if (!unseen.test(character) && !mark.test(character)) return `"${character}" ${code}`;
  const kind = kinds.find(([ofKind]) => ofKind.test(character))?.[1];
  return `${names[character] ?? kind ?? 'an invisible character'} ${code}`;
}
