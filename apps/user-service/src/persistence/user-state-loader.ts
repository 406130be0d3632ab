import { isStorable, type AccountSettings, type RoleView } from '@rollcall/contracts';
import { defaultAccountSettings } from '@rollcall/contracts';
import { keyOf, type LoadRequest, type StateLoader, type Transaction } from '@rollcall/persistence';
import type { Account } from '../domain/account/account.js';
import type { Change, Link, UserState } from '../domain/user-state.js';
import type { User } from '../domain/user/user.js';
import type { UserReads } from '../reads.js';
import { DeclaredReads } from './declared-reads.js';
import type { PasswordLinkRow } from './entities/credential-rows.js';
import { loadErasedUsers } from './erased-users.js';
import { accountsWithBrake, loadLeavers } from './leavers.js';
import { lockUsers, readUsers } from './lock-users.js';
import { loadNotices, loadLastWords } from './notices.js';
import { countReleased } from './released-users.js';
import { UserUnitOfWork } from './user-unit-of-work.js';
import { loadWebhooks } from './webhooks.js';

/**
 * Loads the state for a batch: users under row locks in the order of their ids, then, where necessary, accounts under
 * theirs.
 */
export class UserStateLoader implements StateLoader<UserReads, UserState, Change> {
  async load(tx: Transaction, requests: readonly LoadRequest<UserReads>[]): Promise<UserUnitOfWork> {
    const reads = requests.map((request) => request.reads);
    // Issued together, the statements share a round trip, in this order: who was erased while the locks were waited for is seen.
    const [users, accountsBeforeLock, erased] = await Promise.all([
      lockUsers(tx, reads),
      loadAccounts(tx, reads),
      loadErasedUsers(tx, reads),
    ]);
    // All transactions lock users first and accounts second, so that they cannot deadlock.
    const leaving = accountsWithBrake(reads, accountsBeforeLock, users);
    const guarded = accountsToLock(users, reads);
    for (const accountId of leaving.keys()) guarded.add(accountId);
    if (guarded.size > 0) await lockAccounts(tx, [...guarded].sort());
    const [
      accounts,
      activeAdmins,
      roleUsers,
      links,
      hasAccounts,
      leavers,
      notices,
      lastWords,
      webhooks,
      releasedLongAgo,
    ] = await Promise.all([
      guarded.size > 0 ? loadAccounts(tx, reads) : accountsBeforeLock,
      guarded.size > 0 ? countActiveAdmins(tx, [...guarded]) : new Map<string, number>(),
      countUsersOfRoles(tx, reads),
      loadLinks(tx, reads),
      reads.some(({ isFirst }) => isFirst) ? anyAccount(tx) : undefined,
      loadLeavers(tx, { users, reads, leaving }),
      loadNotices(tx, reads),
      loadLastWords(tx, reads),
      loadWebhooks(tx, reads),
      countReleased(tx, reads),
    ]);
    const declared = new DeclaredReads(reads, users);
    const counted = { activeAdmins, roleUsers, hasAccounts, releasedLongAgo };
    return new UserUnitOfWork({
      accounts,
      users,
      links,
      erased,
      leavers,
      notices,
      lastWords,
      webhooks,
      ...counted,
      declared,
    });
  }
}

/**
 * The accounts and users that commands name, as they are at this moment, without locks: for what is said before a command
 * comes. Nothing is counted.
 */
export async function readUserState(tx: Transaction, reads: readonly UserReads[]): Promise<UserState> {
  const [users, accounts] = await Promise.all([readUsers(tx, reads), loadAccounts(tx, reads)]);
  const none = { activeAdmins: new Map(), roleUsers: new Map(), links: new Map(), erased: new Map() };
  return new UserUnitOfWork({
    ...none,
    accounts,
    users,
    hasAccounts: undefined,
    declared: new DeclaredReads(reads, users),
  });
}

/**
 * Accounts that a command changes, and those whose number of admins (rule 8) or list of leavers (rule 27) may change. Most batches
 * have none.
 */
function accountsToLock(users: readonly User[], reads: readonly UserReads[]): Set<string> {
  const counted = users.filter(({ userType, isHeld }) => userType === 'admin' || isHeld);
  const locked = new Set(counted.map(({ accountId }) => accountId));
  for (const { accountId, changesAccount, userType } of reads) {
    // The lock keeps a custom role from being deleted while a user gets it.
    const counts = userType !== undefined && (userType.trim().toLowerCase() === 'admin' || isCustom(userType));
    if (changesAccount || counts) locked.add(accountId);
  }
  return locked;
}

const isCustom = (userType: string) => userType.trim().length === 36;

async function countUsersOfRoles(tx: Transaction, reads: readonly UserReads[]): Promise<Map<string, number>> {
  const wanted = reads.flatMap(({ accountId, roleId }) => (roleId === undefined ? [] : [[accountId, roleId] as const]));
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<{ account_id: string; role_id: string; users: number }>(
    `SELECT k.account_id, k.role_id, (SELECT count(*) FROM users u WHERE u.account_id = k.account_id
              AND u.user_type = k.role_id AND length(u.user_type) = 36)::int AS users
       FROM unnest($1::uuid[], $2::text[]) AS k(account_id, role_id)`,
    columnsOf(wanted),
  );
  return new Map(rows.map(({ account_id, role_id, users }) => [keyOf(account_id, role_id), users]));
}

async function loadLinks(tx: Transaction, reads: readonly UserReads[]): Promise<Map<string, Link>> {
  const wanted = reads.flatMap(({ accountId, userId, link }) =>
    link && userId !== undefined ? [[accountId, userId] as const] : [],
  );
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<PasswordLinkRow>(
    `SELECT l.account_id, l.user_id, l.digest, l.expires_at, l.directory_knows FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id)
       JOIN password_links l USING (account_id, user_id)`,
    columnsOf(wanted),
  );
  return new Map(
    rows.map(({ account_id, user_id, digest, expires_at, directory_knows }) => [
      keyOf(account_id, user_id),
      { digest, expiresAt: expires_at.toISOString(), directoryKnows: directory_knows },
    ]),
  );
}

const columnsOf = (pairs: readonly (readonly [string, string])[]): string[][] => [
  pairs.map(([accountId]) => accountId),
  pairs.map(([, key]) => key),
];

interface AccountRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly version: number;
  readonly settings: Partial<AccountSettings>;
  readonly roles: readonly RoleView[];
  /** The end of the term, where the account is being closed. */
  readonly ends_at: Date | null;
}

async function loadAccounts(tx: Transaction, reads: readonly UserReads[]): Promise<Account[]> {
  const rows = await tx.query<AccountRow>(
    `SELECT a.id, a.slug, a.name, a.version::int, a.settings,
            coalesce((SELECT json_agg(json_build_object('id', c.id, 'name', c.name, 'basedOn', c.based_on) ORDER BY c.id)
                        FROM custom_roles c WHERE c.account_id = a.id), '[]') AS roles,
            (SELECT c.due_at FROM account_closures c WHERE c.account_id = a.id AND c.state = 'closing') AS ends_at
       FROM accounts a WHERE a.id = ANY($1::uuid[]) OR a.slug = ANY($2::text[])`,
    [
      [...new Set(reads.map(({ accountId }) => accountId))],
      reads.flatMap(({ slug }) => (slug === undefined || !isStorable(slug) ? [] : [slug])),
    ],
    { keepPlan: true },
  );
  return rows.map(({ settings, ends_at, ...row }) => ({
    ...row,
    settings: { ...defaultAccountSettings, ...settings },
    ...(ends_at === null ? {} : { closing: { endsAt: ends_at.toISOString() } }),
  }));
}

/**
 * Takes a lock that conflicts with inserts: of two concurrent first accounts, the second one waits and sees the first.
 */
async function anyAccount(tx: Transaction): Promise<boolean> {
  await tx.query('LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE');
  const [found] = await tx.query<{ any: boolean }>('SELECT EXISTS (SELECT FROM accounts) AS any');
  return found?.any ?? false;
}

/**
 * This is a statement of its own: counts in later statements see everything that was committed before the lock was
 * granted.
 */
async function lockAccounts(tx: Transaction, accountIds: readonly string[]): Promise<void> {
  await tx.query('SELECT id FROM accounts WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [accountIds]);
}

async function countActiveAdmins(tx: Transaction, accountIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ account_id: string; count: number }>(
    `SELECT account_id, count(*)::int AS count FROM users
      WHERE account_id = ANY($1::uuid[]) AND user_type = 'admin' AND active AND NOT released GROUP BY account_id`,
    [accountIds],
  );
  const counts = new Map(accountIds.map((id) => [id, 0]));
  for (const { account_id, count } of rows) counts.set(account_id, count);
  return counts;
}
