/**
 * A spreadsheet takes a text that begins so for a formula, and some of these texts were sent by clients: an apostrophe
 * makes it a text. What begins with apostrophes gets another one: so whoever takes one away has what was sent.
 */
const formula = /^'*[=+\-@\t\r]/;

/** A cell of a line of CSV (RFC 4180), as exports write it. */
export function csvCell(value: string | number | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The texts of a line that `csvCell` has written; undefined where another program would read something else in it. */
export function cellsOf(line: string): string[] | undefined {
  const texts = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain = '']) =>
    (quoted?.replaceAll('""', '"') ?? plain).replace(/^'(?='*[=+\-@\t\r])/, ''),
  );
  return texts.map(csvCell).join(',') === line ? texts : undefined;
}
