import type { SessionView, UserView } from '@rollcall/contracts';
import { may } from '../auth/permissions.js';
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

/** A person as this signed-in one may see them: whole where they manage people or it is their own, else briefly. */
export function userFor({ rights, userId }: Pick<SessionView, 'rights' | 'userId'>, view: UserView): User {
  return may(rights, 'users.manage') || view.id === userId ? userOf(view) : briefly(userOf(view));
}

/** Who somebody is and where to find them at work: no phone numbers, other addresses, or what personnel keeps. */
function briefly(whole: User): User {
  const { externalId: _, profile, ...user } = whole;
  const { phoneNumbers: _1, addresses: _2, emails: _3, enterprise: _4, ...known } = profile;
  return { ...user, profile: known };
}
