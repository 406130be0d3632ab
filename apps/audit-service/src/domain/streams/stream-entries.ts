import type { AuditStreamKind, AuditStreamPart, AuditStreamStart } from '@rollcall/contracts';
import type { Doer, Entry, Place } from '../entry.js';
import { word, type SentenceParts } from '../sentence-parts.js';
import { detailOf } from '../types/define-type.js';

/** What is told of streams in the log itself. This service does it, so it stands there without a record on a topic. */
const sentences = {
  'audit.stream-created': ({ who, detail }: SentenceParts) =>
    `${who} had the log sent to a receiver (${word(detail, 'kind')}, from ${word(detail, 'from')})`,
  'audit.stream-changed': ({ who, detail }: SentenceParts) =>
    `${who} changed ${word(detail, 'changed')} of a stream of the log`,
  'audit.stream-removed': ({ who }: SentenceParts) => `${who} had the log sent to a receiver no more`,
  'audit.stream-secret-rotated': ({ who }: SentenceParts) => `${who} gave a stream of the log a new secret`,
  'audit.stream-tested': ({ who, detail }: SentenceParts) =>
    `${who} sent a test to a receiver of the log (${word(detail, 'problem') || 'it was taken'})`,
  'audit.stream-failing': ({ detail }: SentenceParts) =>
    `A receiver of the log has accepted nothing since ${word(detail, 'since')} (${word(detail, 'problem')}): the entries are kept, and sent when it accepts them again`,
  'audit.stream-recovered': () => 'A receiver of the log accepts entries again',
} as const;

export type StreamEntryType = keyof typeof sentences;
export const streamEntryTypes: readonly string[] = Object.keys(sentences);

/** What kept entries of these types say; undefined for another type. */
export function streamSentence(type: string, parts: SentenceParts): string | undefined {
  return Object.hasOwn(sentences, type) ? sentences[type as StreamEntryType](parts) : undefined;
}

/** Ids, names of parts and codes; never an address or a secret. */
export interface StreamDetail {
  readonly kind?: AuditStreamKind;
  readonly log?: string;
  readonly format?: string;
  /** Of a new one. */
  readonly from?: AuditStreamStart;
  readonly changed?: readonly AuditStreamPart[];
  readonly problem?: string;
  readonly since?: string;
}

export interface StreamEntryOf {
  readonly id: string;
  readonly at: Date;
  readonly accountId: string;
  readonly streamId: string;
  readonly actor?: Doer;
  readonly requestId?: string;
  readonly detail?: StreamDetail;
}

/** It was read nowhere. */
const madeHere: Place = { topic: 'audit-service', partition: 0, offset: 0 };

/** An entry about a stream. */
export function streamEntry(type: StreamEntryType, of: StreamEntryOf): Entry {
  const { id, at, accountId, streamId, actor, requestId, detail } = of;
  return {
    log: 'changes',
    accountId,
    id,
    at,
    kind: 'event',
    type,
    outcome: type === 'audit.stream-failing' ? 'failed' : 'done',
    ...(actor ? { actor } : {}),
    subject: { kind: 'account', id: accountId },
    ...(requestId === undefined ? {} : { correlationId: requestId }),
    detail: detailOf({ streamId, ...detail }),
    place: madeHere,
  };
}
