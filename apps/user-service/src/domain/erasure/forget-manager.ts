import { UserEvents, type Actor, type PendingEvent } from '@rollcall/contracts';
import type { User } from '../user/user.js';
import { profileWithout, type ErasedPeople } from './erased-person.js';

/** The user whose manager was erased: without what named the manager, one version later; undefined where nothing did. */
export function forgetManager(user: User, people: ErasedPeople, now: Date): User | undefined {
  const profile = profileWithout(user.profile, people);
  if (profile === undefined) return undefined;
  return { ...user, profile, version: user.version + 1, updatedAt: now.toISOString() };
}

export function managerForgotten(
  { accountId, id, version, userType, active, managedBy }: User,
  actor: Actor,
): PendingEvent {
  const reason = 'the person who was named as manager has been erased';
  const payload = {
    accountId,
    userId: id,
    userType,
    active,
    managedBy,
    changed: ['enterprise.manager'],
    actor,
    reason,
  };
  return { type: UserEvents.updated.type, accountId, aggregateId: id, version, payload };
}
