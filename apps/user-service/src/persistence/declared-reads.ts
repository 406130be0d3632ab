import { keyOf } from '@rollcall/persistence';
import { userNameKey, type User } from '../domain/user/user.js';
import type { UserReads } from '../reads.js';

/** What the messages of a batch declared to read, by the keys of the unit of work. */
export class DeclaredReads {
  private readonly keys = new Set<string>();

  /** @param users whom the batch loaded: a user who comes back does so under the name that the user had */
  constructor(reads: readonly UserReads[], users: readonly User[] = []) {
    const comingBack = new Set(
      reads.flatMap(({ comesBack, accountId, userId }) => (comesBack && userId ? [keyOf(accountId, userId)] : [])),
    );
    for (const { accountId, id, userName } of users)
      if (comingBack.has(keyOf(accountId, id))) this.add('userName', keyOf(accountId, userNameKey(userName)));
    for (const { accountId, isHeld } of users) if (isHeld) this.add('brake', accountId.toLowerCase());
    for (const each of reads) {
      const { accountId, slug, userId, userName, roleId, link, actorId, externalId, matching, erased } = each;
      const { leaves, leavers, isApproved, noticeId, lastWords, webhooks, notificationsOf } = each;
      this.add('account', accountId.toLowerCase());
      if (slug !== undefined) this.add('slug', slug);
      if (userId !== undefined) this.add('user', keyOf(accountId, userId));
      if (userName !== undefined) this.add('userName', keyOf(accountId, userNameKey(userName)));
      if (userName !== undefined && matching) this.add('released name', keyOf(accountId, userNameKey(userName)));
      if (actorId !== undefined) this.add('user', keyOf(accountId, actorId));
      if (externalId !== undefined) this.add('externalId', keyOf(accountId, externalId));
      if (roleId !== undefined) this.add('role', keyOf(accountId, roleId));
      if (erased === true && userId !== undefined) this.add('erased', keyOf(accountId, userId));
      if (leaves || leavers || isApproved) this.add('brake', accountId.toLowerCase());
      if (noticeId !== undefined) this.add('notice', keyOf(accountId, noticeId));
      for (const { notice, subjectId } of lastWords ?? []) this.add('told', keyOf(accountId, `${notice} ${subjectId}`));
      if (webhooks === true) this.add('webhooks', accountId.toLowerCase());
      if (notificationsOf !== undefined) this.add('notifications', keyOf(accountId, notificationsOf));
      for (const id of leavers ?? []) this.add('leaver', keyOf(accountId, id));
      if (link === true && userId !== undefined) this.add('link', keyOf(accountId, userId));
    }
  }

  /** @throws Error where no message declared this: what was not loaded must not look as if it did not exist */
  require(what: ReadKind, key: string): void {
    if (!this.keys.has(`${what} ${key}`))
      throw new Error(`a decision reads a ${what} that its command did not declare`);
  }

  private add(what: ReadKind, key: string): void {
    this.keys.add(`${what} ${key}`);
  }
}

type ReadKind =
  | 'account'
  | 'slug'
  | 'user'
  | 'userName'
  | 'released name'
  | 'externalId'
  | 'role'
  | 'link'
  | 'erased'
  | 'brake'
  | 'leaver'
  | 'notice'
  | 'told'
  | 'webhooks'
  | 'notifications';
