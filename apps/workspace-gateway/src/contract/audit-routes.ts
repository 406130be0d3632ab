import {
  auditBuckets,
  auditLogs,
  auditOrders,
  auditOutcomes,
  AuditPage,
  AuditRequestTree,
  AuditVolume,
  AuditWords,
  Described,
  MayBeAbsent,
  type AuditBucket,
  type AuditLog,
  type AuditOrder,
} from '@rollcall/contracts';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { Id } from './decorators.js';
import { routesOf } from './define-route.js';

const defineRoute = routesOf('Audit');
const person = 'The id or the e-mail address of a person';
const several = 'Several values stand behind commas.';

/** A word of a search; its value is checked by audit-service, which says in a sentence what is wrong with it. */
const Word =
  (description: string): PropertyDecorator =>
  (target, name) => {
    for (const decorate of [Described(description), MayBeAbsent(), IsString(), MaxLength(1_000)])
      decorate(target, name);
  };

/** What entries are looked for, and in which log. */
export class LookFor implements AuditWords {
  @Word(`Who did it. ${person}, or the name of an operator. ${several}`) actor?: string;
  @Word(
    'What kind of actor did it: directory (a SCIM token), admin, person (in a session), reader (an audit token), operator, system.',
  )
  by?: string;
  @Word(`Whom or what it is about. ${person}, or the id of a team or token. ${several}`) about?: string;
  @Word(`Who did it, or whom it is about. ${person}.`) user?: string;
  @Word('The id of the team that it is about.') team?: string;
  @Word('The id of the token that did it, or that it is about.') token?: string;
  @Word(`The type of what happened: user.created, or user.* for all of users. ${several}`) type?: string;
  @Word(`How it ended: ${auditOutcomes.join(', ')}. ${several}`) outcome?: string;
  @Word('The code of a refusal: user-name-taken, or user-* for all that begin so.') code?: string;
  @Word('The HTTP status of a request: 409, 4xx, >=400.') status?: string;
  @Word('The id of the request that it belongs to.') request?: string;
  @Word('The network address that a request came from.') address?: string;
  @Word('When it happened, at the earliest: a day, or a moment with its zone (RFC 3339).') from?: string;
  @Word('When it happened, at the latest; of a day, all of it (UTC).') to?: string;
  @Described('The same words in one line: type:user.* -by:system about:"ann@example.com"; a minus takes away.')
  @MayBeAbsent()
  @IsString()
  @MaxLength(2_000)
  q?: string;
  @Described(
    'changes: everything but successful reads of the directory and of this log, which are in reads and kept for a shorter time.',
  )
  @MayBeAbsent()
  @IsIn(auditLogs)
  log: AuditLog = 'changes';
}

class FindEntries extends LookFor {
  @Described(
    'desc: what arrived last comes first. asc: what arrived first; every page has a next, by which to ask for what comes.',
  )
  @MayBeAbsent()
  @IsIn(auditOrders)
  order: AuditOrder = 'desc';
  @Described('How many at most.') @MayBeAbsent() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 50;
  @Described('The `next` of the page before; it leads to the same place for ever.')
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  cursor?: string;
}

export const findAuditEntries = defineRoute({
  name: 'findAuditEntries',
  method: 'GET',
  path: '/api/audit/entries',
  summary: 'Search what happened in the account, newest first',
  about:
    'Values of one word are alternatives, different words narrow each other. Where searching takes too long, the page has what was found so far, and `searchedBackTo` says how far that is; `next` goes on. `completeSince` says since when nothing is missing.',
  access: 'audit.read',
  compressed: true,
  auditToken: true,
  query: FindEntries,
  answer: AuditPage,
  refusals: ['audit-question-invalid', 'audit-not-installed'],
});

class RequestId {
  @Id() requestId: string;
}

export const findAuditRequest = defineRoute({
  name: 'findAuditRequest',
  method: 'GET',
  path: '/api/audit/requests/:requestId',
  summary: 'One request, and everything that followed from it',
  about: 'A tree in its order: what an entry caused follows it, one deeper.',
  access: 'audit.read',
  auditToken: true,
  params: RequestId,
  answer: AuditRequestTree,
  refusals: ['audit-request-not-found', 'audit-not-installed'],
});

class CountEntries {
  @Described('A day, or a moment with its zone (RFC 3339). Default: a week before `to`; by hour, a day.')
  @MayBeAbsent()
  @IsString()
  @MaxLength(40)
  from?: string;
  @Described('The same; of a day, all of it (UTC). Default: now.')
  @MayBeAbsent()
  @IsString()
  @MaxLength(40)
  to?: string;
  @Described('hour: at most two days. day: at most 31.') @MayBeAbsent() @IsIn(auditBuckets) by: AuditBucket = 'day';
}

export const countAuditEntries = defineRoute({
  name: 'countAuditEntries',
  method: 'GET',
  path: '/api/audit/volume',
  summary: 'How much happened, by day or hour and outcome',
  access: 'audit.read',
  auditToken: true,
  query: CountEntries,
  answer: AuditVolume,
  refusals: ['audit-question-invalid', 'audit-not-installed'],
});
