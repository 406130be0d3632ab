import {
  auditLogs,
  auditStreamFormats,
  auditStreamKinds,
  auditStreamStarts,
  auditStreamStates,
  Described,
  ListOf,
  maxAuditStreamCa,
  maxEndpointUrl,
  MayBeAbsent,
  Nested,
  webhookProblems,
  type AuditLog,
  type AuditStreamFormat,
  type AuditStreamKind,
  type AuditStreamStart,
  type AuditStreamState,
  type WebhookProblem,
} from '@rollcall/contracts';
import { IsBoolean, IsIn, IsInt, IsString, MaxLength } from 'class-validator';
import { Id, Text, Time } from './decorators.js';
import { routesOf } from './define-route.js';
import { Attempt, SecretRotation } from './webhook-routes.js';

const defineRoute = routesOf('Audit');
const path = '/api/audit/streams';
const one = `${path}/:streamId`;

class StreamId {
  @Id() streamId: string;
}

export class AuditStream {
  @Id() id: string;
  @Described('Rises with every change by an admin, not with what is delivered; the number in the ETag.')
  @IsInt()
  version: number;
  @IsIn(auditStreamKinds) kind: AuditStreamKind;
  @IsString() url: string;
  @Described('Of syslog: who signs the certificate of the receiver, PEM; absent: those whom everybody trusts.')
  @MayBeAbsent()
  @IsString()
  ca?: string;
  @IsIn(auditLogs) log: AuditLog;
  @IsIn(auditStreamFormats) format: AuditStreamFormat;
  @Described('Nothing is sent while it is paused: entries are kept, and sent afterwards.') @IsBoolean() paused: boolean;
  @Time() createdAt: string;
  @Described(
    'delivering: what comes is sent. behind: the oldest entry that is to be sent is older than a minute. failing: the last attempt failed; it is tried again, for ever. paused: by an admin.',
  )
  @IsIn(auditStreamStates)
  state: AuditStreamState;
  @Described('How it does, and what to do.') @IsString() sentence: string;
  @Described('The number of the entry up to which everything is delivered.') @IsInt() seq: number;
  @Described('How many entries are still to be sent.') @IsInt() behind: number;
  @Described('When the oldest of them arrived in the log.') @MayBeAbsent() @Time() behindSince?: string;
  @Described(
    'How many entries were dropped, their time being over, before they could be sent. The receiver was told which.',
  )
  @IsInt()
  missed: number;
  @MayBeAbsent() @Time() failingSince?: string;
  @Described('Of the last attempt.') @MayBeAbsent() @IsIn(webhookProblems) problem?: WebhookProblem;
  @Described('The HTTP status of the last answer.') @MayBeAbsent() @IsInt() status?: number;
  @MayBeAbsent() @Time() lastAttemptAt?: string;
  @MayBeAbsent() @Time() deliveredAt?: string;
  @MayBeAbsent() @Time() nextAttemptAt?: string;
  @Described('Until then messages are signed with the former secret too.')
  @MayBeAbsent()
  @Time()
  oldSecretEndsAt?: string;
}

class AuditStreams {
  @ListOf(() => AuditStream) items: AuditStream[];
}

const aboutUrl =
  'https:// of a webhook, or syslog+tls://HOST:PORT (RFC 5425; port 6514 where none is said). No name or password in it.';
const aboutCa = 'Of syslog: who signs the certificate of the receiver, PEM.';

class NewAuditStream {
  @Described(aboutUrl) @Text(maxEndpointUrl) url: string;
  @Described(aboutCa) @MayBeAbsent() @Text(maxAuditStreamCa) ca?: string;
  @Described('changes, or reads: successful reads of the directory and of this log.')
  @MayBeAbsent()
  @IsIn(auditLogs)
  log: AuditLog = 'changes';
  @Described('rollcall: entries as searches answer them. ocsf: events of OCSF 1.8.')
  @MayBeAbsent()
  @IsIn(auditStreamFormats)
  format: AuditStreamFormat = 'rollcall';
  @Described('now: what happens from now on. beginning: all that the log has, oldest first.')
  @MayBeAbsent()
  @IsIn(auditStreamStarts)
  from: AuditStreamStart = 'now';
}

class AuditStreamChange {
  @Described('Of the same kind. It is tried at once.') @MayBeAbsent() @Text(maxEndpointUrl) url?: string;
  @Described(`${aboutCa} Empty: those whom everybody trusts.`)
  @MayBeAbsent()
  @IsString()
  @MaxLength(maxAuditStreamCa)
  ca?: string;
  @MayBeAbsent() @IsIn(auditStreamFormats) format?: AuditStreamFormat;
  @Described('true: nothing is sent, and the place is kept. false: it goes on there.')
  @MayBeAbsent()
  @IsBoolean()
  paused?: boolean;
}

class AuditStreamWithSecret {
  @Nested(() => AuditStream) stream: AuditStream;
  @Described('Of a webhook. Give it to the receiver now: it checks signatures with it.')
  @MayBeAbsent()
  @IsString()
  secret?: string;
}

export const listAuditStreams = defineRoute({
  name: 'listAuditStreams',
  method: 'GET',
  path,
  summary: 'Where the audit log is sent, how far that has come, and how it goes',
  access: 'audit.manage',
  answer: AuditStreams,
  refusals: ['audit-not-installed'],
});

export const createAuditStream = defineRoute({
  name: 'createAuditStream',
  method: 'POST',
  path,
  summary: 'Send the audit log to a receiver',
  about:
    'Entries go to a webhook (signed as Standard Webhooks says) or to syslog over TLS, in the order of their numbers, at least once, for ever: a receiver that takes nothing is asked again, and the stream goes on where it was. The secret of a webhook is shown once. An account has at most 10 streams.',
  access: 'audit.manage',
  confirmed: true,
  body: NewAuditStream,
  status: [201],
  answer: AuditStreamWithSecret,
  etag: true,
  retryKey: true,
  refusals: [
    'audit-stream-invalid',
    'too-many-audit-streams',
    'audit-streams-off',
    'secret-shown',
    'audit-not-installed',
  ],
});

export const findAuditStream = defineRoute({
  name: 'findAuditStream',
  method: 'GET',
  path: one,
  summary: 'One stream of the audit log',
  access: 'audit.manage',
  params: StreamId,
  answer: AuditStream,
  etag: true,
  refusals: ['audit-stream-not-found', 'audit-not-installed'],
});

export const changeAuditStream = defineRoute({
  name: 'changeAuditStream',
  method: 'PATCH',
  path: one,
  summary: 'Change, pause or resume a stream; what is not named stays, its place too',
  access: 'audit.manage',
  confirmed: true,
  params: StreamId,
  body: AuditStreamChange,
  answer: AuditStream,
  etag: true,
  ifMatch: true,
  refusals: [
    'audit-stream-not-found',
    'audit-stream-invalid',
    'audit-streams-off',
    'version-mismatch',
    'audit-not-installed',
  ],
});

export const deleteAuditStream = defineRoute({
  name: 'deleteAuditStream',
  method: 'DELETE',
  path: one,
  summary: 'Send the audit log to this receiver no more, also not what is still to be sent',
  access: 'audit.manage',
  params: StreamId,
  status: [204],
  ifMatch: true,
  refusals: ['audit-stream-not-found', 'version-mismatch', 'audit-not-installed'],
});

export const rotateAuditStreamSecret = defineRoute({
  name: 'rotateAuditStreamSecret',
  method: 'POST',
  path: `${one}/secret`,
  summary: 'Give a stream to a webhook a new secret',
  about:
    'The secret is shown once. For a day, or as long as you say, messages are signed with the present secret too; one that was there before is gone. Syslog has no secret.',
  access: 'audit.manage',
  confirmed: true,
  params: StreamId,
  body: SecretRotation,
  noBodyNeeded: true,
  status: [201],
  answer: AuditStreamWithSecret,
  etag: true,
  retryKey: true,
  refusals: ['audit-stream-not-found', 'audit-streams-off', 'secret-shown', 'audit-not-installed'],
});

export const testAuditStream = defineRoute({
  name: 'testAuditStream',
  method: 'POST',
  path: `${one}/test`,
  summary: 'Send a test message now, and say how it went',
  access: 'audit.manage',
  params: StreamId,
  answer: Attempt,
  retryKey: { none: 'a test that is repeated is sent again' },
  refusals: ['audit-stream-not-found', 'audit-streams-off', 'audit-stream-test-busy', 'audit-not-installed'],
});
