import {
  isUuid,
  nilUuid,
  OperatorActedRecorded,
  RequestsMissed,
  ScimRequestRecorded,
  ScimRequestsMissed,
  WorkspaceRequestRecorded,
  WorkspaceRequestsMissed,
  type AuditKind,
} from '@rollcall/contracts';
import {
  recordsMissing,
  requestsMissing,
  unreadable,
  versionsMissing,
  type Entry,
  type Place,
  type Subject,
} from './entry.js';
import type { Kept } from './types/define-type.js';
import { entryTypes } from './types/entry-types.js';
import { withoutAbsent } from './without-absent.js';

/** A message as it was decoded, as far as the audit log looks at it. */
export interface AuditedMessage {
  readonly id: string;
  readonly type: string;
  readonly time: Date;
  readonly accountId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly aggregateVersion?: number;
  readonly sequence?: number;
  readonly bootId?: string;
  readonly payload: object;
  /** The Kafka key: of an event the aggregate's id. */
  readonly key: string;
}

/** What is no event: requests, what is missing of them, and acts of operators. */
const kinds: ReadonlyMap<string, AuditKind> = new Map([
  [ScimRequestRecorded.type, 'request'],
  [WorkspaceRequestRecorded.type, 'request'],
  [OperatorActedRecorded.type, 'operator'],
  [ScimRequestsMissed.type, 'gap'],
  [WorkspaceRequestsMissed.type, 'gap'],
]);

/** The entry of a message; undefined for a type that the table does not know. What belongs to no account is the installation's. */
export function entryOf(message: AuditedMessage, place: Place): Entry | undefined {
  const row = entryTypes.get(message.type);
  if (!row) return undefined;
  const { log = 'changes', outcome = 'done', ...kept } = row.keeps(message.payload);
  const { id, type, time, correlationId, causationId, aggregateVersion, key } = message;
  const numbers = numbersOf(message);
  return {
    ...withoutAbsent({ ...kept, ...idsOf(kept) }),
    log,
    outcome,
    id,
    type,
    at: time,
    accountId: accountIn(message.accountId),
    kind: kinds.get(type) ?? 'event',
    ...idIn('correlationId', correlationId),
    ...idIn('causationId', causationId),
    ...(aggregateVersion === undefined ? {} : { version: aggregateVersion, ...idIn('aggregateId', key) }),
    ...(numbers ? { numbers } : {}),
    place,
  };
}

/** Which numbers of a recorder's run a record tells of. */
function numbersOf({ bootId, sequence, payload }: Pick<AuditedMessage, 'bootId' | 'sequence' | 'payload'>) {
  if (bootId === undefined || !isUuid(bootId) || sequence === undefined) return undefined;
  if (!(payload instanceof RequestsMissed)) return { bootId, from: sequence, to: sequence };
  return { bootId, from: payload.from, to: payload.to, missedUntil: new Date(payload.until) };
}

/** Ids as they are kept: in lower case, and of others only what is an id. */
function idsOf({ subject, also }: Kept): Pick<Entry, 'subject' | 'also'> {
  const ids = also?.filter((id) => isUuid(id)).map((id) => id.toLowerCase());
  return {
    ...(subject ? { subject: { ...subject, id: subject.id.toLowerCase() } } : {}),
    ...(ids ? { also: ids } : {}),
  };
}

/** Why there is no entry of what a record says: the database would not take it, or this service does not understand it. */
export type WhyUnreadable = 'not-storable' | 'unknown-type' | 'newer-version' | 'invalid' | 'fault';

/** What can be told of a record that cannot be read. */
export interface UnreadRecord {
  readonly time: Date;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly place: Place;
}

/**
 * The entry of a record that cannot be read: where it was, and what kind of fault it has. Nothing of its content, which
 * may be anything.
 */
export function unreadableEntry(id: string, { time, headers, place }: UnreadRecord, why: WhyUnreadable): Entry {
  const sequence = Number(headers['ce_sequence'] ?? Number.NaN);
  const bootId = headers['rollcall_bootid'] ?? '';
  const numbers = Number.isSafeInteger(sequence) ? numbersOf({ bootId, sequence, payload: {} }) : undefined;
  return {
    log: 'changes',
    accountId: accountIn(headers['ce_accountid'] ?? ''),
    id,
    at: time,
    kind: 'unreadable',
    type: unreadable,
    outcome: 'failed',
    ...idIn('correlationId', headers['ce_correlationid']),
    detail: { why, ...place },
    ...(numbers ? { numbers } : {}),
    place,
  };
}

/** What all entries about something that never arrived have in common. */
const gap = { log: 'changes', kind: 'gap', outcome: 'failed' } as const;

/** A jump in the versions of what an entry is about: events from `from` to `to` never arrived. */
export function versionGapEntry(id: string, next: Entry, from: number, to: number): Entry {
  const { accountId, at, aggregateId, subject, place } = next;
  return {
    ...gap,
    accountId,
    id,
    at,
    type: versionsMissing,
    ...(subject && subject.id === aggregateId ? { subject } : { subject: { kind: 'account', id: accountId } }),
    detail: { from, to },
    place,
  };
}

/** Versions of something that its owner knows, and of which no event ever arrived. */
export interface UnheardVersions {
  readonly accountId: string;
  readonly subject: Subject;
  readonly from: number;
  readonly to: number;
}

/** The same, where the owner was asked; the next event goes on from there. */
export function unheardEntry(id: string, at: Date, { accountId, subject, from, to }: UnheardVersions): Entry {
  return {
    ...gap,
    accountId,
    id,
    at,
    type: versionsMissing,
    subject,
    detail: { from, to, foundBy: 'comparison' },
    place: { topic: '', partition: 0, offset: 0 },
  };
}

/** Records of a partition that were gone before they were read, from the offset `from` up to and without `to`. */
export interface GoneRecords {
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

/** They may have been any account's, so this is an entry of the installation; each answer says since when its log is complete. */
export function recordsGapEntry(id: string, at: Date, { from, to, why }: GoneRecords, place: Place): Entry {
  return {
    ...gap,
    accountId: nilUuid,
    id,
    at,
    type: recordsMissing,
    detail: { topic: place.topic, partition: place.partition, from, to, why },
    place,
  };
}

/** Numbers of a recorder's run of which no record ever arrived, and nothing said why. */
export interface MissingNumbers {
  readonly topic: string;
  readonly bootId: string;
  /** The first and the last of them, and how many there are. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The records may have been any account's, so this is an entry of the installation too. */
export function numbersGapEntry(id: string, at: Date, { topic, ...detail }: MissingNumbers): Entry {
  return {
    ...gap,
    accountId: nilUuid,
    id,
    at,
    type: requestsMissing,
    detail: { topic, ...detail },
    place: { topic, partition: 0, offset: 0 },
  };
}

const accountIn = (text: string) => (isUuid(text) ? text.toLowerCase() : nilUuid);

function idIn<Name extends string>(name: Name, text: string | undefined): { readonly [Key in Name]?: string } {
  return text !== undefined && isUuid(text) ? ({ [name]: text.toLowerCase() } as { [Key in Name]: string }) : {};
}
