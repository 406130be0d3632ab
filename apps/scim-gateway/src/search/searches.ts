import {
  soughtUserName,
  type SearchTeams,
  type SearchUsers,
  type TeamPage,
  type TeamsByUser,
  type UserPage,
} from '@rollcall/contracts';
import type { AccountLists, Answer } from '@rollcall/gateway-kit';
import { groupResourceSchema, listResponse, readListQuery, userResourceSchema, type ListQuery } from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import type { QueryClients } from '../clients/query-clients.js';
import type { PublicAddress } from '../http/public-address.js';
import { callOf, readingOf, type Call } from '../http/request-context.js';
import { searchFilter, translated, type Subquery, type SearchedType } from '../resources/search-filter.js';
import { userToScim } from '../resources/user-mapping.js';
import { projected, scimAnswer, type Wanted } from '../routes/answer.js';
import { groupsAnswer } from '../routes/group-answer.js';
import { groupsOf } from '../routes/read-user.js';
import { scopeOf } from '../routes/request-parts.js';
import {
  RequestedList,
  sortOrderOf,
  type RequestedPage,
  type ListParameters,
  type PageStart,
} from './requested-list.js';
import type { Cursors } from './cursors.js';
import type { KnownUserIds } from './known-user-ids.js';
import { answersTo } from './subqueries.js';
import { withSortKeys } from './sort-keys.js';

/** Lists and searches of users, of groups, and of both (RFC 7644 §3.4.2, §3.4.3). */
export class Searches {
  constructor(
    private readonly clients: QueryClients,
    private readonly lists: AccountLists,
    private readonly address: PublicAddress,
    private readonly cursors: Cursors,
    private readonly knownIds: KnownUserIds,
  ) {}

  async users(request: FastifyRequest, parameters: ListParameters): Promise<Answer<object>> {
    const query = readListQuery(parameters, userResourceSchema, readingOf(request));
    const list = new RequestedList(request, 'User', parameters, query, this.cursors);
    const prepared = this.prepared(request, 'User', query);
    const search: Search = { ...prepared.search, ...list.page };
    const userName = soughtUserName(search);
    if (userName !== undefined) return this.userNamed(userName, { search, list, wanted: query.projection }, request);
    await this.lists.turn(callOf(request).accountId, request.scim);
    const page = await this.clients.users.search(await prepared.answered(search), callOf(request));
    const resources = await this.resourcesOf(page, request, query.projection);
    return scimAnswer(listResponse(resources, list.placeOf(page)));
  }

  /**
   * The look-up that identity providers send before their writes. Where the id that the name had is known, the teams are asked for at the
   * same time as the user; they count where the user still has that id.
   */
  private async userNamed(
    userName: string,
    { search, list, wanted }: { search: Search; list: RequestedList; wanted: Wanted },
    request: FastifyRequest,
  ): Promise<Answer<object>> {
    const call = callOf(request);
    const knownId = this.knownIds.find(call.accountId, userName);
    const guessed = knownId === undefined ? undefined : groupsOf(this.clients, [knownId], wanted, call);
    guessed?.catch(() => undefined); // where the guess was wrong, it does not matter that it failed
    const page = await this.clients.users.search(search, call);
    const [user] = page.users;
    if (user) this.knownIds.note(call.accountId, userName, user.id);
    const groups = user && user.id === knownId ? guessed : undefined;
    const resources = await this.resourcesOf(page, request, wanted, groups);
    return scimAnswer(listResponse(resources, list.placeOf(page)));
  }

  async groups(request: FastifyRequest, parameters: ListParameters): Promise<Answer<unknown>> {
    const query = readListQuery(parameters, groupResourceSchema, readingOf(request));
    const list = new RequestedList(request, 'Group', parameters, query, this.cursors);
    const prepared = this.prepared(request, 'Group', query);
    await this.lists.turn(callOf(request).accountId, request.scim);
    const search = await prepared.answered({ ...prepared.search, ...list.page });
    const page = await this.clients.teams.search(search, callOf(request));
    return groupsAnswer({ teams: page.teams, of: list.placeOf(page) }, this.reading(request, query.projection));
  }

  /** Users and then groups: what only one of them has, has no value in the other (RFC 7644 §3.4.2.1). */
  async everything(request: FastifyRequest, parameters: ListParameters): Promise<Answer<unknown>> {
    const how = readingOf(request);
    const ofUsers = readListQuery(parameters, userResourceSchema, { others: [groupResourceSchema], ...how });
    const ofGroups = readListQuery(parameters, groupResourceSchema, { others: [userResourceSchema], ...how });
    const list = new RequestedList(request, 'everything', parameters, ofUsers, this.cursors);
    await this.lists.turn(callOf(request).accountId, request.scim);
    const both = await this.both(list, {
      users: async (page) => {
        const { search, answered } = this.prepared(request, 'User', ofUsers);
        return this.clients.users.search(await answered({ ...search, ...page }), callOf(request));
      },
      teams: async (page) => {
        const { search, answered } = this.prepared(request, 'Group', ofGroups);
        return this.clients.teams.search(await answered({ ...search, ...page }), callOf(request));
      },
    });
    const users = await this.resourcesOf(both.users, request, ofUsers.projection);
    const page = { before: users, teams: both.teams.teams, of: both.of };
    return groupsAnswer(page, this.reading(request, ofGroups.projection));
  }

  /** A page of users and then of groups, which takes what users leave of it. */
  private async both(list: RequestedList, ask: BothLists) {
    const { offset, limit, place, total } = list.page;
    const known = total === undefined ? {} : { total };
    const inGroups = list.cursor?.type === 'Group';
    const users = inGroups
      ? { total: 0, users: [] }
      : await ask.users({ offset, limit, ...known, ...(place ? { place } : {}) });
    const teams = await ask.teams({
      offset: Math.max(0, offset - users.total),
      limit: users.next ? 0 : limit - users.users.length, // a page may end before all people are in it
      ...known,
      ...(inGroups && place ? { place } : {}),
    });
    const all = total ?? users.total + teams.total;
    const isFull = !inGroups && limit === users.users.length && (total !== undefined || teams.total > 0);
    return { users, teams, of: list.pageOf(all, nextOf(users, teams, isFull)) };
  }

  /** A search of one type, and how its subqueries to other services are answered. */
  private prepared(request: FastifyRequest, type: SearchedType, query: ListQuery) {
    const { filter } = query;
    const baseUrl = this.address.baseOf(request);
    const said = filter && translated(filter, type, baseUrl);
    const search = { scope: scopeOf(request), ...sortOrderOf(query), ...(said ? { filter: said.filter } : {}) };
    const answered = async <RequestedOf extends Search>(whole: RequestedOf): Promise<RequestedOf> => {
      const call = callOf(request);
      const answers = await answersTo(said?.subqueries ?? [], (subquery) => this.idsOf(subquery, call));
      const answeredFilter = filter && answers.length > 0 ? searchFilter(filter, type, baseUrl, answers) : said?.filter;
      const asked = { ...whole, ...(answeredFilter ? { filter: answeredFilter } : {}) };
      if (!whole.sort || whole.limit === 0) return asked;
      const sorted = { ...(answeredFilter ? { filter: answeredFilter } : {}), idsInFilter: answers.flat().length };
      return { ...asked, sort: await withSortKeys(whole.sort, sorted, this.clients, call) };
    };
    return { search, answered };
  }

  private idsOf({ of, filter }: Subquery, call: Call): Promise<readonly string[]> {
    return of === 'users' ? this.clients.users.ids(filter, call) : this.clients.teams.memberIds(filter, call);
  }

  /** @param known the users' teams, where they were asked for already */
  private async resourcesOf(
    { users }: UserPage,
    request: FastifyRequest,
    wanted: Wanted,
    known?: Promise<TeamsByUser>,
  ): Promise<object[]> {
    const baseUrl = this.address.baseOf(request);
    const ids = users.map(({ id }) => id);
    const groups = await (known ?? groupsOf(this.clients, ids, wanted, callOf(request)));
    return users.map((user) => projected(userToScim(user, baseUrl, groups[user.id]), wanted));
  }

  private reading(request: FastifyRequest, wanted: Wanted) {
    const { teams, users } = this.clients;
    return { teams, users, call: callOf(request), baseUrl: this.address.baseOf(request), wanted };
  }
}

type Search = Omit<SearchUsers, 'accountId'> & Omit<SearchTeams, 'accountId'>;

interface BothLists {
  readonly users: (page: RequestedPage) => Promise<UserPage>;
  readonly teams: (page: RequestedPage) => Promise<TeamPage>;
}

/**
 * Where the page after this one begins: among the users, or among the groups.
 * @param isFull the users fill the page: the groups come next, as far as is known without counting again
 */
function nextOf(users: UserPage, teams: TeamPage, isFull: boolean): PageStart | undefined {
  if (users.next) return { place: users.next };
  if (teams.next) return { place: teams.next, type: 'Group' };
  return isFull ? { type: 'Group' } : undefined;
}
