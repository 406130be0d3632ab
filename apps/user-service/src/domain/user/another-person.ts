import type { CreateUser, Actor } from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import { differ, distinguishesPeople } from './matching.js';
import type { User } from './user.js';

/** What of a request decides whether it speaks of another person. */
export interface SaidIdentity extends Pick<CreateUser, 'externalId' | 'externalIdIs'> {
  readonly actor: Pick<Actor, 'kind'>;
}

/**
 * Whether the directory speaks of another person than the one this inactive user stood for: another `externalId` than
 * the one on record says so (rule 5).
 */
export function isAnotherPerson(before: User | undefined, said: SaidIdentity, account: Account): boolean {
  if (!before || before.active || before.released || said.actor.kind !== 'directory') return false;
  return distinguishesPeople(account, said) && differ(before.externalId, said.externalId);
}
