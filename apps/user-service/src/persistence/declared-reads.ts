import { keyOf } from '@rollcall/persistence';
import { userNameKey } from '../domain/user/user.js';
import type { UserReads } from '../reads.js';

/** What the messages of a batch declared to read, by the keys of the unit of work. */
export class DeclaredReads {
  private readonly keys = new Set<string>();

  constructor(reads: readonly UserReads[]) {
    for (const { accountId, slug, userId, userName, roleId, link } of reads) {
      this.add('account', accountId.toLowerCase());
      if (slug !== undefined) this.add('slug', slug);
      if (userId !== undefined) this.add('user', keyOf(accountId, userId));
      if (userName !== undefined) this.add('userName', keyOf(accountId, userNameKey(userName)));
      if (roleId !== undefined) this.add('role', keyOf(accountId, roleId));
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

type ReadKind = 'account' | 'slug' | 'user' | 'userName' | 'role' | 'link';
