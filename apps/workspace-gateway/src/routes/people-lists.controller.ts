import { Controller, Inject } from '@nestjs/common';
import { AccountQueries, TeamQueries, UserQueries } from '@rollcall/contracts';
import { Answer, QueryClient, type Queries } from '@rollcall/gateway-kit';
import { may } from '../auth/permissions.js';
import * as routes from '../contract/people-list-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { page, readCursor } from '../http/cursor.js';
import { aboutPage, peopleQuestion } from '../resources/list-people.js';
import { UserBriefs } from '../resources/user-briefs.js';
import { userFor } from '../resources/user-view.js';
import { Checked, Serve } from './serve.js';

/** Who is in the account: counts, lists, and the teams of a person. */
@Controller()
export class PeopleListsController {
  constructor(@Inject(QueryClient) private readonly queries: Queries) {}

  @Serve(routes.account)
  async account(@Checked() { call }: CheckedRequest<typeof routes.account>) {
    const of = { account: call.accountId };
    const [{ id, slug, name, seats, users, activeAdmins }, counts] = await Promise.all([
      this.queries.ask(AccountQueries.find, of, call),
      this.queries.ask(AccountQueries.people, of, call),
    ]);
    const { inactive, directory, released } = counts;
    const types = counts.types?.flatMap((type) =>
      type.users > 0 ? [{ userType: type.userType, users: type.users }] : [],
    );
    const all = { id, slug, name, seats, users, activeAdmins, directory };
    return new Answer({
      ...all,
      ...(inactive === undefined ? {} : { inactive }),
      ...(released === undefined ? {} : { released }),
      ...(types ? { types } : {}),
    });
  }

  @Serve(routes.listUsers)
  async list(@Checked() { query, call, session }: CheckedRequest<typeof routes.listUsers>) {
    const question = peopleQuestion(query, may(session.rights, 'users.manage'));
    const found = await this.queries.ask(UserQueries.people, { accountId: call.accountId, ...question.query }, call);
    return new Answer({
      items: found.users.map((user) => userFor(session, user)),
      ...(found.rows ? { rows: found.rows } : {}),
      ...aboutPage(question, found),
    });
  }

  @Serve(routes.listTeamsOfUser)
  async teams(@Checked() request: CheckedRequest<typeof routes.listTeamsOfUser>) {
    const { params, query } = request;
    const { accountId } = request.call;
    const [{ teams, next }] = await Promise.all([
      this.queries.ask(
        TeamQueries.ofPerson,
        { accountId, ...params, ...readCursor(query.cursor), limit: query.limit },
        request.call,
      ),
      this.queries.ask(UserQueries.find, { accountId, ...params, released: true }, request.call),
    ]);
    const actors = teams.map(({ addedBy }) => addedBy);
    const people = await UserBriefs.ask(this.queries, { userIds: [], actors }, request.call);
    const items = teams.map(({ teamId: id, addedBy, ...team }) => ({ id, ...team, addedBy: people.actor(addedBy) }));
    return new Answer(page(items, next));
  }
}
