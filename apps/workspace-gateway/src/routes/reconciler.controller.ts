import { Controller, Inject } from '@nestjs/common';
import { actorKinds, AuditQueries, ReconcilerCommands, TeamQueries, type Actor } from '@rollcall/contracts';
import { CommandSender, QueryClient, Answer, nothing, type Commands, type Queries } from '@rollcall/gateway-kit';
import * as routes from '../contract/reconciler-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { page, readCursor } from '../http/cursor.js';
import {
  contendedShown,
  heldShown,
  modeShown,
  namesOf,
  putRightShown,
  runShown,
  summaryOf,
} from '../resources/reconciler-view.js';
import { UserBriefs } from '../resources/user-briefs.js';
import { Checked, Serve } from './serve.js';

/** How many runs the status shows; the list has the rest. */
const runsInStatus = 20;

/** The reconciler of the account, for its admins. */
@Controller()
export class ReconcilerController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
  ) {}

  @Serve(routes.reconciler)
  async status(@Checked() { call }: CheckedRequest<typeof routes.reconciler>) {
    const found = await this.queries.ask(TeamQueries.reconciler, { accountId: call.accountId }, call);
    const { mode, dirty, oldestDirtySeconds, held, approved = [], setting, contended = [] } = found;
    const runs = found.runs.slice(0, runsInStatus);
    const names = await namesOf({ runs, held: [...held, ...approved], setting, contended }, this.queries, call);
    return new Answer({
      ...modeShown(mode, setting, names),
      dirty,
      oldestDirtySeconds,
      held: held.map((each) => heldShown(each, names)),
      approved: approved.map((each) => heldShown(each, names)),
      runs: runs.map((each) => runShown(each, names)),
      contended: contended.map((each) => contendedShown(each, names)),
    });
  }

  @Serve(routes.listRuns)
  async runs(@Checked() { query, call }: CheckedRequest<typeof routes.listRuns>) {
    const { cursor, limit, teamId, outcome, since } = query;
    const { after } = readCursor(cursor);
    const filters = {
      limit,
      ...(after === undefined ? {} : { before: after }),
      ...(teamId === undefined ? {} : { teamId }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(since === undefined ? {} : { since }),
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

  @Serve(routes.findRun)
  async runOf(@Checked() { params, query, call }: CheckedRequest<typeof routes.findRun>) {
    const asked = { accountId: call.accountId, ...params, limit: query.limit, ...readCursor(query.cursor) };
    const { run, people, next } = await this.queries.ask(TeamQueries.run, asked, call);
    const names = await namesOf({ runs: [run], putRight: people }, this.queries, call);
    const items = people.map(({ side, ...each }) => ({ side, ...putRightShown(each, names) }));
    return new Answer({ run: summaryOf(run, names), ...page(items, next) });
  }

  @Serve(routes.listDrifting)
  async drifting(@Checked() { query, call }: CheckedRequest<typeof routes.listDrifting>) {
    const asked = { accountId: call.accountId, limit: query.limit, ...readCursor(query.cursor) };
    const { teams, next } = await this.queries.ask(TeamQueries.drifting, asked, call);
    const items = teams.map(({ teamId: id, displayName, ...differs }) => ({ team: { id, displayName }, ...differs }));
    return new Answer(page(items, next));
  }

  @Serve(routes.reconcilerLag)
  async lag(@Checked() { query, call }: CheckedRequest<typeof routes.reconcilerLag>) {
    const { bucket, since } = query;
    const asked = { accountId: call.accountId, bucket, ...(since === undefined ? {} : { since }) };
    return new Answer(await this.queries.ask(AuditQueries.lag, asked, call));
  }

  @Serve(routes.teamDrift)
  async drift(@Checked() { params, call }: CheckedRequest<typeof routes.teamDrift>) {
    const { extra, missing } = await this.queries.ask(
      TeamQueries.drift,
      { accountId: call.accountId, ...params },
      call,
    );
    const userIds = [...extra.members, ...missing.members].map(({ userId }) => userId);
    const removers = missing.members.flatMap(({ removedBy }) => removerOf(removedBy) ?? []);
    const actors = [...extra.members.map(({ addedBy }) => addedBy), ...removers];
    const people = await UserBriefs.ask(this.queries, { userIds, actors }, call);
    const came = extra.members.map(({ userId, source, addedAt, addedBy }) => ({
      userId,
      ...people.named(userId),
      source,
      addedAt,
      addedBy: people.actor(addedBy),
    }));
    const gone = missing.members.map(({ userId, ...byHand }) => {
      const by = removerOf(byHand.removedBy);
      return { userId, ...people.named(userId), ...byHand, ...(by ? { by: people.actor(by) } : {}) };
    });
    return new Answer({
      extra: { count: extra.count, items: came },
      missing: { count: missing.count, items: gone },
    });
  }

  @Serve(routes.setMode)
  async setMode(@Checked() { body, call }: CheckedRequest<typeof routes.setMode>) {
    const { mode, setting } = await this.commands.send(ReconcilerCommands.setMode, body, call);
    return new Answer(modeShown(mode, setting, await namesOf({ setting }, this.queries, call)));
  }

  @Serve(routes.runTeam)
  async run(@Checked() { params, call }: CheckedRequest<typeof routes.runTeam>) {
    await this.commands.send(ReconcilerCommands.run, params, call);
    return nothing;
  }

  @Serve(routes.releaseRun)
  async release(@Checked() { params, body, call }: CheckedRequest<typeof routes.releaseRun>) {
    await this.commands.send(ReconcilerCommands.release, { ...params, ...body }, call);
    return nothing;
  }
}

/** Who took somebody out, of what team-service calls them: `admin` and an id. */
function removerOf(removedBy: string | undefined): Actor | undefined {
  const kind = actorKinds.find((each) => removedBy?.startsWith(`${each} `));
  return kind && removedBy ? { kind, id: removedBy.slice(kind.length + 1) } : undefined;
}
