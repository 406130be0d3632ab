/*
 * What of a table can be searched and sorted by. Expressions are written here and never come from outside: a filter brings names, which
 * are looked up, and values, which become parameters.
 */

/** One attribute as SQL; what has no value is NULL. */
export type Searched =
  | SearchedText
  | { readonly holds: 'id'; readonly sql: string }
  | { readonly holds: 'flag'; readonly sql: string }
  | { readonly holds: 'time'; readonly sql: string }
  /** Something that is there or not, and cannot be compared. */
  | { readonly holds: 'parts'; readonly present: string }
  | SearchedElements;

/** Compared without regard to case unless it is `exact`. */
export interface SearchedText {
  readonly holds: 'text';
  readonly sql: string;
  readonly exact?: true;
  /** The condition that it equals a value, where a column has an index for that; undefined for a value that the column cannot hold. */
  readonly equals?: (value: string, parameter: Parameter) => string | undefined;
  /** What it is sorted by, and is never NULL; default: its first characters, in lower case. */
  readonly sortedBy?: string;
  /** There is an index on the default sort key, which also finds what equals a text or begins with it. */
  readonly indexed?: true;
}

/** A list: `from` yields its elements, whose parts are searched. */
export interface SearchedElements {
  readonly holds: 'elements';
  readonly from: string;
  readonly parts: Readonly<Record<string, Searched>>;
  /** The condition that the `value` of an element equals a text, for which an index finds the rows. */
  readonly valueEquals?: (value: string, parameter: Parameter) => string | undefined;
  /** The parts of the element that the list is sorted by. */
  readonly first?: Readonly<Record<string, Searched>>;
}

/** The attributes of a table by their dotted names in the domain. */
export type SearchedAttributes = Readonly<Record<string, Searched>>;

/** Adds a value to the parameters of a statement, and gives its placeholder. */
export type Parameter = (value: unknown) => string;

/**
 * A text in lower case. The ICU collation folds case as JavaScript does, whatever the database's own locale is; what is compared are then
 * code points.
 */
export const folded = (sql: string) => `(lower((${sql}) COLLATE "und-x-icu") COLLATE "C")`;

/** Texts are sorted by so many characters: an index cannot hold long ones. */
export const sortedCharacters = 200;

/** What comes after every text, in place of the text that is missing (RFC 7644 §3.4.2.3: missing values come last). */
export const afterAllTexts = '\u{10FFFF}';
/** The same in SQL. */
export const afterAllTextsSql = 'chr(1114111)';

/** The sort key of a text, which is never NULL. */
export const sortKeyOfText = (sql: string) => `coalesce(left(${sql}, ${sortedCharacters}), ${afterAllTextsSql})`;
