import { AccountEvents, Refusal, type Actor, type PendingEvent } from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import type { User } from './user.js';

export interface DirectoryWrite {
  readonly account: Account;
  readonly actor: Actor;
  readonly before: User | undefined;
  /** Whether the user stands for another person from now on (rule 5). */
  readonly isAnother: boolean;
}

function makesAdmin({ actor, before, isAnother }: DirectoryWrite, { userType }: Pick<User, 'userType'>): boolean {
  const wasAdmin = before?.userType === 'admin' && !before.released && !isAnother;
  return actor.kind === 'directory' && userType === 'admin' && !wasAdmin;
}

/**
 * Checks rule 6 with `directoryAdmins: refuse`: the directory makes nobody an admin.
 * @throws Refusal directory-admins-refused
 */
export function requireMayMakeAdmin(write: DirectoryWrite, wanted: Pick<User, 'userType' | 'userName'>): void {
  if (write.account.settings.directoryAdmins === 'allow' || !makesAdmin(write, wanted)) return;
  throw new Refusal('directory-admins-refused', { userName: wanted.userName });
}

/** The events that rule 6 requires where the directory makes an admin, or changes the password of one. */
export function eventsAboutAdmins(write: DirectoryWrite, after: User, takesPassword: boolean): PendingEvent[] {
  const { account, actor, before } = write;
  if (actor.kind !== 'directory' || after.userType !== 'admin') return [];
  const event = ({ type }: { readonly type: string }): PendingEvent => ({
    type,
    accountId: account.id,
    aggregateId: account.id,
    payload: { accountId: account.id, actor, userId: after.id },
  });
  return [
    ...(makesAdmin(write, after) ? [event(AccountEvents.directoryMadeAdmin)] : []),
    ...(before && takesPassword ? [event(AccountEvents.directoryChangedAdminPassword)] : []),
  ];
}
