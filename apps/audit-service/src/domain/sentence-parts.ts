import type { AuditOutcome } from '@rollcall/contracts';
import type { Detail, Doer, Subject } from './entry.js';

/** What a sentence is made of: an entry, with the words for those who are in it. */
export interface SentenceParts {
  /** Who did it, to begin a sentence with. */
  readonly who: string;
  /** Whom or what it is about. */
  readonly whom: string;
  /** The others whom it is about: names where they are few, else their number. */
  readonly others: string;
  /** The same for some of them, by their ids. */
  readonly people: (ids: readonly string[]) => string;
  readonly actor: Doer | undefined;
  readonly subject: Subject | undefined;
  readonly detail: Detail;
  readonly outcome: AuditOutcome;
  readonly method: string | undefined;
  readonly route: string | undefined;
  readonly status: number | undefined;
  readonly code: string | undefined;
}

/** A value of the detail as text; empty where it is not there. */
export function word(detail: Detail, key: string): string {
  const value = detail[key];
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** `count` of something, in words: `one person`, `3 people`. */
export const counted = (count: unknown, one: string, many: string): string =>
  count === 1 ? `one ${one}` : `${typeof count === 'number' ? count : 'some'} ${many}`;
