import { Refusal, type Arrival, type CreateUser, type Decision, type UserReply } from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import type { Change, UserState } from '../user-state.js';
import { requireAccount, requireUnusedId } from '../preconditions.js';
import { withListsAsSet } from '../profile/apply-changes.js';
import { knownProfile, withPrimaryAddress } from '../profile/profile-shape.js';
import { isAnotherPerson } from './another-person.js';
import { decideUserWrite } from './decide-user-write.js';
import { matchOf, distinguishesPeople, type SaidPerson } from './matching.js';
import { saidPassword } from './taken-password.js';
import { newAddresses } from './user-name.js';
import { strongestType } from './user-type.js';
import type { User } from './user.js';

/**
 * The directory assigns a user (rule 5). Without a match a new user is created. An inactive or released user is restored,
 * and one made in the product is adopted; both keep their id. A match that is an active directory user is a conflict.
 * @throws Refusal account-not-found, user-name-taken, external-id-taken, invalid-message where another user has the
 *   proposed id, and what `decideUserWrite` throws
 */
export function decideCreateUser(command: CreateUser, state: UserState, now: Date): Decision<Change, UserReply> {
  const account = requireAccount(command.accountId, state);
  const { match, arrival } = meetingOf(command, account, state);
  if (!match) requireUnusedId(command.accountId, command.userId, state);
  const { actor, userName, externalId = match?.externalId, active = true, toldRelease } = command;
  const userType = command.userType ?? strongestType(command.userTypes ?? [], account);
  const isAnother = isAnotherPerson(match, command, account);
  const profile = withPrimaryAddress(withListsAsSet(knownProfile(command.profile)));
  return decideUserWrite(
    {
      account,
      actor,
      ...(match ? { before: match } : {}),
      id: match?.id ?? command.userId,
      userName,
      ...(externalId === undefined ? {} : { externalId }),
      profile: isAnother ? profile : { ...match?.profile, ...profile }, // a restored user keeps what is not sent
      active,
      ...(userType === undefined ? {} : { userType }),
      ...saidPassword(command),
      distinguishesPeople: distinguishesPeople(account, command),
      isAnother,
      said: newAddresses(match, userName, profile),
      arrival,
      ...(toldRelease === undefined ? {} : { toldRelease }),
      now,
    },
    state,
  );
}

/**
 * Whom a creation meets, and what becomes of them by it.
 * @throws Refusal user-name-taken, external-id-taken
 */
export function meetingOf(
  said: SaidPerson,
  account: Account,
  state: UserState,
): { readonly match: User | undefined; readonly arrival: Arrival } {
  const match = matchOf(said, account, state);
  const arrival = match ? arrivalOf(match) : 'created';
  if (arrival === undefined) throw new Refusal('user-name-taken', { userName: said.userName });
  return { match, arrival };
}

function arrivalOf(match: User): Arrival | undefined {
  if (match.released || !match.active) return 'restored';
  return match.managedBy === 'workspace' ? 'adopted' : undefined;
}
