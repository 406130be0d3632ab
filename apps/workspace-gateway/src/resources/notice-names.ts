import { TeamQueries, TokenQueries, type NoticeView, type TokenView } from '@rollcall/contracts';
import type { Queries } from '@rollcall/gateway-kit';
import type { Call } from '../http/request-context.js';
import { UserBriefs } from './user-briefs.js';

/** What the sentences of some notices name, as it is now. */
export interface NoticeNames {
  readonly people: UserBriefs;
  /** Names of teams by their ids; deleted ones are left out. */
  readonly teams: ReadonlyMap<string, string>;
  readonly tokens: ReadonlyMap<string, TokenView>;
  readonly heldLeavers: number;
}

const subjects: Readonly<Record<NoticeView['kind'], 'account' | 'person' | 'team' | 'token'>> = {
  'leavers-held': 'account',
  'takeover-waiting': 'team',
  'run-held': 'team',
  'token-ended': 'token',
  'token-ending': 'token',
  'admin-made-by-directory': 'person',
  'admin-password-by-directory': 'person',
};

/** Kinds that are about a person. */
export const isAboutPerson = ({ kind }: Pick<NoticeView, 'kind'>): boolean => subjects[kind] === 'person';

/** Asks for the names of all notices of a page at once: of each service at most one question, and none that no notice needs. */
export async function namesFor(
  notices: readonly NoticeView[],
  queries: Queries,
  call: Call,
): Promise<Omit<NoticeNames, 'heldLeavers'>> {
  const idsOf = (what: 'person' | 'team' | 'token') =>
    notices.filter(({ kind }) => subjects[kind] === what).map(({ subjectId }) => subjectId);
  const actors = notices.flatMap(({ acknowledgedBy }) => acknowledgedBy ?? []);
  const [people, teams, tokens] = await Promise.all([
    UserBriefs.ask(queries, { userIds: idsOf('person'), actors }, call),
    teamsOf(idsOf('team'), queries, call),
    idsOf('token').length === 0 ? [] : queries.ask(TokenQueries.list, { accountId: call.accountId }, call),
  ]);
  return { people, teams, tokens: new Map(tokens.map((token) => [token.id, token])) };
}

async function teamsOf(ids: readonly string[], queries: Queries, call: Call): Promise<Map<string, string>> {
  const values = [...new Set(ids)];
  if (values.length === 0) return new Map();
  const filter = { is: 'one-of', attribute: 'id', values } as const;
  const named = { accountId: call.accountId, filter, scope: 'all', offset: 0, limit: values.length } as const;
  const { teams } = await queries.ask(TeamQueries.search, named, call);
  return new Map(teams.map(({ id, displayName }) => [id, displayName]));
}
