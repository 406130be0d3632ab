import type { AuditActorKind, AuditLog, AuditOutcome, MessageDefinition } from '@rollcall/contracts';
import type { Detail, Source, Subject } from '../entry.js';
import type { SentenceParts } from '../sentence-parts.js';
import { withoutAbsent } from '../without-absent.js';

/** What is kept of a record beside what every message has. */
export interface Kept {
  readonly actor?: { readonly kind: AuditActorKind; readonly id: string } | undefined;
  readonly subject?: Subject | undefined;
  readonly also?: readonly string[] | undefined;
  /** `done` where nothing is said. */
  readonly outcome?: AuditOutcome;
  /** `changes` where nothing is said. */
  readonly log?: AuditLog;
  readonly method?: string;
  readonly route?: string;
  readonly status?: number;
  readonly code?: string | undefined;
  readonly durationMs?: number;
  readonly source?: Source | undefined;
  readonly detail?: Detail | undefined;
}

/** How one type of record becomes an entry, and how the entry is told. */
export interface EntryType<Payload extends object = object> {
  readonly type: string;
  readonly keeps: (payload: Payload) => Kept;
  /** A sentence without its full stop, after which the request is named. */
  readonly says: (parts: SentenceParts) => string;
}

/** One row of the table of types. */
export function entryType<Payload extends object>(
  { type }: MessageDefinition<Payload>,
  keeps: (payload: Payload) => Kept,
  says: (parts: SentenceParts) => string,
): EntryType {
  return { type, keeps: keeps as EntryType['keeps'], says }; // the decoder has checked the payload by its definition
}

interface Act {
  readonly actor: NonNullable<Kept['actor']>;
}

/**
 * Makes rows for what somebody does to one kind of thing.
 * @param about whom or what such an event is about
 */
export function actsOn<Base extends Act>(about: (event: Base) => Pick<Kept, 'subject' | 'also'>) {
  return <Event extends Base>(
    definition: MessageDefinition<Event>,
    details: (event: Event) => Readonly<Record<string, unknown>>,
    says: (parts: SentenceParts) => string,
    outcome: AuditOutcome = 'done',
  ): EntryType =>
    entryType(
      definition,
      (event) => ({ actor: event.actor, ...about(event), outcome, detail: detailOf(details(event)) }),
      says,
    );
}

/** The same where it is about a person. */
export const actOnPerson = actsOn<Act & { readonly userId: string }>(({ userId }) => ({
  subject: { kind: 'user', id: userId },
}));

/** The properties that have a value; undefined where none has. */
export function detailOf(values: Readonly<Record<string, unknown>>): Detail | undefined {
  const present = withoutAbsent(values);
  return Object.keys(present).length > 0 ? present : undefined;
}
