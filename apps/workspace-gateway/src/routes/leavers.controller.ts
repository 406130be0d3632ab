import { Controller, Inject } from '@nestjs/common';
import { LeaverCommands, LeaverQueries, TokenQueries, type LeaverView } from '@rollcall/contracts';
import { Answer, CommandSender, QueryClient, type Commands, type Queries } from '@rollcall/gateway-kit';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/leaver-routes.js';
import { problem } from '../errors/problem-table.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { page, readCursor } from '../http/cursor.js';
import { UserBriefs } from '../resources/user-briefs.js';
import { Checked, Serve } from './serve.js';

/** People whom the brake on leavers keeps, for the account's admins (rule 27). */
@Controller()
export class LeaversController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
  ) {}

  @Serve(routes.listLeavers)
  async list(@Checked() { query, call }: CheckedRequest<typeof routes.listLeavers>) {
    const { cursor, limit, state } = query;
    const { accountId } = call;
    const from = { accountId, limit, ...readCursor(cursor), ...(state === undefined ? {} : { state }) };
    const [{ leavers, next, ...counts }, tokens] = await Promise.all([
      this.queries.ask(LeaverQueries.list, from, call),
      this.queries.ask(TokenQueries.list, { accountId }, call),
    ]);
    const userIds = leavers.map(({ userId }) => userId);
    const actors = leavers.flatMap(({ decided }) => (decided ? [decided.actor] : []));
    const people = await UserBriefs.ask(this.queries, { userIds, actors }, call);
    const names = new Map(tokens.map(({ id, name }) => [id, name]));
    return new Answer({
      ...page(
        leavers.map((each) => leaverOf(each, people, names)),
        next,
      ),
      ...counts,
    });
  }

  @Serve(routes.approveLeavers)
  async approve(@Checked() { body, call }: CheckedRequest<typeof routes.approveLeavers>) {
    const { userIds, count } = body;
    if ((userIds === undefined) === (count === undefined)) throw eitherOr();
    const who = { ...(userIds === undefined ? {} : { userIds }), ...(count === undefined ? {} : { count }) };
    return new Answer(await this.commands.send(LeaverCommands.approve, who, call));
  }

  @Serve(routes.declineLeavers)
  async decline(@Checked() { body, call }: CheckedRequest<typeof routes.declineLeavers>) {
    const { userIds } = body;
    return new Answer(await this.commands.send(LeaverCommands.decline, userIds === undefined ? {} : { userIds }, call));
  }
}

const eitherOr = () =>
  problem('request-invalid', {}, { problems: [{ at: '/', problem: 'either count or userIds is needed' }] });

function leaverOf(
  { userId, tokenId, decided, ...leaver }: LeaverView,
  people: UserBriefs,
  tokenNames: ReadonlyMap<string, string>,
): AnswerOf<typeof routes.listLeavers>['items'][number] {
  const name = tokenNames.get(tokenId);
  return {
    userId,
    ...people.named(userId),
    ...leaver,
    token: { id: tokenId, ...(name === undefined ? {} : { name }) },
    ...(decided ? { decided: { by: people.actor(decided.actor), at: decided.at } } : {}),
  };
}
