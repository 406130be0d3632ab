import type { TextRule } from '@rollcall/contracts';

/**
 * Marks that stand within words and are no letters: UAX #31, tables 3a and 3b, without what rule 2 has anyway and what is a
 * letter or dash by its properties (`·` and `・`, for example, have ID_Continue).
 */
const withinWords = {
  ':': 'colon (Swedish, Finnish)',
  '\u0375': 'Greek lower numeral sign',
  '\u05F3': 'Hebrew geresh',
  '\u05F4': 'Hebrew gershayim',
  '\u06FD': 'Sindhi ampersand',
  '\u06FE': 'Sindhi postposition men',
  '\u0F0B': 'Tibetan tsheg',
  '\u2027': 'hyphenation point',
} as const;

/** Not in the tables, and of the same use. */
const more = { '\u0F0C': 'Tibetan tsheg that does not break', '\u1361': 'Ethiopic word space' } as const;

const marks = [...Object.keys(withinWords), ...Object.keys(more)].join('');

/** A character of a word: letters, digits and marks of any script (UAX #31, ID_Continue), none of them invisible by itself. */
const ofWords = String.raw`[[\p{ID_Continue}\p{Me}]--[\p{Pc}\p{Join_Control}]--[\p{L}&&\p{Default_Ignorable_Code_Point}]]`;

/** Rule 2: what stands within words in any script, every space and dash, and the punctuation listed here. */
export const nameRule: TextRule = {
  anywhere: new RegExp(String.raw`[${ofWords}[\p{Zs}\p{Pd}'’.,\(\)&\/]]`, 'v'),
  behindOthers: new RegExp(String.raw`^(?:${ofWords}[${marks}]|[\p{L}\p{M}]\p{Join_Control})$`, 'v'),
};
