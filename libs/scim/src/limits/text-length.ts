/** So many characters of a text are counted, where so many are allowed: more need not be read, nor passed on. */
const counted = (most: number) => 2 * most;

/** A text that is not longer than is counted; characters may take two units of UTF-16. */
export const cutToCounted = (text: string, most: number) => text.slice(0, 2 * counted(most) + 2).toWellFormed();

/**
 * What is wrong with the length of a text, in the words of services (`problemOfText` of contracts): this library, and threads that read
 * large bodies, know no other one.
 * @returns a part of a sentence; undefined where nothing is wrong
 */
export function problemOfLength(text: string, most: number): string | undefined {
  if (text.length <= most) return undefined;
  const { length } = Array.from(cutToCounted(text, most));
  if (length <= most) return undefined;
  const characters = length > counted(most) ? `more than ${counted(most)}` : length;
  return `it has ${characters} characters, and at most ${most} are allowed`;
}
