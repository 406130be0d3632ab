import { withUsualWidth } from '../domain/user/user-name-key.js';

/** Fullwidth and halfwidth forms, each with the letter that it is. */
const widthForms = Array.from({ length: 0xffee - 0xff00 }, (_, at) => String.fromCodePoint(0xff01 + at))
  .map((form) => ({ form, usual: withUsualWidth(form) }))
  .filter(({ form, usual }) => usual !== form && usual.length === 1); // the fullwidth macron has a space, which no address has
const wide = widthForms.map(({ form }) => form).join('');
const usual = widthForms
  .map((each) => each.usual)
  .join('')
  .replace("'", "''"); // the fullwidth apostrophe, within SQL's own

/** The key of a userName or address (`userNameKey`) as an SQL expression, for texts that have no column for it. */
export function userNameKeySql(sql: string): string {
  const narrow = `translate(${sql}, '${wide}', '${usual}')`;
  const folded = `normalize(translate(lower((${narrow}) COLLATE "und-x-icu") COLLATE "C", 'ı', 'i'), NFC)`;
  return `(CASE WHEN octet_length(${sql}) = length(${sql}) THEN lower((${sql}) COLLATE "C") ELSE ${folded} END)`;
}
