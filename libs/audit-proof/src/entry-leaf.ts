import { hash } from 'node:crypto';
import { leafHash, type Hash } from '@rollcall/transparency-log';
import { canonicalJson } from './canonical-json.js';

/** An id that the leaf holds as SHA-256 of it: it can be struck, because a random id cannot be found by its hash. */
export interface LoggedId {
  readonly id: string;
}

/** A text of a client's that the leaf holds as SHA-256 of a salt and it: it can be struck together with its salt. */
export interface LoggedText {
  readonly text: string;
  /** `saltLength` random bytes, in base64. */
  readonly salt: string;
}

/** What is left of a struck id: SHA-256, in base64. */
export interface StruckId {
  readonly idHash: string;
}

/** What is left of a struck text: SHA-256, in base64. */
export interface StruckText {
  readonly textHash: string;
}

/** A value that stands in the leaf as it is. */
export type PlainValue = string | number | boolean | null;
export type LoggedField =
  | PlainValue
  | LoggedId
  | LoggedText
  | StruckId
  | StruckText
  | readonly (PlainValue | LoggedId | LoggedText | StruckId | StruckText)[];

/** An entry as its log proves it. Whose log that is says the account's statement. */
export interface LoggedEntry {
  /** Its place in the log, from 1. */
  readonly seq: number;
  /** By names like `actorId`. What an entry does not have is left out. */
  readonly fields: Readonly<Record<string, LoggedField>>;
}

/** The form of the leaf, written into it. Another form gets another number, and this one stays readable. */
const leafVersion = 1;

/**
 * What is hashed of an entry: the canonical JSON (RFC 8785) of `{fields, seq, version}`, ids and texts as what is left of them when
 * they are struck. So an entry of which something was struck has the same leaf as before.
 * @throws Error for a field without a canonical form: a number that is none, half a surrogate pair, the name of an object's prototype
 */
export function entryLeaf({ seq, fields }: LoggedEntry): string {
  const committed: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    if (name === '__proto__') throw new Error('No field has this name.'); // it would be in no leaf
    const field = fields[name] as LoggedField; // of its own keys
    committed[name] = isList(field) ? field.map(kept) : kept(field);
  }
  return canonicalJson({ fields: committed, seq, version: leafVersion });
}

/** The hash of an entry's leaf. */
export function entryLeafHash(entry: LoggedEntry): Hash {
  return leafHash(entryLeaf(entry));
}

/**
 * An entry of which ids and texts are struck; its leaf stays the same.
 * @param isStruck which of them
 */
export function strike(entry: LoggedEntry, isStruck: (value: LoggedId | LoggedText) => boolean): LoggedEntry {
  const struck = <Value extends LoggedField>(value: Value) => (isOpen(value) && isStruck(value) ? kept(value) : value);
  const fields = Object.entries(entry.fields).map(([name, field]) => [
    name,
    isList(field) ? field.map(struck) : struck(field),
  ]);
  return { ...entry, fields: Object.fromEntries(fields) as LoggedEntry['fields'] };
}

/** SHA-256 of an id, in base64. */
export function idHash(id: string): string {
  return hash('sha256', id, 'base64');
}

/** Always so many bytes: where the salt ends and the text begins is no question then. */
export const saltLength = 32;

/** SHA-256 of the bytes of a text's salt and of the text in UTF-8, in base64. */
export function textHash({ text, salt }: LoggedText): string {
  return hash('sha256', Buffer.concat([Buffer.from(salt, 'base64'), Buffer.from(text)]), 'base64');
}

type SingleValue = Exclude<LoggedField, readonly unknown[]>;

/** What the leaf holds of a value, and what is left where it is struck. */
function kept(value: SingleValue): PlainValue | { idHash: string } | { textHash: string } {
  if (typeof value !== 'object' || value === null) return value;
  if ('id' in value) return { idHash: idHash(value.id) };
  if ('text' in value) return { textHash: textHash(value) };
  return 'idHash' in value ? { idHash: value.idHash } : { textHash: value.textHash };
}

function isOpen(value: LoggedField): value is LoggedId | LoggedText {
  return typeof value === 'object' && value !== null && ('id' in value || 'text' in value);
}

/** `Array.isArray` forgets that a list may be readonly. */
function isList(field: LoggedField): field is readonly SingleValue[] {
  return Array.isArray(field);
}
