import { Refusal, TeamQueries, UserQueries, type TeamView } from '@rollcall/contracts';
import { Command } from 'commander';
import { examples, type Context } from '../context.js';
import { jsonText } from '../output/json-text.js';
import { accounts } from './account-closing.js';
import { accountOf } from './lookups.js';

interface SnapshotOptions {
  readonly account?: string;
}

/** `topics snapshot`: for a reader of topics that begins, or begins anew. */
export function snapshotCommand(context: Context): Command {
  const command = new Command('snapshot')
    .description('what readers of topics begin with: ids, versions and access state, one JSON object per line')
    .option('--account <account>', 'only of this account (slug or id)')
    .action((options: SnapshotOptions) => snapshot(context, options));
  return examples(command, 'topics snapshot > snapshot.ndjson', 'topics snapshot --account acme');
}

/**
 * Between `begin`, whose time says from where to read the topics, and `end`, without which it is not complete. A team's version is
 * read before its members, so no member of a later version is missed by who goes on from there (docs/guides/topics.md).
 */
async function snapshot(context: Context, options: SnapshotOptions): Promise<void> {
  const say = (line: object) => context.terminal.out(jsonText(line));
  say({ kind: 'begin', at: context.now().toISOString() });
  const ids =
    options.account === undefined
      ? (await accounts(context)).map(({ id }) => id)
      : [(await accountOf(context, options.account)).id];
  for (const accountId of ids) {
    for await (const { id, version, userType, active, managedBy } of usersOf(context, accountId))
      say({ kind: 'user', accountId, id, version, userType, active, managedBy });
    for await (const team of teamsOf(context, accountId)) {
      say({ kind: 'team', accountId, id: team.id, version: team.version, ownedBy: team.ownedBy });
      await unlessDeleted(async () => {
        for await (const userIds of membersOf(context, team)) say({ kind: 'members', teamId: team.id, userIds });
      });
    }
  }
  say({ kind: 'end' });
}

/** A team that is deleted while the snapshot is made is told of by an event after its beginning. */
async function unlessDeleted(tellMembers: () => Promise<void>): Promise<void> {
  try {
    await tellMembers();
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'team-not-found')) throw error;
  }
}

async function* usersOf(context: Context, accountId: string) {
  const service = context.connections.service('user-service');
  for (let after: string | undefined; ;) {
    const page = await service.ask(UserQueries.people, { accountId, limit: 200, ...(after && { after }) });
    yield* page.users;
    if (page.next === undefined) return;
    after = page.next;
  }
}

const teamsPerPage = 1_000;

async function* teamsOf(context: Context, accountId: string) {
  const service = context.connections.service('team-service');
  for (let after: string | undefined; ;) {
    const search = { accountId, scope: 'all', offset: 0, limit: teamsPerPage, total: 0 } as const;
    const { teams } = await service.ask(TeamQueries.search, { ...search, ...(after && { after }) });
    yield* teams;
    if (teams.length < teamsPerPage) return;
    after = teams.at(-1)?.id;
  }
}

async function* membersOf(context: Context, { accountId, id: teamId }: TeamView) {
  const service = context.connections.service('team-service');
  for (let after: string | undefined; ;) {
    const which = { accountId, teamId, of: 'memberships', limit: 1_000 } as const;
    const { userIds, next } = await service.ask(TeamQueries.members, { ...which, ...(after && { after }) });
    if (userIds.length > 0) yield userIds;
    if (next === undefined) return;
    after = next;
  }
}
