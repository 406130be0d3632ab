import { Controller, Inject } from '@nestjs/common';
import { ReconcilerCommands, TeamQueries } from '@rollcall/contracts';
import { CommandSender, QueryClient, Answer, nothing, type Commands, type Queries } from '@rollcall/gateway-kit';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/reconciler-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { page, readCursor } from '../http/cursor.js';
import { contendedShown, heldShown, modeShown, namesOf, runShown } from '../resources/reconciler-view.js';
import { UserBriefs } from '../resources/user-briefs.js';
import { Checked, Serve } from './serve.js';

/** How many runs the status shows; the list has the rest. */
const runsBeside = 20;

/** The reconciler of the account, for its admins. */
@Controller()
export class ReconcilerController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
  ) {}

  @Serve(routes.reconciler)
  async status(
    @Checked() { call }: CheckedRequest<typeof routes.reconciler>,
  ): Promise<Answer<AnswerOf<typeof routes.reconciler>>> {
    const found = await this.queries.ask(TeamQueries.reconciler, { accountId: call.accountId }, call);
    const { mode, dirty, oldestDirtySeconds, held, setting, contended = [] } = found;
    const runs = found.runs.slice(0, runsBeside);
    const names = await namesOf({ runs, held, setting, contended }, this.queries, call);
    return new Answer({
      ...modeShown(mode, setting, names),
      dirty,
      oldestDirtySeconds,
      held: held.map((each) => heldShown(each, names)),
      runs: runs.map((each) => runShown(each, names)),
      contended: contended.map((each) => contendedShown(each, names)),
    });
  }

  @Serve(routes.listRuns)
  async runs(
    @Checked() { query, call }: CheckedRequest<typeof routes.listRuns>,
  ): Promise<Answer<AnswerOf<typeof routes.listRuns>>> {
    const { cursor, limit, teamId } = query;
    const { after } = readCursor(cursor);
    const filters = {
      limit,
      ...(after === undefined ? {} : { before: after }),
      ...(teamId === undefined ? {} : { teamId }),
    };
    const { runs, next } = await this.queries.ask(TeamQueries.runs, { accountId: call.accountId, ...filters }, call);
    const names = await namesOf({ runs }, this.queries, call);
    return new Answer(
      page(
        runs.map((each) => runShown(each, names)),
        next,
      ),
    );
  }

  @Serve(routes.teamDrift)
  async drift(
    @Checked() { params, call }: CheckedRequest<typeof routes.teamDrift>,
  ): Promise<Answer<AnswerOf<typeof routes.teamDrift>>> {
    const { extra, missing } = await this.queries.ask(
      TeamQueries.drift,
      { accountId: call.accountId, ...params },
      call,
    );
    const userIds = [...extra.members, ...missing.members].map(({ userId }) => userId);
    const actors = extra.members.map(({ addedBy }) => addedBy);
    const people = await UserBriefs.ask(this.queries, { userIds, actors }, call);
    const came = extra.members.map(({ userId, source, addedAt, addedBy }) => ({
      userId,
      ...people.named(userId),
      source,
      addedAt,
      addedBy: people.actor(addedBy),
    }));
    const gone = missing.members.map(({ userId, ...byHand }) => ({ userId, ...people.named(userId), ...byHand }));
    return new Answer({
      extra: { count: extra.count, items: came },
      missing: { count: missing.count, items: gone },
    });
  }

  @Serve(routes.setMode)
  async setMode(
    @Checked() { body, call }: CheckedRequest<typeof routes.setMode>,
  ): Promise<Answer<AnswerOf<typeof routes.setMode>>> {
    const { mode } = await this.commands.send(ReconcilerCommands.setMode, body, call);
    return new Answer({ mode });
  }

  @Serve(routes.runTeam)
  async run(@Checked() { params, call }: CheckedRequest<typeof routes.runTeam>): Promise<Answer> {
    await this.commands.send(ReconcilerCommands.run, params, call);
    return nothing;
  }

  @Serve(routes.releaseRun)
  async release(@Checked() { params, call }: CheckedRequest<typeof routes.releaseRun>): Promise<Answer> {
    await this.commands.send(ReconcilerCommands.release, params, call);
    return nothing;
  }
}
