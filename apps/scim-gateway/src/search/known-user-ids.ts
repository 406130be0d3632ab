import { LRUCache } from 'lru-cache';

/** How many names are remembered, the last used ones: some 5 MB. */
const maxKnown = 20_000;

/**
 * The ids that users of these names had when they were last seen, so that a look-up by userName can ask for the user and for the
 * user's teams at the same time. An id is a guess: it counts only where user-service names the same one now.
 */
export class KnownUserIds {
  private readonly ids = new LRUCache<string, string>({ max: maxKnown });

  /** The id that a user of this name had, as the name was written then (upper and lower case aside). */
  find(accountId: string, userName: string): string | undefined {
    return this.ids.get(keyOf(accountId, userName));
  }

  note(accountId: string, userName: string, userId: string): void {
    this.ids.set(keyOf(accountId, userName), userId);
  }
}

function keyOf(accountId: string, userName: string): string {
  return `${accountId} ${userName.toLowerCase()}`;
}
