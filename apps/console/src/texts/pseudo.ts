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
  const marked = text.replaceAll(/[aeiouAEIOU]/g, (letter) => marks[letter] ?? letter);
  return `⟦${marked}${'~'.repeat(Math.ceil(text.length * 0.4))}⟧`;
}

function pseudoOf(part: unknown): unknown {
  if (typeof part === 'string') return pseudoText(part);
  if (typeof part === 'function')
    return (...values: unknown[]) => pseudoOf((part as (...all: unknown[]) => unknown)(...values));
  if (Array.isArray(part)) return part.map(pseudoOf);
  if (typeof part === 'object' && part !== null) {
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, pseudoOf(value)]));
  }
  return part;
}

export const pseudo = pseudoOf(en) as Texts;
