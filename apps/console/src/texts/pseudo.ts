import { en, type Texts } from './en';

const marks: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Å',
  E: 'É',
  I: 'Î',
  O: 'Ö',
  U: 'Û',
};

/** A text that is longer by 40 % and shows in each word that it came from the texts. */
export function pseudoText(text: string): string {
  const accented = text.replaceAll(/[aeiouAEIOU]/g, (letter) => marks[letter] ?? letter);
  return `⟦${accented}${'~'.repeat(Math.ceil(text.length * 0.4))}⟧`;
}

function marked(part: unknown): unknown {
  if (typeof part === 'string') return pseudoText(part);
  if (typeof part === 'function')
    return (...values: unknown[]) => marked((part as (...all: unknown[]) => unknown)(...values));
  if (Array.isArray(part)) return part.map(marked);
  if (typeof part === 'object' && part !== null) {
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, marked(value)]));
  }
  return part;
}

/** All texts of a part, marked. */
export const pseudoOf = <Part>(part: Part): Part => marked(part) as Part;

export const pseudo: Texts = pseudoOf(en);
