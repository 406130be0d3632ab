/**
 * The one form of a value that is hashed: JSON Canonicalization Scheme (RFC 8785). Each entry of the log is written so as it arrives, so this takes plain JSON
 * alone, and little time; `entry-leaf.spec.ts` holds it against the package of one of the scheme's authors.
 * @throws Error for what has no such form
 */
export function canonicalJson(value: object): string {
  if (!isInOrder(value)) return written(value);
  const whole = JSON.stringify(value);
  return whole.includes(halfOfPair) ? written(value) : whole;
}

/** As JSON.stringify writes half a surrogate pair; also a part of texts with a backslash, which are looked at again. */
const halfOfPair = '\\ud';

/** Whether JSON.stringify writes a value in its canonical form, but for halves of surrogate pairs: all names are in their order then. */
function isInOrder(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return typeof value !== 'undefined';
  if (Array.isArray(value)) return value.every(isInOrder);
  let former = '';
  for (const name of Object.keys(value)) {
    if (name < former || !isInOrder((value as Readonly<Record<string, unknown>>)[name])) return false;
    former = name;
  }
  return true;
}

/** What is undefined is left out of objects, as JSON.stringify does; what JSON does not know is none. */
function written(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value === null) return 'null';
  if (typeof value !== 'object') throw new Error('This value is no JSON.');
  if (Array.isArray(value)) return `[${value.map(written).join()}]`;
  const { toJSON } = value as { readonly toJSON?: unknown }; // of a date
  return typeof toJSON === 'function'
    ? written(toJSON.call(value))
    : object(value as Readonly<Record<string, unknown>>);
}

function text(value: string): string {
  if (!value.isWellFormed()) throw new Error('Half a surrogate pair has no canonical form.');
  return JSON.stringify(value);
}

/** As ECMAScript writes it (RFC 8785 §3.2.2.3). */
function number(value: number): string {
  if (!Number.isFinite(value)) throw new Error('This number has no canonical form.');
  return JSON.stringify(value);
}

/** By names, in the order of their UTF-16 code units (RFC 8785 §3.2.3). */
function object(value: Readonly<Record<string, unknown>>): string {
  let members = '';
  for (const name of sorted(Object.keys(value))) {
    const member = value[name];
    if (member !== undefined) members += `${members === '' ? '' : ','}${text(name)}:${written(member)}`;
  }
  return `{${members}}`;
}

/** Most are in their order already. */
function sorted(names: string[]): string[] {
  for (let n = 1; n < names.length; n += 1) if ((names[n - 1] ?? '') > (names[n] ?? '')) return names.sort();
  return names;
}
