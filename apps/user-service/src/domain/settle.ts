import { Refusal, UserEvents, type Actor, type Decision, type PendingEvent, type UserView } from '@rollcall/contracts';
import type { Account } from './account.js';
import { changedAttributes } from './changed-attributes.js';
import type { Change, Directory } from './directory.js';
import { guardLastAdmin } from './last-admin.js';
import { refreshFormatted } from './person-name.js';
import { checkedProfile } from './profile.js';
import { checkUserName } from './user-name.js';
import { fellBack, resolveUserType, type ResolvedType } from './user-type.js';
import { viewOf, type User, type UserDraft } from './user.js';

/** How a directory's write came to its user. */
export type Arrival = 'created' | 'restored' | 'adopted';

/** A write of the directory, reduced to the user that it wants. */
export interface Wish {
  readonly account: Account;
  readonly actor: Actor;
  /** Undefined for somebody new, who will have `id`. */
  readonly before?: User;
  readonly id: string;
  readonly draft: Omit<UserDraft, 'userType'>;
  /** As sent; undefined: the type stays, or is `member` for somebody new (rule 3). */
  readonly userType?: string;
  readonly passwordHash?: string;
  readonly arrival?: Arrival;
  readonly now: Date;
}

export interface UserReply {
  readonly user: UserView;
  readonly changed: boolean;
  readonly outcome?: Arrival;
}

/**
 * Where every write of the directory ends: checks the rules, and turns the difference into one new version per event. A write that
 * changes nothing decides nothing.
 * @throws Refusal by rules 1, 2, 3, 4, 8
 */
export function settle(wish: Wish, directory: Directory): Decision<Change, UserReply> {
  const { account, actor, before, id, now } = wish;
  const type: ResolvedType =
    wish.userType === undefined ? { userType: before?.userType ?? 'member' } : resolveUserType(wish.userType, account);
  const refreshed = refreshFormatted(before?.profile.name, wish.draft.profile.name);
  const profile = checkedProfile({ ...wish.draft.profile, ...(refreshed === undefined ? {} : { name: refreshed }) });
  checkUserName(wish.draft.userName, profile, account.settings);
  checkNameIsFree(wish.draft.userName, account.id, id, directory);

  const takesPassword = wish.passwordHash !== undefined && account.settings.passwordSync === 'on';
  const draft: UserDraft = { ...wish.draft, userType: type.userType, profile };
  const wanted = wantedUser(wish, draft, takesPassword);
  guardLastAdmin(before, wanted, account, actor, directory);

  const warnings = type.fellBackFrom === undefined ? [] : [fellBack(account.id, id, actor, type)];
  const events = eventsOf(before, wanted, { arrival: wish.arrival, password: takesPassword, actor });
  if (events.length === 0) return { changes: [], events: [], reply: { user: viewOf(wanted), changed: false } };
  const after = { ...wanted, version: wanted.version + events.length, updatedAt: now.toISOString() };
  return {
    changes: [
      { kind: 'user', after, ...(before ? { before } : {}) },
      ...(takesPassword ? [passwordChange(account.id, id, wish.passwordHash ?? '')] : []),
    ],
    events: [...events, ...warnings],
    reply: { user: viewOf(after), changed: true, ...(wish.arrival ? { outcome: wish.arrival } : {}) },
  };
}

/** Rule 1: taken by anybody, seen or unseen. */
function checkNameIsFree(userName: string, accountId: string, id: string, directory: Directory): void {
  const holder = directory.userNamed(accountId, userName);
  if (holder && holder.id !== id) throw new Refusal('user-name-taken', { userName });
}

function passwordChange(accountId: string, userId: string, hash: string): Change {
  return { kind: 'password', accountId, userId, hash };
}

function wantedUser({ account, before, id, now }: Wish, draft: UserDraft, takesPassword: boolean): User {
  const { externalId, ...rest } = draft;
  return {
    accountId: account.id,
    id,
    version: before?.version ?? 0,
    ...rest,
    ...(externalId === undefined ? {} : { externalId }),
    managedBy: 'directory',
    released: false,
    deactivatedByDirectory: !draft.active,
    hasPassword: takesPassword || (before?.hasPassword ?? false),
    createdAt: before?.createdAt ?? now.toISOString(),
    updatedAt: before?.updatedAt ?? now.toISOString(),
  };
}

interface EventFacts {
  readonly arrival: Arrival | undefined;
  readonly password: boolean;
  readonly actor: Actor;
}

/** The difference as facts, one version each. Each event carries the access state that holds after it. */
function eventsOf(before: User | undefined, after: User, { arrival, password, actor }: EventFacts): PendingEvent[] {
  const events: PendingEvent[] = [];
  const state = {
    userType: before?.userType ?? after.userType,
    active: before?.active ?? after.active,
    managedBy: before?.managedBy ?? after.managedBy,
  };
  const announce = (type: string, changed: string[]) => {
    events.push({
      type,
      accountId: after.accountId,
      aggregateId: after.id,
      version: after.version + events.length + 1,
      payload: { accountId: after.accountId, userId: after.id, ...state, changed, actor },
    });
  };
  const attributes = [...changedAttributes(before, after), ...(password ? ['password'] : [])];
  if (!before) {
    announce(UserEvents.created.type, attributes);
    return events;
  }
  const adopted = before.managedBy !== after.managedBy && !before.released;
  state.managedBy = after.managedBy;
  if (arrival === 'restored') {
    state.active = after.active;
    announce(UserEvents.restored.type, [...attributes, 'active']);
  } else if (adopted) {
    announce(UserEvents.adopted.type, ['managedBy']);
  }
  if (arrival !== 'restored' && attributes.length > 0) announce(UserEvents.updated.type, attributes);
  if (before.userType !== after.userType) {
    state.userType = after.userType;
    announce(UserEvents.typeChanged.type, ['userType']);
  }
  if (state.active !== after.active) {
    state.active = after.active;
    announce(after.active ? UserEvents.reactivated.type : UserEvents.deactivated.type, ['active']);
  }
  return events;
}

/** @throws Refusal version-mismatch unless the caller named the current version, `*`, or nothing (If-Match, RFC 7644 §3.14). */
export function checkVersion(ifMatch: readonly string[] | undefined, version: number): void {
  if (ifMatch === undefined || ifMatch.includes('*') || ifMatch.includes(String(version))) return;
  throw new Refusal('version-mismatch', { version });
}

/** The account of a command. @throws Refusal account-not-found */
export function accountOf(accountId: string, directory: Directory): Account {
  const account = directory.account(accountId);
  if (!account) throw new Refusal('account-not-found');
  return account;
}

/** A user that the directory may see. @throws Refusal user-not-found for nobody, and for the released (rule 5) */
export function visibleUser(accountId: string, userId: string, directory: Directory): User {
  const user = directory.user(accountId, userId);
  if (!user || user.released) throw new Refusal('user-not-found', { userId });
  return user;
}
