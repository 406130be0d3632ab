import {
  type AccountView,
  type UserBrief,
  TeamCommands,
  type ChangeTeam,
  type MemberList,
  type PushTeam,
  type StageMembers,
  type AddMemberByHand,
} from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The owner of users and accounts. Rejects with `ServiceUnavailable` where it does not answer. */
export interface PeopleAndAccounts {
  /** Those of the people who are there, the released too. */
  briefs(accountId: string, userIds: readonly string[]): Promise<readonly UserBrief[]>;
  account(accountId: string): Promise<AccountView | undefined>;
}

/**
 * The small copy of users and accounts: whoever is named by a command is asked about once, and followed by events from then on.
 *
 * The row is there before the question is asked: an event that comes between the answer and its saving finds it, and leaves its
 * version there; an older answer does not overwrite it.
 */
export class Acquaintances {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: PeopleAndAccounts,
  ) {}

  /** @returns the accounts about which the owner did not answer: what depends on the answer cannot be decided now */
  async makeFor(messages: readonly Message[]): Promise<ReadonlySet<string>> {
    const named = new Map<string, Set<string>>();
    for (const message of messages) {
      if (!message.type.startsWith('team.') && !message.type.startsWith('reconciler.')) continue;
      const { accountId } = message.payload as { accountId: string };
      const people = named.get(accountId) ?? new Set<string>();
      for (const userId of namedBy(message)) if (uuid.test(userId)) people.add(userId.toLowerCase());
      named.set(accountId, people);
    }
    const unanswered = new Set<string>();
    await Promise.all(
      [...named].map(async ([accountId, people]) => {
        try {
          await this.meetAccount(accountId);
          await this.meetPeople(accountId, [...people]);
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'ServiceUnavailable') throw error;
          unanswered.add(accountId);
        }
      }),
    );
    return unanswered;
  }

  /** Lists and people that nobody came back for. */
  async forgetOld(): Promise<void> {
    await readRows(this.dataSource, `DELETE FROM staged_members WHERE staged_at < now() - interval '1 hour'`);
    await readRows(this.dataSource, `DELETE FROM people WHERE version = 0 AND asked_at < now() - interval '1 hour'`);
  }

  async meetAccount(accountId: string): Promise<void> {
    const [known] = await readRows<{ version: number }>(
      this.dataSource,
      'SELECT version::int FROM accounts WHERE id = $1',
      [accountId],
      { prepare: true },
    );
    if (known && known.version > 0) return;
    await readRows(
      this.dataSource,
      `INSERT INTO accounts (id, version, settings, mode) VALUES ($1, 0, '{}', 'enforce') ON CONFLICT DO NOTHING`,
      [accountId],
    );
    const account = await this.users.account(accountId);
    if (!account) return;
    await readRows(this.dataSource, 'UPDATE accounts SET version = $2, settings = $3 WHERE id = $1 AND version < $2', [
      accountId,
      account.version,
      JSON.stringify(account.settings),
    ]);
  }

  private async meetPeople(accountId: string, userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    const strangers = await readRows<{ user_id: string }>(
      this.dataSource,
      `SELECT k.user_id FROM unnest($2::uuid[]) AS k(user_id)
        WHERE NOT EXISTS (SELECT FROM people p WHERE p.account_id = $1 AND p.user_id = k.user_id AND p.version > 0)`,
      [accountId, userIds],
      { prepare: true },
    );
    if (strangers.length === 0) return;
    const ids = strangers.map(({ user_id }) => user_id).sort();
    await readRows(
      this.dataSource,
      `INSERT INTO people (account_id, user_id, version, active, released, asked_at)
       SELECT $1, k.user_id, 0, false, false, now() FROM unnest($2::uuid[]) AS k(user_id) ORDER BY 2 ON CONFLICT DO NOTHING`,
      [accountId, ids],
    );
    const briefs = await this.users.briefs(accountId, ids);
    await readRows(
      this.dataSource,
      `UPDATE people p SET version = r.version, active = r.active, released = r.released
         FROM (SELECT * FROM json_to_recordset($2::json) AS r(id uuid, version bigint, active boolean, released boolean) ORDER BY id) r
        WHERE p.account_id = $1 AND p.user_id = r.id AND p.version < r.version`,
      [accountId, JSON.stringify(briefs)],
    );
  }
}

/** Whom a command names. A long list is met part by part, when its parts arrive. */
function namedBy({ type, payload }: Message): readonly string[] {
  const listed = (list: MemberList | undefined) => list?.userIds ?? [];
  switch (type) {
    case TeamCommands.stageMembers.type:
      return (payload as StageMembers).userIds;
    case TeamCommands.push.type:
    case TeamCommands.replace.type:
      return listed((payload as PushTeam).members);
    case TeamCommands.change.type:
      return (payload as ChangeTeam).changes.flatMap(({ members }) => listed(members));
    case TeamCommands.addMemberByHand.type:
      return [(payload as AddMemberByHand).userId];
    default:
      return [];
  }
}
