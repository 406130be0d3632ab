import type { UserView } from '@rollcall/contracts';
import type { User } from '../contract/shapes.js';

/** A user as this API shows it: user-service's view without the parts for services only. */
export function userOf(view: UserView): User {
  const { id, version, userName, externalId, userType, active, managedBy, profile, createdAt, updatedAt } = view;
  return {
    id,
    version,
    userName,
    ...(externalId === undefined ? {} : { externalId }),
    userType,
    active,
    managedBy,
    released: view.released ?? false,
    ...(view.ownSignIn ? { ownSignIn: view.ownSignIn } : {}),
    profile,
    createdAt,
    updatedAt,
  };
}
