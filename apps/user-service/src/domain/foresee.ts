import {
  AccountEvents,
  isMessageOf,
  LeaverEvents,
  UserEvents,
  type AttributeChange,
  type Decision,
  type LeaversOfDryRun,
  type PendingEvent,
  type RoleView,
  type WouldBeOutcome,
  type WouldChange,
} from '@rollcall/contracts';
import type { Account } from './account/account.js';
import { attributesOf, changedAttributes, same } from './profile/changed-attributes.js';
import type { Change, UserState } from './user-state.js';
import { userNameKey, type User } from './user/user.js';

/** What a decision would change, for the answer of a dry run (rule 26). Passwords and their hashes are never a part of it. */
export function foresee(
  { changes, events }: Pick<Decision<Change>, 'changes' | 'events'>,
  state: Pick<UserState, 'releasedLongAgo'>,
): WouldChange {
  const types = events.map(({ type }) => type);
  const outcome = types.map((type) => outcomes[type]).find((each) => each !== undefined);
  const users = changes.filter((change) => change.kind === 'user');
  const seats = users.reduce((sum, { before, after }) => sum + seatsOf(after) - seatsOf(before), 0);
  const password = passwordAfter(changes);
  const leavers = decidedLeavers(changes, events);
  const peopleErased = erasedBy(changes, state);
  return {
    changed: changes.length > 0,
    ...(outcome === undefined ? {} : { outcome }),
    events: [...new Set(types)],
    attributes: changes.flatMap(attributesIn),
    ...(password === undefined ? {} : { password }),
    ...(changes.some(endsSessions) ? { sessionsEnd: true } : {}),
    ...(seats === 0 ? {} : { seats }),
    ...(leavers ? { leavers } : {}),
    ...(peopleErased === undefined ? {} : { peopleErased }),
  };
}

const outcomes: Readonly<Record<string, WouldBeOutcome | undefined>> = {
  [UserEvents.created.type]: 'created',
  [UserEvents.adopted.type]: 'adopted',
  [UserEvents.restored.type]: 'restored',
  [UserEvents.released.type]: 'released',
  [UserEvents.erased.type]: 'erased',
  [UserEvents.handedBack.type]: 'handed-back',
  [UserEvents.handedOver.type]: 'handed-over',
  [AccountEvents.roleCreated.type]: 'created',
  [AccountEvents.roleDeleted.type]: 'deleted',
  [LeaverEvents.approved.type]: 'approved',
  [LeaverEvents.declined.type]: 'declined',
};

const seatsOf = (user: User | undefined): number => (user?.active && !user.released ? 1 : 0);

function attributesIn(change: Change): AttributeChange[] {
  if (change.kind === 'user') return ofUser(change.before, change.after);
  if (change.kind === 'account' && change.before) return ofAccount(change.before, change.after);
  return [];
}

/** Of a released user the directory may read nothing: what comes back is told as it would be, not as it was. */
function ofUser(before: User | undefined, after: User): AttributeChange[] {
  const [was, would] = [valuesOf(before?.released ? undefined : before), valuesOf(after)];
  const states = (['userType', 'active', 'managedBy'] as const).filter((name) => before?.[name] !== after[name]);
  return [...changedAttributes(before, after), ...states].map((attribute) =>
    changeOf(attribute, was.get(attribute), would.get(attribute)),
  );
}

function valuesOf(user: User | undefined): Map<string, unknown> {
  const values = attributesOf(user);
  if (user) for (const name of ['userType', 'active', 'managedBy'] as const) values.set(name, user[name]);
  return values;
}

function ofAccount(before: Account, after: Account): AttributeChange[] {
  const names = Object.keys(after.settings) as (keyof Account['settings'])[];
  const settings = names.filter((name) => before.settings[name] !== after.settings[name]);
  return [
    ...settings.map((name) => changeOf(name, before.settings[name], after.settings[name])),
    ...ofRoles(before.roles, after.roles),
  ];
}

function ofRoles(before: readonly RoleView[], after: readonly RoleView[]): AttributeChange[] {
  const roleIn = (roles: readonly RoleView[], id: string) => roles.find((role) => role.id === id);
  const ids = new Set([...before, ...after].map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const [was, would] = [roleIn(before, id), roleIn(after, id)];
    return same(was, would) ? [] : [changeOf(`roles.${id}`, was, would)];
  });
}

function changeOf(attribute: string, from: unknown, to: unknown): AttributeChange {
  return { attribute, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function passwordAfter(changes: readonly Change[]): 'set' | 'removed' | undefined {
  if (changes.some(({ kind }) => kind === 'password')) return 'set';
  const isGone = changes.some(({ kind }) => kind === 'credentials-gone');
  const had = changes.some(
    (change) => (change.kind === 'user' || change.kind === 'erased') && change.before?.hasPassword,
  );
  return isGone && had ? 'removed' : undefined;
}

/** As the unit of work does it (rules 5, 6). */
function endsSessions(change: Change): boolean {
  if (change.kind === 'password' || change.kind === 'credentials-gone') return true;
  if (change.kind !== 'user' || !change.before) return false;
  const { before, after } = change;
  return (before.active && !after.active) || userNameKey(before.userName) !== userNameKey(after.userName);
}

/** Whom the next sweep erases, where the account's time for that becomes another (rule 25). */
function erasedBy(changes: readonly Change[], state: Pick<UserState, 'releasedLongAgo'>): number | undefined {
  const account = changes.find((change) => change.kind === 'account');
  const days = account?.after.settings.eraseReleasedAfterDays;
  if (!account?.before || account.before.settings.eraseReleasedAfterDays === days) return undefined;
  return days === undefined ? undefined : state.releasedLongAgo(account.after.id, days);
}

/** An admin's decision about held people: those who are approved leave by commands of their own, which are not a part of it. */
function decidedLeavers(changes: readonly Change[], events: readonly PendingEvent[]): LeaversOfDryRun | undefined {
  const approved = events.find((event) => isMessageOf(LeaverEvents.approved, event));
  const decided = approved ?? events.find((event) => isMessageOf(LeaverEvents.declined, event));
  if (!decided) return undefined;
  const passesUntil = changes.find((change) => change.kind === 'all-leavers')?.passesUntil;
  return {
    [approved ? 'leave' : 'stay']: decided.payload.count,
    ...(passesUntil === undefined ? {} : { passesUntil }),
  };
}
