import type { Account, Me, User } from '../../api/generated/types.gen';
import type { Tone } from '../../parts/state';

type StateOf = Pick<User, 'active' | 'released'>;

/** The state of a person in one word. */
export function stateOf({ active, released }: StateOf): {
  readonly name: 'active' | 'inactive' | 'released';
  readonly tone: Tone;
} {
  if (released) return { name: 'released', tone: 'held' };
  return active ? { name: 'active', tone: 'ok' } : { name: 'inactive', tone: 'neutral' };
}

export type PersonAct =
  'edit' | 'type' | 'link' | 'deactivate' | 'activate' | 'endSessions' | 'handBack' | 'handOver' | 'erase';

type Whom = Pick<User, 'id' | 'userType' | 'active' | 'released' | 'managedBy' | 'ownSignIn'>;

interface Around {
  readonly me: Pick<Me, 'permissions'> & { readonly user: Pick<User, 'id' | 'ownSignIn'> };
  /** Undefined while it is not known. */
  readonly account: Pick<Account, 'activeAdmins'> | undefined;
  /** What the log says of why somebody is as they are. */
  readonly verdict: string | undefined;
}

/** Whether somebody is the only one who can manage the account. */
export function isLastAdmin({ userType, active }: Whom, account: Around['account']): boolean {
  return userType === 'admin' && active && account?.activeAdmins === 1;
}

/** What can be done with a person, in the order of the menu: what the API would refuse in any case is not among it. */
export function actsFor(person: Whom, { me, account, verdict }: Around): readonly PersonAct[] {
  if (!me.permissions.includes('users.manage')) return [];
  if (person.released) return ['activate', 'erase'];
  const isHeldFast = isLastAdmin(person, account);
  const isOfDirectory = person.managedBy === 'directory';
  const mayAct = !person.ownSignIn || person.id === me.user.id || me.user.ownSignIn === true; // rule 6
  const acts: readonly (readonly [PersonAct, boolean])[] = [
    ['edit', true],
    ['type', !isHeldFast],
    ['link', person.active && mayAct],
    ['endSessions', person.active],
    ['deactivate', person.active && !isHeldFast],
    ['activate', !person.active && verdict !== 'inactive-by-directory'],
    ['handBack', isOfDirectory],
    ['handOver', !isOfDirectory && mayAct],
    ['erase', !person.active && !isOfDirectory],
  ];
  return acts.flatMap(([act, isPossible]) => (isPossible ? [act] : []));
}
