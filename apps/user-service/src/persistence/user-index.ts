import { keyOf } from '@rollcall/persistence';
import { userNameKey, type User } from '../domain/user/user.js';

/**
 * Finds the users of a batch by what is not unique among them. Entries are only added: a user found is checked against
 * the value that it has now.
 */
export class UserIndex {
  private readonly keys = new Map<string, Set<string>>();

  constructor(
    private readonly valueOf: (user: User) => string | undefined,
    private readonly get: (key: string) => User | undefined,
  ) {}

  add(user: User): void {
    const value = this.valueOf(user);
    if (value === undefined) return;
    const key = keyOf(user.accountId, value);
    const found = this.keys.get(key) ?? new Set();
    this.keys.set(key, found.add(keyOf(user.accountId, user.id)));
  }

  /** The last changed first. */
  find(accountId: string, value: string): User[] {
    const keys = this.keys.get(keyOf(accountId, value)) ?? new Set<string>();
    const users = [...keys].flatMap((key) => this.get(key) ?? []);
    return users
      .filter((user) => this.valueOf(user) === value)
      .sort((one, other) => other.updatedAt.localeCompare(one.updatedAt));
  }
}

export const releasedName = ({ released, userName }: User) => (released ? userNameKey(userName) : undefined);
export const externalId = (user: User) => user.externalId;
