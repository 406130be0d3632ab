import {
  ReconcilerCommands,
  TeamCommands,
  UserEvents,
  type AccountSettings,
  type AccountView,
  type Actor,
  type MessageDefinition,
  type ReconcilerMode,
  type Reply,
  type TeamReply,
  type UserBrief,
} from '@rollcall/contracts';
import { defaultAccountSettings } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { createDataSource, createReadDataSource, migrateService, readRows } from '@rollcall/persistence';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { postgresForTests } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { ManualTeamCommandsController } from '../../src/commands/manual-team-commands.controller.js';
import { ReconcilerCommandsController } from '../../src/commands/reconciler-commands.controller.js';
import { TeamCommandsController } from '../../src/commands/team-commands.controller.js';
import { UserEventsController } from '../../src/events/user-events.controller.js';
import { teamHandlers } from '../../src/handlers.js';
import type { UserQueryClient } from '../../src/user-replica/user-query-client.js';
import { UserReplica } from '../../src/user-replica/user-replica.js';
import { DirtyQueue } from '../../src/reconciliation/dirty-queue.js';
import { teamMigrations } from '../../src/persistence/migrations/team-migrations.js';
import { reconcileTeam } from '../../src/reconciliation/reconcile-team.js';
import { teamEntities } from '../../src/persistence/entities/team-entities.js';
import { ReconcilerReadModel } from '../../src/reconciliation/reconciler-read-model.js';
import { TeamReadModel } from '../../src/persistence/team-read-model.js';
import { TeamStateLoader } from '../../src/persistence/team-state-loader.js';
import { instanceOf } from '../../../../tests/support/direct-transport.js';

const okta: Actor = { kind: 'directory', id: uuidv7() };
const admin: Actor = { kind: 'admin', id: uuidv7() };
const controllers = [
  TeamCommandsController,
  ManualTeamCommandsController,
  ReconcilerCommandsController,
  UserEventsController,
];

/** The users of all accounts as user-service has them; stands in for the port that asks it. */
export class Users implements UserQueryClient {
  away = false;
  asked = 0;
  /** What happens between an answer and its arrival. */
  meanwhile: () => Promise<void> = () => Promise.resolve();
  private readonly people = new Map<string, UserBrief>();
  private readonly settings = new Map<string, AccountSettings>();

  briefs(accountId: string, userIds: readonly string[]): Promise<UserBrief[]> {
    if (this.away) return Promise.reject(new ServiceUnavailable('user-service', 'unreachable'));
    this.asked += userIds.length;
    const answer = userIds.flatMap((id) => this.people.get(`${accountId}/${id}`) ?? []);
    return this.meanwhile().then(() => answer);
  }

  account(id: string): Promise<AccountView | undefined> {
    if (this.away) return Promise.reject(new ServiceUnavailable('user-service', 'unreachable'));
    const settings = this.settings.get(id);
    return Promise.resolve(settings && { id, slug: `a${id}`, name: 'A', version: 1, settings });
  }

  newAccount(of: Partial<AccountSettings> = {}): string {
    const id = uuidv7();
    this.settings.set(id, { ...defaultAccountSettings, ...of });
    return id;
  }

  join(accountId: string): string {
    const id = uuidv7();
    const userName = `${id}@example.com`;
    this.people.set(`${accountId}/${id}`, {
      id,
      version: 1,
      userName,
      active: true,
      managedBy: 'directory',
      released: false,
    });
    return id;
  }

  /** A change of somebody's state, as the event that tells of it. */
  change(accountId: string, userId: string, of: Partial<UserBrief>, type: string): Message {
    const before = this.people.get(`${accountId}/${userId}`);
    if (!before) throw new Error('nobody has this id');
    const after = { ...before, ...of, version: before.version + 1 };
    this.people.set(`${accountId}/${userId}`, after);
    const { active, managedBy, version } = after;
    const payload = { accountId, userId, userType: 'member', active, managedBy, changed: [], actor: okta };
    return { ...messageOf(type, payload, userId), aggregateVersion: version };
  }
}

export function messageOf(type: string, payload: { readonly accountId: string }, key: string): Message {
  const id = uuidv7();
  const place = { topic: 'specs', partition: 0, offset: '0' };
  const { accountId } = payload;
  return {
    id,
    type,
    schemaVersion: 1,
    source: 'specs',
    time: new Date(),
    accountId,
    correlationId: id,
    payload,
    key,
    place,
  };
}

/** The service's rules over a real database, without a broker: two instances, and the reconciler when a test says so. */
export async function teamWorld({ poolSize = 12 } = {}) {
  const database = await postgresForTests({
    template: 'team-service',
    migrate: (target) => migrateService({ ...target, migrations: teamMigrations }),
  });
  const dataSource = await createDataSource({ name: 'team-specs', url: database.url, poolSize });
  const users = new Users();
  const userReplica = new UserReplica(dataSource, users);
  const deciding = { controllers, handlers: teamHandlers, loader: new TeamStateLoader(userReplica) };
  const start = () => instanceOf('team-service', deciding, dataSource);
  const [one, other] = [await start(), await start()];
  const queue = new DirtyQueue(dataSource);
  const readModel = new TeamReadModel(dataSource, userReplica);
  const reads = await createReadDataSource({ name: 'team-specs', url: database.url, entities: teamEntities });
  const reconciler = new ReconcilerReadModel(reads, queue);
  const rows = <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
    readRows<Row>(dataSource, sql, parameters);

  /** One by one, each again after a conflict, as the pipeline does. */
  const handle = async (message: Message, by = one): Promise<Reply<TeamReply> | undefined> => {
    for (;;) {
      try {
        const [outcome] = await by.handle(message);
        return outcome?.reply as Reply<TeamReply> | undefined;
      } catch (error) {
        if (by.classify(error) !== 'conflict') throw error;
      }
    }
  };
  /** The body of the reply, or the code of the refusal. */
  const ask = async <P extends { accountId: string }>(definition: MessageDefinition<P>, payload: P, by = one) => {
    const reply = await handle(messageOf(definition.type, payload, definition.key(payload)), by);
    if (!reply) throw new Error('a command without a reply');
    return reply.ok ? reply.body : reply.code;
  };

  /** Everything that waits is run, as often as it takes; but for what must wait longer than until `now`, whatever the clock says. */
  const reconcile = async (now = new Date()): Promise<void> => {
    for (let isAnything = true; isAnything;) {
      isAnything = false;
      for (const claim of await queue.claim(10)) {
        const { outcome } = await reconcileTeam(dataSource, 'team-service', claim, now);
        isAnything ||= outcome !== 'later';
      }
    }
  };

  /** Looks at every team; tells how many it marked. */
  const sweep = async (): Promise<number> => {
    let found = 0;
    for await (const marked of queue.sweep({ id: 'sweep', correlationId: 'sweep' })) found += marked;
    return found;
  };

  const of = (accountId: string) => {
    const inTeam = (teamId: string) => ({ accountId, teamId });
    const byDirectory = (teamId: string) => ({ ...inTeam(teamId), actor: okta });
    const byHand = (teamId: string) => ({ ...inTeam(teamId), actor: admin });
    return {
      accountId,
      push: (displayName: string, userIds: string[] = [], by = one) =>
        ask(TeamCommands.push, { ...byDirectory(uuidv7()), displayName, members: { userIds } }, by),
      replace: (teamId: string, displayName: string, userIds: string[]) =>
        ask(TeamCommands.replace, { ...byDirectory(teamId), displayName, members: { userIds } }),
      add: (teamId: string, userIds: string[], by = one) =>
        ask(
          TeamCommands.change,
          { ...byDirectory(teamId), changes: [{ change: 'add-members', members: { userIds } }] },
          by,
        ),
      remove: (teamId: string, userIds: string[], by = one) =>
        ask(
          TeamCommands.change,
          { ...byDirectory(teamId), changes: [{ change: 'remove-members', members: { userIds } }] },
          by,
        ),
      rename: (teamId: string, displayName: string) =>
        ask(TeamCommands.change, { ...byDirectory(teamId), changes: [{ change: 'rename', displayName }] }),
      delete: (teamId: string) => ask(TeamCommands.delete, byDirectory(teamId)),
      createByHand: (displayName: string) => ask(TeamCommands.createByHand, { ...byHand(uuidv7()), displayName }),
      renameByHand: (teamId: string, displayName: string) =>
        ask(TeamCommands.renameByHand, { ...byHand(teamId), displayName }),
      deleteByHand: (teamId: string) => ask(TeamCommands.deleteByHand, byHand(teamId)),
      handBack: (teamId: string, ifMatch?: string[]) =>
        ask(TeamCommands.handBack, { ...byHand(teamId), ...(ifMatch ? { ifMatch } : {}) }),
      addByHand: (teamId: string, userId: string) => ask(TeamCommands.addMemberByHand, { ...byHand(teamId), userId }),
      removeByHand: (teamId: string, userId: string) =>
        ask(TeamCommands.removeMemberByHand, { ...byHand(teamId), userId }),
      setMode: (mode: ReconcilerMode) => ask(ReconcilerCommands.setMode, { accountId, actor: admin, mode }),
      release: (teamId: string) => ask(ReconcilerCommands.release, byHand(teamId)),
      deactivate: (userId: string) =>
        handle(users.change(accountId, userId, { active: false }, UserEvents.deactivated.type)),
      leave: (userId: string) =>
        handle(users.change(accountId, userId, { active: false, released: true }, UserEvents.released.type), other),
      join: () => users.join(accountId),
      /** What SCIM shows, and what the product shows. */
      roster: async (teamId: string) => [...(await readModel.members(accountId, teamId, { limit: 5_000 })).userIds],
      members: async (teamId: string) => [
        ...(await readModel.members(accountId, teamId, { limit: 5_000, of: 'memberships' })).userIds,
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
  };

  return {
    dataSource,
    asOwner: async (sql: string) => {
      const owner = await createDataSource({ name: 'owner', url: database.migrationUrl, poolSize: 1 });
      try {
        await owner.query(sql);
      } finally {
        await owner.destroy();
      }
    },
    users,
    one,
    other,
    queue,
    readModel,
    reconciler,
    rows,
    handle,
    ask,
    reconcile,
    sweep,
    of,
    close: async () => {
      await Promise.all([one.close(), other.close()]);
      await Promise.all([dataSource.destroy(), reads.destroy()]);
      await database.drop();
    },
  };
}

/** The team that a command answered with. @throws Error where it was refused */
export function team(answer: TeamReply | string): TeamReply {
  if (typeof answer === 'string') throw new Error(`refused: ${answer}`);
  return answer;
}

export const sorted = (ids: readonly string[]) => [...ids].sort();
