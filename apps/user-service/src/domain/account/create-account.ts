import {
  AccountEvents,
  defaultAccountSettings,
  Refusal,
  type AccountView,
  type CreateAccount,
  type Decision,
} from '@rollcall/contracts';
import { accountView, type Account } from './account.js';
import type { Change, UserState } from '../user-state.js';
import { eventsOfChange } from '../user/events-of-change.js';
import { checkedProfile } from '../profile/profile.js';
import { knownProfile } from '../profile/profile-shape.js';
import { repeatable } from '../storable-text.js';
import { checkUserName } from '../user/user-name.js';
import type { User } from '../user/user.js';

/**
 * A label of a host name, so that slugs can be part of addresses; but no UUID, so that a text is clearly either slug or
 * id.
 */
const wellFormed = /^(?![0-9a-f]{8}-[0-9a-f]{4}-)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Creates an account with its first admin, who is workspace-managed.
 * @throws Refusal setup-closed, slug-invalid, slug-taken, user-name-invalid, name-character
 */
export function decideCreateAccount(
  command: CreateAccount,
  state: UserState,
  now: Date,
): Decision<Change, AccountView & { adminId: string }> {
  const { accountId, slug, name, admin, actor } = command;
  if (command.onlyIfFirst === true && state.hasAccounts()) throw new Refusal('setup-closed');
  if (!wellFormed.test(slug)) throw new Refusal('slug-invalid', { slug: repeatable(slug) });
  if (state.account(accountId) || state.accountBySlug(slug)) throw new Refusal('slug-taken', { slug });
  const account: Account = { id: accountId, slug, name, version: 1, settings: defaultAccountSettings, roles: [] };
  const user = firstAdmin(command, now);
  const changes: Change[] = [
    { kind: 'account', after: account },
    { kind: 'user', after: { ...user, version: 1 } },
  ];
  const { passwordHash: hash } = admin;
  if (hash !== undefined) changes.push({ kind: 'password', accountId, userId: user.id, hash });
  const facts = { arrival: undefined, changesPassword: hash !== undefined, type: { userType: user.userType }, actor };
  return {
    changes,
    events: [
      {
        type: AccountEvents.created.type,
        accountId,
        aggregateId: accountId,
        version: 1,
        payload: { accountId, actor },
      },
      ...eventsOfChange(undefined, user, facts),
    ],
    reply: { ...accountView(account), adminId: user.id },
  };
}

function firstAdmin({ accountId, admin }: CreateAccount, now: Date): User {
  const { userId, userName, givenName, familyName, passwordHash } = admin;
  checkUserName(userName);
  const profile = knownProfile({
    name: { givenName, familyName },
    displayName: `${givenName} ${familyName}`,
    emails: [{ value: userName, type: 'work', primary: true }],
  });
  return {
    accountId,
    id: userId,
    version: 0,
    userName,
    userType: 'admin',
    active: true,
    managedBy: 'workspace',
    released: false,
    deactivatedByDirectory: false,
    hasPassword: passwordHash !== undefined,
    directoryKnowsPassword: false,
    madeInProduct: true,
    ownSignIn: true,
    mayHandOver: true,
    isHeld: false,
    profile: checkedProfile(profile),
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
  };
}
