import {
  defaultAccountSettings,
  Refusal,
  type AccountSettings,
  type Actor,
  type Decision,
  type PendingEvent,
  type RefusalCode,
  type RefusalFacts,
  type RoleView,
  type UserChange,
  type UserEvent,
} from '@rollcall/contracts';
import type { Account } from '../../src/domain/account/account.js';
import type { Change } from '../../src/domain/user-state.js';
import { isActiveAdmin, userNameKey, type User } from '../../src/domain/user/user.js';
import { DeclaredReads } from '../../src/persistence/declared-reads.js';
import { UserUnitOfWork, type LoadedState } from '../../src/persistence/user-unit-of-work.js';
import type { UserReads } from '../../src/reads.js';

export const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
export const directory: Actor = { kind: 'directory', id: '01890a5d-ac96-774b-bcce-b302099a8059' };
export const now = new Date('2026-03-01T10:00:00.000Z');
const earlier = '2026-02-01T10:00:00.000Z';

/** Ids that read as numbers. */
export const idOf = (n: number) => `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}`;

/** What the directory's commands about Ann Lee (`aUser`) have in common. */
export const ofAnn = { accountId, userId: idOf(1), actor: directory } as const;

/** What a command says that would bring this released user back, once team-service knows of the release. */
export const followedRelease = ({ id: userId, version }: User) => ({ toldRelease: { userId, version } });

/** One step of a change. */
export const set = (attribute: string, value: unknown): UserChange => ({ change: 'set', attribute, value });

export const contractor: RoleView = { id: idOf(900), name: 'Contractor', basedOn: 'viewer' };

export function anAccount(settings: Partial<AccountSettings> = {}, of: Partial<Account> = {}): Account {
  return {
    id: accountId,
    slug: 'acme',
    name: 'Acme',
    version: 4,
    settings: { ...defaultAccountSettings, ...settings },
    roles: [contractor],
    ...of,
  };
}

/** Ann Lee, an active member whom the directory keeps, in version 3. */
export function aUser(of: Partial<User> = {}): User {
  return {
    accountId,
    id: idOf(1),
    version: 3,
    userName: 'ann.lee@example.com',
    externalId: 'okta-1',
    userType: 'member',
    active: true,
    managedBy: 'directory',
    released: false,
    deactivatedByDirectory: false,
    hasPassword: false,
    directoryKnowsPassword: false,
    madeInProduct: false,
    ownSignIn: false,
    mayHandOver: false,
    isHeld: false,
    profile: {
      name: { formatted: 'Ann Lee', familyName: 'Lee', givenName: 'Ann' },
      displayName: 'Ann Lee',
      title: 'Surveyor',
      emails: [{ value: 'ann.lee@example.com', type: 'work', primary: true }],
    },
    createdAt: earlier,
    updatedAt: earlier,
    ...of,
  };
}

/**
 * What a decision may look at: one account and its people, as if all of it had been declared. Whether commands declare
 * what their decisions read is told by declared-reads.spec.ts.
 */
export function given(
  users: readonly User[] = [],
  account: Account = anAccount(),
  leavers?: LoadedState['leavers'],
): UserUnitOfWork {
  const activeAdmins = new Map([[account.id, users.filter((user) => isActiveAdmin(user)).length]]);
  const state = {
    roleUsers: new Map(),
    links: new Map(),
    erased: new Map(),
    hasAccounts: true,
    leavers,
    declared: { require: () => undefined },
  };
  return new UserUnitOfWork({ accounts: [account], users, activeAdmins, ...state });
}

/** An admin of the account who was made in the product, with the account: her own. */
export function anOwnAdmin(of: Partial<User> = {}): User {
  const own = { madeInProduct: true, ownSignIn: true, mayHandOver: true } as const;
  return aUser({ userType: 'admin', managedBy: 'workspace', externalId: undefined, ...own, ...of });
}

/** The same, with no more than what a command declares to read. */
export function givenWhatIsRead(reads: UserReads, users: readonly User[], account: Account): UserUnitOfWork {
  const key = ({ userName }: Pick<User, 'userName'>) => userNameKey(userName);
  const isNamed = (user: User) =>
    reads.userName !== undefined &&
    key(user) === key({ userName: reads.userName }) &&
    (!user.released || reads.matching);
  const isRead = (user: User) =>
    user.id === reads.userId ||
    user.id === reads.actorId ||
    isNamed(user) ||
    (reads.externalId !== undefined && user.externalId === reads.externalId);
  const read = users.filter((user) => isRead(user));
  const counts =
    reads.changesAccount === true || reads.userType === 'admin' || read.some(({ userType }) => userType === 'admin');
  return new UserUnitOfWork({
    accounts: reads.accountId === account.id || reads.slug === account.slug ? [account] : [],
    users: read,
    activeAdmins: new Map(counts ? [[account.id, users.filter((user) => isActiveAdmin(user)).length]] : []),
    roleUsers: new Map(),
    links: new Map(),
    erased: new Map(),
    hasAccounts: reads.isFirst === true ? true : undefined,
    declared: new DeclaredReads([reads], read),
  });
}

/** What a decision made of a user, in few words: each event with its version, and the user saved. */
export function outcomeOf(decision: Decision<Change>) {
  return {
    events: decision.events.map(inWords),
    user: decision.changes.flatMap((change) => (change.kind === 'user' ? [change.after] : [])).at(-1),
    passwords: decision.changes.flatMap((change) => (change.kind === 'password' ? [change.hash] : [])),
  };
}

/** Whether a decision deletes password, link and sessions. */
export function endsCredentials({ changes }: Decision<Change>): boolean {
  return changes.some(({ kind }) => kind === 'credentials-gone');
}

/** What an event says beside its fields: why, and what stayed as stored. */
export function saidBy({ payload }: PendingEvent): Pick<UserEvent, 'reason' | 'kept'> {
  const { reason, kept } = payload as Partial<UserEvent>;
  return { ...(reason === undefined ? {} : { reason }), ...(kept === undefined ? {} : { kept }) };
}

/** `user.updated 4 (title)`; warnings have no version. */
export function inWords({ type, version, payload }: PendingEvent): string {
  const { changed } = payload as Partial<UserEvent>;
  return [type, version, changed && `(${changed.join(', ')})`].filter((part) => part !== undefined).join(' ');
}

/** The refusal that an act ends in. */
export function refusalOf(act: () => unknown): {
  code: RefusalCode;
  facts: RefusalFacts;
  warnings: readonly PendingEvent[];
  notes: readonly unknown[];
} {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
