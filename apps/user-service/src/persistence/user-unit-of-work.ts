import { actorIn, type AccountClosure, type NoticeKind } from '@rollcall/contracts';
import { closureWrite, keyOf, Tracked, type TableWrite, type UnitOfWork } from '@rollcall/persistence';
import type { Account } from '../domain/account/account.js';
import type { BrakeCounts, Leaver } from '../domain/leavers/leaver.js';
import type { Notice, LastWord } from '../domain/notices/notice.js';
import type { Change, Link, UserState } from '../domain/user-state.js';
import type { Webhook } from '../domain/webhooks/webhook.js';
import { endsLink } from '../domain/user/ends-link.js';
import { isActiveAdmin, userNameKey, type User } from '../domain/user/user.js';
import { accountWrites } from './account-writes.js';
import { Credentials, type CauseOf } from './credentials.js';
import type { DeclaredReads } from './declared-reads.js';
import { ErasedUsers } from './erased-users.js';
import { Leavers, type LoadedLeavers } from './leavers.js';
import { Notices } from './notices.js';
import { externalId, releasedName, UserIndex } from './user-index.js';
import { rowToWrite } from './user-rows.js';
import { Webhooks, type LoadedWebhooks } from './webhooks.js';
import { userWrites } from './user-writes.js';

/**
 * Users are inserted in the order of their names: two batches with the same new names meet at the first one and cannot
 * deadlock.
 */
const byName = (one: User, other: User) => (userNameKey(one.userName) < userNameKey(other.userName) ? -1 : 1);

export interface LoadedState {
  readonly accounts: readonly Account[];
  readonly users: readonly User[];
  /** Number of active admins, for accounts whose row is locked. */
  readonly activeAdmins: ReadonlyMap<string, number>;
  /** Number of users per custom role, by `keyOf` of the role. */
  readonly roleUsers: ReadonlyMap<string, number>;
  /** By `keyOf` of the user. */
  readonly links: ReadonlyMap<string, Link>;
  /** The versions of erased users, by `keyOf` of the user. */
  readonly erased: ReadonlyMap<string, number>;
  /** Undefined where no command of the batch reads it. */
  readonly hasAccounts: boolean | undefined;
  /** By `keyOf` of account and days; absent where no command of the batch reads it. */
  readonly releasedLongAgo?: ReadonlyMap<string, number>;
  /** Undefined where the batch needs no brake. */
  readonly leavers?: LoadedLeavers | undefined;
  readonly notices?: readonly Notice[];
  readonly lastWords?: readonly LastWord[];
  readonly webhooks?: LoadedWebhooks;
  readonly declared: Pick<DeclaredReads, 'require'>;
}

/**
 * The accounts and users of one batch: as loaded, plus the changes of the decisions so far. What is neither known nor
 * declared throws.
 */
export class UserUnitOfWork implements UnitOfWork<Change>, UserState {
  private readonly accounts: Tracked<Account>;
  private readonly users: Tracked<User>;
  private readonly byReleasedName = new UserIndex(releasedName, (key) => this.users.get(key));
  private readonly byExternalId = new UserIndex(externalId, (key) => this.users.get(key));
  private readonly admins: Map<string, number>;
  private readonly newRoles: object[] = [];
  private readonly renamedRoles = new Map<string, object>();
  private readonly goneRoles: object[] = [];
  private readonly roleUsers: ReadonlyMap<string, number>;
  private readonly credentials: Credentials;
  private readonly erased: ErasedUsers;
  private readonly leavers: Leavers;
  private readonly notices: Notices;
  private readonly outward: Webhooks;
  private readonly closures = new Map<string, AccountClosure>();
  /** Whose changes are being applied. */
  private message: CauseOf | undefined;

  constructor(private readonly loaded: LoadedState) {
    const { accounts, users, activeAdmins, roleUsers, links } = loaded;
    this.roleUsers = roleUsers;
    this.credentials = new Credentials(links);
    this.erased = new ErasedUsers(loaded.erased);
    this.leavers = new Leavers(loaded.leavers);
    this.notices = new Notices(loaded.notices, loaded.lastWords);
    this.outward = new Webhooks(loaded.webhooks);
    this.accounts = new Tracked(accounts, { key: ({ id }) => id.toLowerCase(), name: ({ slug }) => slug });
    this.users = new Tracked(users, {
      key: ({ accountId, id }) => keyOf(accountId, id),
      // A released user's name is nobody's (rule 5); under its id nobody is looked for by name.
      name: ({ accountId, userName, id, released }) => keyOf(accountId, released ? id : userNameKey(userName)),
    });
    for (const user of users) this.index(user);
    this.admins = new Map([...activeAdmins].map(([accountId, count]) => [accountId.toLowerCase(), count]));
  }

  account(accountId: string): Account | undefined {
    const key = accountId.toLowerCase();
    return this.accounts.get(key) ?? this.absent('account', key);
  }

  accountBySlug(slug: string): Account | undefined {
    return this.accounts.named(slug) ?? this.absent('slug', slug);
  }

  /** @throws Error where it was not loaded */
  hasAccounts(): boolean {
    const { hasAccounts } = this.loaded;
    if (hasAccounts === undefined) throw new Error('whether there are accounts was not asked');
    return hasAccounts || this.accounts.addedAndChanged().length > 0;
  }

  user(accountId: string, id: string): User | undefined {
    const key = keyOf(accountId, id);
    return this.users.get(key) ?? this.absent('user', key);
  }

  userNamed(accountId: string, userName: string): User | undefined {
    const key = keyOf(accountId, userNameKey(userName));
    return this.users.named(key) ?? this.absent('userName', key);
  }

  releasedNamed(accountId: string, userName: string): User[] {
    this.loaded.declared.require('released name', keyOf(accountId, userNameKey(userName)));
    return this.byReleasedName.find(accountId, userNameKey(userName));
  }

  usersWithExternalId(accountId: string, id: string): User[] {
    this.loaded.declared.require('externalId', keyOf(accountId, id));
    return this.byExternalId.find(accountId, id);
  }

  /**
   * @throws Error where it was not counted; the loader counts wherever a loaded user is an admin, or a command makes
   *   one
   */
  activeAdmins(accountId: string): number {
    const count = this.admins.get(accountId.toLowerCase());
    if (count === undefined) throw new Error('the active admins of this account were not counted');
    return count;
  }

  usersWithRole(accountId: string, roleId: string): number {
    const role = keyOf(accountId, roleId);
    this.loaded.declared.require('role', role);
    const touched = this.users.addedAndChanged().filter((user) => keyOf(user.accountId, user.userType) === role);
    return (this.roleUsers.get(role) ?? 0) + touched.length;
  }

  releasedLongAgo(accountId: string, days: string): number | undefined {
    return this.loaded.releasedLongAgo?.get(keyOf(accountId, days));
  }

  erasedVersion(accountId: string, id: string): number | undefined {
    const key = keyOf(accountId, id);
    return this.erased.version(key) ?? this.absent('erased', key);
  }

  link(accountId: string, userId: string): Link | undefined {
    const key = keyOf(accountId, userId);
    return this.credentials.link(key) ?? this.absent('link', key);
  }

  brake(accountId: string): BrakeCounts | undefined {
    this.loaded.declared.require('brake', accountId.toLowerCase());
    return this.leavers.brake(accountId);
  }

  hasLeft(accountId: string, userId: string): boolean {
    return this.leavers.hasLeft(accountId, userId);
  }

  leaver(accountId: string, userId: string): Leaver | undefined {
    const key = keyOf(accountId, userId);
    if (!this.users.get(key)?.isHeld) this.loaded.declared.require('leaver', key);
    return this.leavers.find(accountId, userId);
  }

  notice(accountId: string, id: string): Notice | undefined {
    return this.notices.find(accountId, id) ?? this.absent('notice', keyOf(accountId, id));
  }

  lastWord(accountId: string, notice: NoticeKind, subjectId: string): LastWord | undefined {
    const key = keyOf(accountId, `${notice} ${subjectId}`);
    return this.notices.lastWord(key) ?? this.absent('told', key);
  }

  webhooks(accountId: string): readonly Webhook[] {
    this.loaded.declared.require('webhooks', accountId.toLowerCase());
    return this.outward.of(accountId);
  }

  notificationsOff(accountId: string, userId: string): readonly NoticeKind[] {
    const key = keyOf(accountId, userId);
    this.loaded.declared.require('notifications', key);
    return this.outward.notificationsOff(key);
  }

  apply(changes: readonly Change[], message?: CauseOf): void {
    this.message = message;
    for (const change of changes) {
      if (change.kind === 'user') this.takeUser(change.before, change.after);
      else if (change.kind === 'account') this.takeAccount(change.before, change.after);
      else if (change.kind === 'erased') this.takeErasure(change);
      else if (change.kind === 'link' || change.kind === 'password' || change.kind === 'credentials-gone')
        this.credentials.apply(change, message);
      else if (change.kind === 'left' || change.kind === 'leaver' || change.kind === 'all-leavers')
        this.leavers.apply(change, message);
      else if (change.kind === 'webhook' || change.kind === 'notifications') this.outward.apply(change);
      else this.notices.apply(change);
    }
  }

  writes(): TableWrite[] {
    const added = this.users.added().sort(byName);
    return [
      ...userWrites(
        added.map((user) => rowToWrite(user, 0)),
        this.users.changed().map(({ entity, loaded }) => rowToWrite(entity, loaded.version)),
      ),
      ...this.erased.writes(this.users.removed()),
      ...this.leavers.writes(),
      ...this.notices.writes(),
      ...this.outward.writes(),
      ...accountWrites({
        added: this.accounts.added(),
        changed: this.accounts.changed().map(({ entity }) => entity), // their rows are locked
        newRoles: this.newRoles,
        renamedRoles: [...this.renamedRoles.values()],
        goneRoles: this.goneRoles,
      }),
      closureWrite([...this.closures.values()]),
      ...this.credentials.writes(),
    ];
  }

  /** @throws Error unless a command of the batch declared this read: only then is it known to be absent */
  private absent(...read: Parameters<DeclaredReads['require']>): undefined {
    this.loaded.declared.require(...read);
    return undefined;
  }

  private takeUser(before: User | undefined, after: User): void {
    this.users.set(after);
    const ids = { accountId: after.accountId, userId: after.id };
    if (before?.active && !after.active) this.credentials.signOut(ids, 'deactivated', this.message);
    else if (before && userNameKey(before.userName) !== userNameKey(after.userName))
      this.credentials.signOut(ids, 'renamed', this.message);
    if (before && endsLink(before, after)) this.credentials.endLink(ids);
    this.index(after);
    const difference = Number(isActiveAdmin(after)) - Number(isActiveAdmin(before));
    const accountId = after.accountId.toLowerCase();
    const counted = this.admins.get(accountId);
    if (counted !== undefined) this.admins.set(accountId, counted + difference);
  }

  private index(user: User): void {
    this.byReleasedName.add(user);
    this.byExternalId.add(user);
  }

  private takeErasure({ before, version }: Extract<Change, { kind: 'erased' }>): void {
    this.users.remove(keyOf(before.accountId, before.id));
    this.erased.add(before, version, this.message);
  }

  private takeAccount(before: Account | undefined, after: Account): void {
    for (const role of after.roles) {
      if (before?.roles.some(({ id }) => id === role.id)) continue;
      this.newRoles.push({ account_id: after.id, id: role.id, name: role.name, based_on: role.basedOn });
    }
    for (const role of before?.roles ?? []) {
      const kept = after.roles.find(({ id }) => id === role.id);
      if (!kept) this.goneRoles.push({ account_id: after.id, id: role.id });
      else if (kept.name !== role.name)
        this.renamedRoles.set(kept.id, { account_id: after.id, id: kept.id, name: kept.name });
    }
    this.accounts.set(after);
    if (before?.closing?.endsAt !== after.closing?.endsAt) this.takeClosing(after);
  }

  private takeClosing({ id: accountId, version, closing }: Account): void {
    const { id = '', correlationId = id, payload = {} } = this.message ?? {};
    const actor = actorIn(payload);
    if (!actor) throw new Error('an account is closed or reopened by no actor');
    const cause = { id, correlationId, actor };
    const of = closing ? ({ state: 'closing', dueAt: closing.endsAt } as const) : ({ state: 'open' } as const);
    this.closures.set(accountId, { accountId, version, cause, ...of });
  }
}
