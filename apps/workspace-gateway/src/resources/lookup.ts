import {
  AccountQueries,
  AuditQueries,
  isStorable,
  isUuid,
  TakeoverQueries,
  TeamQueries,
  TokenQueries,
  UserQueries,
  type PersonRow,
} from '@rollcall/contracts';
import type { Queries } from '@rollcall/gateway-kit';
import { may, type Permission, type Rights } from '../auth/permissions.js';
import type { AnswerOf } from '../contract/define-route.js';
import type { FoundKind, lookup } from '../contract/lookup-routes.js';
import type { Call } from '../http/request-context.js';

type Answered = AnswerOf<typeof lookup>;
type Found = Answered['items'][number];

/** The answer waits no longer for what is slow or away. */
const longestMs = 2_000;
/** At most so many people may have one address or `externalId`. */
const peopleShown = 10;

interface LookupQuery {
  readonly accountId: string;
  readonly text: string;
  readonly rights: Rights;
}

type LookUp = (queries: Queries, asked: LookupQuery, call: Call) => Promise<Found[]>;

/** What is looked for, with the permission that it takes to read it. */
const lookUps: readonly (readonly [FoundKind, Permission, LookUp])[] = [
  ['user', 'users.read', people],
  ['team', 'teams.read', teams],
  ['role', 'roles.read', roles],
  ['token', 'scim.read', tokens],
  ['request', 'audit.read', requests],
  ['takeover', 'teams.manage', takeovers],
];

/** Asks everywhere at once what a text names; what cannot answer is said, and keeps nothing else back. */
export async function lookUp(queries: Queries, asked: LookupQuery, call: Call): Promise<Answered> {
  if (!isStorable(asked.text)) return { items: [] };
  const brief = { ...call, leftMs: Math.min(call.leftMs, longestMs) };
  const allowed = lookUps.filter(([, permission]) => may(asked.rights, permission));
  const answers = await Promise.all(
    allowed.map(async ([kind, , find]) => {
      const items = await find(queries, asked, brief).catch((error: unknown) => (isNothing(error) ? [] : undefined));
      return { kind, items };
    }),
  );
  const unanswered = answers.flatMap(({ kind, items }) => (items ? [] : [kind]));
  const items = answers.flatMap((answer) => answer.items ?? []);
  return { items, ...(unanswered.length > 0 ? { unanswered } : {}) };
}

/** There is no such thing, or nothing that could know of it. */
const nothing: ReadonlySet<unknown> = new Set(['audit-request-not-found', 'audit-not-installed', 'takeover-not-found']);
const isNothing = (error: unknown) => error instanceof Error && 'code' in error && nothing.has(error.code);

async function people(queries: Queries, { accountId, text, rights }: LookupQuery, call: Call): Promise<Found[]> {
  const exactFirst = may(rights, 'users.manage') ? 'all' : 'own';
  const search = { search: text, exactFirst, exactOnly: true, as: 'rows', limit: peopleShown } as const;
  const { rows = [] } = await queries.ask(UserQueries.people, { accountId, ...search }, call);
  return rows.map((row) => ({ kind: 'user', id: row.id, title: titleOf(row) }));
}

const titleOf = ({ displayName, userName }: PersonRow) =>
  displayName === undefined ? userName : `${displayName} (${userName})`;

async function teams(queries: Queries, { accountId, text }: LookupQuery, call: Call): Promise<Found[]> {
  if (!isUuid(text)) {
    const filter = { is: 'equals', attribute: 'displayName', value: text } as const;
    const search = { accountId, filter, scope: 'all', offset: 0, limit: 1 } as const;
    const named = await queries.ask(TeamQueries.search, search, call);
    return named.teams.map(({ id, displayName: title }) => ({ kind: 'team', id, title }));
  }
  const found = await queries.ask(TeamQueries.briefs, { accountId, teamIds: [text] }, call);
  return found.map(({ id, displayName: title, deletedAt }) => {
    return { kind: 'team', id, title, ...(deletedAt === undefined ? {} : { ended: true }) };
  });
}

async function roles(queries: Queries, { accountId, text }: LookupQuery, call: Call): Promise<Found[]> {
  const sought = text.toLowerCase();
  const all = await queries.ask(AccountQueries.roles, { account: accountId }, call);
  return all
    .filter(({ id, name }) => id === sought || name.toLowerCase() === sought)
    .map(({ id, name: title }) => ({ kind: 'role', id, title }));
}

async function tokens(queries: Queries, { accountId, text }: LookupQuery, call: Call): Promise<Found[]> {
  if (!isUuid(text)) return [];
  const found = await queries.ask(TokenQueries.briefs, { accountId, tokenIds: [text] }, call);
  return found.map(({ id, name: title, state }) => {
    return { kind: 'token', id, title, ...(state === 'working' ? {} : { ended: true }) };
  });
}

async function requests(queries: Queries, { accountId, text }: LookupQuery, call: Call): Promise<Found[]> {
  if (!isUuid(text)) return [];
  const { requestId: id, tree } = await queries.ask(AuditQueries.request, { accountId, requestId: text }, call);
  const [first] = tree;
  return first ? [{ kind: 'request', id, title: first.entry.sentence }] : [];
}

async function takeovers(queries: Queries, { accountId, text }: LookupQuery, call: Call): Promise<Found[]> {
  if (!isUuid(text)) return [];
  const { id, teamName: title } = await queries.ask(TakeoverQueries.find, { accountId, takeoverId: text }, call);
  return [{ kind: 'takeover', id, title }];
}
