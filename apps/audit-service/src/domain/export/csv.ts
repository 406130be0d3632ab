import type { AuditEntryView } from '@rollcall/contracts';

type Column = readonly [title: string, of: (entry: AuditEntryView) => string | number | undefined];

const columns: readonly Column[] = [
  ['seq', ({ seq }) => seq],
  ['at', ({ at }) => at],
  ['type', ({ type }) => type],
  ['outcome', ({ outcome }) => outcome],
  ['sentence', ({ sentence }) => sentence],
  ['actor_kind', ({ actor }) => actor?.kind],
  ['actor_id', ({ actor }) => actor?.id],
  ['subject_kind', ({ subject }) => subject?.kind],
  ['subject_id', ({ subject }) => subject?.id],
  ['request_id', ({ requestId }) => requestId],
  ['method', ({ method }) => method],
  ['route', ({ route }) => route],
  ['status', ({ status }) => status],
  ['code', ({ code }) => code],
  ['address', ({ address }) => address],
  ['user_agent', ({ userAgent }) => userAgent],
  ['id', ({ id }) => id],
];

/** The first line of a file. */
export const csvTitles = columns.map(([title]) => title).join(',');

/** An entry as a line of CSV (RFC 4180), without the end of the line. */
export function csvLine(entry: AuditEntryView): string {
  return columns.map(([, of]) => cell(of(entry))).join(',');
}

/**
 * A spreadsheet takes a text that begins so for a formula, and some of these texts were sent by clients: an apostrophe
 * makes it a text. What begins with apostrophes gets another one: so whoever takes one away has what was sent.
 */
const formula = /^'*[=+\-@\t\r]/;

function cell(value: string | number | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
