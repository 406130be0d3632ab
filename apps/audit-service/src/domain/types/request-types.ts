import {
  isUuid,
  ScimRequestRecorded,
  ScimRequestsMissed,
  WorkspaceRequestRecorded,
  WorkspaceRequestsMissed,
  type AuditOutcome,
  type AuditSubjectKind,
  type ScimRequest,
  type WorkspaceRequest,
} from '@rollcall/contracts';
import type { Subject } from '../entry.js';
import { counted, word, type SentenceParts } from '../sentence-parts.js';
import { detailOf, entryType, type EntryType, type Kept } from './define-type.js';

/** What both kinds of records say. */
type Request = Pick<
  ScimRequest & WorkspaceRequest,
  'method' | 'route' | 'status' | 'code' | 'outcomeUnknown' | 'dryRun' | 'durationMs' | 'address' | 'userAgent'
>;

function outcomeOf({ status, outcomeUnknown, dryRun }: Request): AuditOutcome {
  if (outcomeUnknown) return 'unknown';
  if (status >= 500) return 'failed';
  if (status >= 400) return 'refused';
  return dryRun ? 'tried' : 'done';
}

function common(request: Request): Kept {
  const { method, route, status, code, durationMs, address, userAgent } = request;
  const isFrom = address !== undefined || userAgent !== undefined;
  return {
    outcome: outcomeOf(request),
    method,
    route,
    status,
    code,
    durationMs,
    source: isFrom ? { address: storable(address), userAgent: storable(userAgent) } : undefined,
  };
}

/** Client text as PostgreSQL takes it. */
const storable = (text = '') => text.toWellFormed().replaceAll('\0', '\uFFFD');

const resources: readonly (readonly [RegExp, AuditSubjectKind])[] = [
  [/^\/scim\/v2\/Users\b/, 'user'],
  [/^\/scim\/v2\/Groups\b/, 'team'],
];

/** The resource that the request named, where that is an id of ours: any text may stand in a path. */
function subjectOf({ route, resourceId }: ScimRequest): Subject | undefined {
  const kind = resources.find(([form]) => form.test(route))?.[1];
  return kind !== undefined && resourceId !== undefined && isUuid(resourceId) ? { kind, id: resourceId } : undefined;
}

const readingMethods = new Set(['GET', 'HEAD']);
const searches = /\/\.search$/;

const onlyRead = ({ method, route, status }: Request) =>
  status < 400 && (readingMethods.has(method) || searches.test(route));

const ended: Readonly<Partial<Record<AuditOutcome, string>>> = {
  refused: 'and was refused',
  failed: 'and the service failed',
  unknown: 'and could not be told whether it happened',
  tried: 'as a dry run',
};

/** @param withWhat it was sent, where that has to be said */
function says({ who, method, route, status, code, detail, outcome }: SentenceParts, withWhat = ''): string {
  const times = word(detail, 'standsFor');
  const often = times ? `, ${times} times` : '';
  const end = ended[outcome];
  const answer = word(detail, 'answer').trim().replace(/\.+$/, '');
  const said = answer ? `: ${answer}` : '';
  return `${who} sent ${method ?? ''} ${route ?? ''}${often}${end ? `, ${end}` : ''} (${status ?? ''}${code ? ` ${code}` : ''})${withWhat}${said}`;
}

/** A refused token is what the request is about, and not whose it is: anybody may have it. */
function whoAndWhat(request: ScimRequest): Pick<Kept, 'actor' | 'subject'> {
  const { tokenId, status } = request;
  if (tokenId === undefined) return { subject: subjectOf(request) };
  if (status === 401) return { subject: { kind: 'token', id: tokenId } };
  return { actor: { kind: 'directory', id: tokenId }, subject: subjectOf(request) };
}

/** The same of the workspace API: a person in a session, or an audit token. */
function whoAsks({ userId, tokenId, status }: WorkspaceRequest): Pick<Kept, 'actor' | 'subject'> {
  if (userId !== undefined) return { actor: { kind: 'person', id: userId } };
  if (tokenId === undefined) return {};
  return status === 401 || status === 403
    ? { subject: { kind: 'token', id: tokenId } }
    : { actor: { kind: 'reader', id: tokenId } };
}

/** A refused token is named; of one that is nobody's, the account that it names is told as what its sender says. */
function saysWithToken(parts: SentenceParts): string {
  if (parts.subject?.kind === 'token') return says(parts, `, with ${parts.whom}, which does not work`);
  const claimed = word(parts.detail, 'claimedAccount');
  if (claimed === '') return says(parts);
  const which = word(parts.detail, 'standsFor') ? 'the last of them with a token' : 'with a token';
  return says(parts, `, ${which} that is not known and names the account "${claimed}", as anybody could write it`);
}

const missed: EntryType = entryType(
  ScimRequestsMissed,
  ({ bootId, from, to, count, since, until }) => ({
    outcome: 'failed',
    detail: { bootId, from, to, count, since, until },
  }),
  ({ detail }) =>
    `No record tells of ${counted(detail['count'], 'request', 'requests')} between ${word(detail, 'since')} and ${word(detail, 'until')}: a gateway was killed, or its disk was full`,
);

/** Requests of identity providers, and of the workspace API. */
export const requestTypes: readonly EntryType[] = [
  entryType(
    ScimRequestRecorded,
    (request) => {
      const { accountId, scimType, bulkRequestId, standsFor, facts, detail: answer } = request;
      // A stranger's words are the installation's to know, and no account's.
      const claimedAccount = accountId === undefined ? facts?.claimedAccount : undefined;
      return {
        ...common(request),
        ...whoAndWhat(request),
        // What a client calls a member may be any text: only ids are kept.
        also: facts?.unknownIds?.filter(isUuid).map((id) => id.toLowerCase()),
        log: onlyRead(request) ? 'reads' : 'changes',
        detail: detailOf({ scimType, bulkRequestId, standsFor, unknown: facts?.count, claimedAccount, answer }),
      };
    },
    saysWithToken,
  ),
  missed,
  { ...missed, type: WorkspaceRequestsMissed.type },
  entryType(
    WorkspaceRequestRecorded,
    (request) => {
      const { sessionId, standsFor } = request;
      return {
        ...common(request),
        ...whoAsks(request),
        // Who only looked at the log: else each look at the changes would be the next one's news.
        log: onlyRead(request) ? 'reads' : 'changes',
        detail: detailOf({ sessionId, standsFor }),
      };
    },
    saysWithToken,
  ),
];
