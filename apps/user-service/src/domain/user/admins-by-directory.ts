import { AccountEvents, Refusal, type Actor, type NoticeKind, type PendingEvent } from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import type { NoticeChange } from '../notices/notice.js';
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

/** What rule 6 wants to be known: that the directory makes an admin, or changes the password of one. */
function announcementsOf(
  { actor, before, ...write }: DirectoryWrite,
  after: User,
  takesPassword: boolean,
): Announcement[] {
  if (actor.kind !== 'directory' || after.userType !== 'admin') return [];
  return [
    ...(makesAdmin({ actor, before, ...write }, after) ? [madeAdmin] : []),
    ...(before && takesPassword ? [changedPassword] : []),
  ];
}

interface Announcement {
  readonly event: { readonly type: string };
  readonly notice: NoticeKind;
}

const madeAdmin: Announcement = { event: AccountEvents.directoryMadeAdmin, notice: 'admin-made-by-directory' };
const changedPassword: Announcement = {
  event: AccountEvents.directoryChangedAdminPassword,
  notice: 'admin-password-by-directory',
};

/** The events that rule 6 requires where the directory makes an admin, or changes the password of one. */
export function eventsAboutAdmins(write: DirectoryWrite, after: User, takesPassword: boolean): PendingEvent[] {
  const { account, actor } = write;
  const payload = { accountId: account.id, actor, userId: after.id };
  return announcementsOf(write, after, takesPassword).map(({ event: { type } }) => ({
    type,
    accountId: account.id,
    aggregateId: account.id,
    payload,
  }));
}

/** The same as notices. */
export function noticesAboutAdmins(write: DirectoryWrite, after: User, takesPassword: boolean): NoticeChange[] {
  const of = { kind: 'notice-raised', accountId: write.account.id, subjectId: after.id, at: after.updatedAt } as const;
  return announcementsOf(write, after, takesPassword).map(({ notice }) => ({ ...of, notice }));
}
