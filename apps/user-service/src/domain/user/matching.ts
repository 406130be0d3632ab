import { Refusal, type CreateUser } from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import type { UserState } from '../user-state.js';
import type { User } from './user.js';

/** Whether the `externalId` of a request tells people apart: by the account's setting, and by who sends it (rule 5). */
export function distinguishesPeople(
  { settings }: Account,
  { externalIdIs }: Pick<CreateUser, 'externalIdIs'>,
): boolean {
  return settings.externalId === 'person' && externalIdIs === undefined;
}

/** What of a creation decides whom it means. */
export type SaidPerson = Pick<CreateUser, 'accountId' | 'userName' | 'externalId' | 'externalIdIs'>;

/**
 * The user whom a creation means (rule 5): who has the userName; else a released user who had it; else, by `externalId`,
 * an inactive or released user of the directory. A released user with another `externalId` is another person, and left
 * alone.
 * @throws Refusal external-id-taken
 */
export function matchOf(command: SaidPerson, account: Account, state: UserState): User | undefined {
  const { accountId, userName, externalId } = command;
  const holder = state.userNamed(accountId, userName);
  if (holder) return holder;
  const isPerson = distinguishesPeople(account, command);
  const released = state
    .releasedNamed(accountId, userName)
    .filter((user) => !isPerson || !differ(user.externalId, externalId))
    .sort((one, other) => Number(other.externalId === externalId) - Number(one.externalId === externalId));
  if (released[0] || !isPerson || isAbsent(externalId)) return released[0];
  const sameId = state.usersWithExternalId(accountId, externalId);
  if (sameId.some(isActiveInDirectory)) throw new Refusal('external-id-taken', { externalId });
  return sameId.find(isInactiveInDirectory) ?? sameId.find((user) => user.released);
}

/** Whether two values were both said, and differ. */
export function differ(stored: string | undefined, said: string | undefined): boolean {
  return !isAbsent(stored) && !isAbsent(said) && stored !== said;
}

/**
 * Checks rule 5: no two active directory users have the same `externalId`. A value that stays is not checked.
 * @throws Refusal external-id-taken
 */
export function requireFreeExternalId(
  { accountId, id, externalId }: User,
  before: User | undefined,
  state: UserState,
): void {
  if (isAbsent(externalId) || externalId === before?.externalId) return;
  const holder = state
    .usersWithExternalId(accountId, externalId)
    .find((user) => user.id !== id && isActiveInDirectory(user));
  if (holder) throw new Refusal('external-id-taken', { externalId });
}

const isAbsent = (externalId: string | undefined): externalId is undefined | '' =>
  externalId === undefined || externalId === '';
const isActiveInDirectory = ({ active, managedBy, released }: User) => active && managedBy === 'directory' && !released;
const isInactiveInDirectory = ({ active, managedBy, released }: User) =>
  !active && managedBy === 'directory' && !released;
