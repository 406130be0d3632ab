import type { TakeoverSide, TeamReply } from '@rollcall/contracts';
import {
  createDataSource,
  createReadDataSource,
  migrateService,
  readRows,
  type DataSource,
} from '@rollcall/persistence';
import { postgresForTests } from '@rollcall/testing';
import { teamEntities } from '../../src/persistence/entities/team-entities.js';
import { teamMigrations } from '../../src/persistence/migrations/team-migrations.js';
import { TakeoverReadModel } from '../../src/persistence/takeover-read-model.js';
import { TeamReadModel } from '../../src/persistence/team-read-model.js';
import { DirtyQueue } from '../../src/reconciliation/dirty-queue.js';
import { reconcileTeam } from '../../src/reconciliation/reconcile-team.js';
import { ReconcilerReadModel } from '../../src/reconciliation/reconciler-read-model.js';
import { UserReplica } from '../../src/user-replica/user-replica.js';
import { byDirectory, byHand, handlingBy, people } from './account-commands.js';
import { startInstance } from './instances.js';
import { Users } from './users.js';

/** The service's rules over a real database, without a broker: two instances, and the reconciler when a test says so. */
export async function teamWorld({ poolSize = 12, statementTimeoutMs = 10_000 } = {}) {
  const database = await openDatabase({ poolSize, statementTimeoutMs });
  const { dataSource, reads, asOwner } = database;
  const users = new Users();
  const userReplica = new UserReplica(dataSource, users);
  const one = await startInstance(dataSource, userReplica);
  const other = await startInstance(dataSource, userReplica);
  const queue = new DirtyQueue(dataSource);
  const readModel = new TeamReadModel(dataSource, userReplica);
  const reconciler = new ReconcilerReadModel(reads, queue);
  const takeovers = new TakeoverReadModel(reads);
  const handling = handlingBy(one);
  return {
    dataSource,
    asOwner,
    users,
    one,
    other,
    queue,
    readModel,
    reconciler,
    takeovers,
    rows: rowsOf(dataSource),
    ...handling,
    ...reconciliation(dataSource, queue),
    /** One account: what its directory, its admin and its people do, and what is seen of its teams. */
    of: (accountId: string) => ({
      accountId,
      ...byDirectory(accountId, handling),
      ...byHand(accountId, handling),
      ...people(accountId, users, handling, other),
      ...teamsOf(accountId, readModel, dataSource),
      ...takeoversOf(accountId, takeovers),
    }),
    close: async () => {
      await Promise.all([one.close(), other.close()]);
      await database.close();
    },
  };
}

/** A database of the service, migrated, with its pools. */
async function openDatabase(limits: { readonly poolSize: number; readonly statementTimeoutMs: number }) {
  const database = await postgresForTests({
    template: 'team-service',
    migrate: (target) => migrateService({ ...target, migrations: teamMigrations }),
  });
  const dataSource = await createDataSource({ name: 'team-specs', url: database.url, ...limits });
  const reads = await createReadDataSource({ name: 'team-specs', url: database.url, entities: teamEntities });
  return {
    dataSource,
    reads,
    asOwner: async (sql: string) => {
      const owner = await createDataSource({ name: 'owner', url: database.migrationUrl, poolSize: 1 });
      try {
        await owner.query(sql);
      } finally {
        await owner.destroy();
      }
    },
    close: async () => {
      await Promise.all([dataSource.destroy(), reads.destroy()]);
      await database.drop();
    },
  };
}

const rowsOf =
  (dataSource: DataSource) =>
  <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
    readRows<Row>(dataSource, sql, parameters);

function reconciliation(dataSource: DataSource, queue: DirtyQueue) {
  return {
    /** Everything that waits is run, as often as it takes; but for what must wait longer than until `now`, whatever the clock says. */
    reconcile: async (now = new Date()): Promise<void> => {
      for (let isAnything = true; isAnything;) {
        isAnything = false;
        for (const claim of await queue.claim(10)) {
          const { outcome } = await reconcileTeam(dataSource, 'team-service', claim, now);
          isAnything ||= outcome !== 'later';
        }
      }
    },
    /** Looks at every team; tells how many it marked. */
    sweep: async (): Promise<number> => {
      let found = 0;
      for await (const step of queue.sweep({ id: 'sweep', correlationId: 'sweep' }))
        found += step === 'swept-elsewhere' ? 0 : step;
      return found;
    },
  };
}

/** What is seen of an account's teams. */
function teamsOf(accountId: string, readModel: TeamReadModel, dataSource: DataSource) {
  const rows = rowsOf(dataSource);
  const limit = 5_000;
  return {
    /** What SCIM shows. */
    roster: async (teamId: string) => [...(await readModel.members(accountId, teamId, { limit })).userIds],
    /** What the product shows. */
    members: async (teamId: string) => [
      ...(await readModel.members(accountId, teamId, { limit, of: 'memberships' })).userIds,
    ],
    events: async (teamId: string) =>
      (
        await rows<{ headers: Record<string, string>; value: string }>(
          'SELECT headers, value FROM outbox WHERE message_key = $1 ORDER BY id',
          [teamId],
        )
      ).map(({ headers, value }) => ({
        type: headers['ce_type'],
        version: headers['ce_aggregateversion'],
        headers,
        ...(JSON.parse(value) as Record<string, unknown>),
      })),
  };
}

/** What the account's admin sees of takeovers. */
function takeoversOf(accountId: string, takeovers: TakeoverReadModel) {
  return {
    /** Newest first. */
    takeovers: async () => (await takeovers.list({ accountId, limit: 50 })).takeovers,
    /** The ids of the people of each side. */
    sides: async (takeoverId: string) => {
      const of = async (side: TakeoverSide) =>
        (await takeovers.people({ accountId, takeoverId, side, limit: 1_000 })).people.map(({ userId }) => userId);
      return { gain: await of('gain'), lose: await of('lose'), stay: await of('stay'), missing: await of('missing') };
    },
  };
}

/** The team that a command answered with. @throws Error where it was refused */
export function team(answer: TeamReply | string): TeamReply {
  if (typeof answer === 'string') throw new Error(`refused: ${answer}`);
  return answer;
}

export const sorted = (ids: readonly string[]) => [...ids].sort();
