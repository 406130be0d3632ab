import {
  noticeSubjects,
  TeamQueries,
  teamsWithIds,
  TokenQueries,
  type NoticeNames,
  type NoticeView,
} from '@rollcall/contracts';
import type { Queries } from '@rollcall/gateway-kit';
import type { Call } from '../http/request-context.js';
import { UserBriefs } from './user-briefs.js';

/** What the sentences of some notices name, as it is now, and the people of the page. */
export type NamesOfPage = Omit<NoticeNames, 'person'> & { readonly people: UserBriefs };

/** Kinds that are about a person. */
export const isAboutPerson = ({ kind }: Pick<NoticeView, 'kind'>): boolean => noticeSubjects[kind] === 'person';

/** Asks for the names of all notices of a page at once: of each service at most one question, and none that no notice needs. */
export async function namesFor(
  notices: readonly NoticeView[],
  queries: Queries,
  call: Call,
): Promise<Omit<NamesOfPage, 'heldLeavers'>> {
  const idsOf = (what: 'person' | 'team' | 'token') =>
    notices.filter(({ kind }) => noticeSubjects[kind] === what).map(({ subjectId }) => subjectId);
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
  const { teams } = await queries.ask(TeamQueries.search, teamsWithIds(call.accountId, values), call);
  return new Map(teams.map(({ id, displayName }) => [id, displayName]));
}
