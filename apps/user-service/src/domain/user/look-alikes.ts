import { namedCharacter } from '@rollcall/contracts';

/**
 * The scripts of modern languages (UAX #31, tables 5 and 7), by which letters are told apart. A letter of any other script
 * counts as "another script".
 */
const scripts = [
  ['Latin', 'Cyrillic', 'Greek', 'Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul', 'Arabic', 'Armenian'],
  ['Bengali', 'Devanagari', 'Ethiopic', 'Georgian', 'Gujarati', 'Gurmukhi', 'Hebrew', 'Kannada', 'Khmer', 'Lao'],
  ['Malayalam', 'Myanmar', 'Oriya', 'Sinhala', 'Tamil', 'Telugu', 'Thaana', 'Thai', 'Tibetan', 'Adlam', 'Balinese'],
  ['Bamum', 'Batak', 'Canadian_Aboriginal', 'Chakma', 'Cham', 'Cherokee', 'Hanifi_Rohingya', 'Javanese', 'Kayah_Li'],
  ['Lepcha', 'Limbu', 'Lisu', 'Mandaic', 'Meetei_Mayek', 'Miao', 'Mongolian', 'New_Tai_Lue', 'Newa', 'Nko'],
  ['Nyiakeng_Puachue_Hmong', 'Ol_Chiki', 'Osage', 'Saurashtra', 'Sundanese', 'Syloti_Nagri', 'Syriac', 'Tai_Le'],
  ['Tai_Tham', 'Tai_Viet', 'Tifinagh', 'Vai', 'Wancho', 'Yi'],
]
  .flat()
  .map((name) => ({ name: name.replaceAll('_', ' '), letter: new RegExp(`\\p{Script_Extensions=${name}}`, 'u') }));

/** Scripts that one language writes side by side (UTS #39 §5.1), beside Latin, which goes with each of them. */
const together = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];

const ofAnyScript = /[\p{Script_Extensions=Common}\p{Script_Extensions=Inherited}]/u;

/**
 * Letters of different scripts in one text, which UTS #39 calls not "highly restrictive": `аnn` with a Cyrillic `а` looks
 * like `ann`. One script is fine, whichever it is.
 * @returns what is wrong, as a part of a sentence; undefined where nothing is
 */
export function mixedScripts(text: string): string | undefined {
  if (/^[\0-\x7f]*$/.test(text)) return undefined;
  let covers: readonly (readonly string[])[] = [...scripts.map(({ name }) => [name]), ['another script'], ...together];
  let last: { readonly character: string; readonly script: string } | undefined;
  for (const character of text) {
    if (ofAnyScript.test(character)) continue;
    const own = scriptsOf(character);
    const fitting = covers.filter((cover) => own.some((script) => cover.includes(script)));
    const script = own[0] ?? '';
    if (fitting.length === 0 && last) {
      const [one, other] = [last.character, character].map(namedCharacter);
      return `${one} of ${last.script} and ${other} of ${script} stand in one name, and letters of different scripts look alike`;
    }
    covers = fitting;
    last = { character, script };
  }
  return undefined;
}

function scriptsOf(character: string): string[] {
  const own = scripts.filter(({ letter }) => letter.test(character)).map(({ name }) => name);
  return own.length > 0 ? own : ['another script'];
}
