import { AccountQueries, Refusal, type AccountSettings } from '@rollcall/contracts';
import type { NameOwners } from './name-client.js';

export interface LearnTermsParts {
  readonly users: NameOwners['users'];
  /** Accounts of which it is not known for how long they want their logs kept. */
  readonly unknown: () => Promise<readonly string[]>;
  readonly note: (accountId: string, settings: AccountSettings) => Promise<void>;
}

const timeoutMs = 2_000;

/**
 * Asks user-service once for each account how long it wants its logs kept: what was said before the topics begin no event tells.
 * @throws ServiceUnavailable: the others are asked next time
 */
export async function learnTerms({ users, unknown, note }: LearnTermsParts): Promise<void> {
  for (const account of await unknown())
    try {
      const { settings } = await users.ask(AccountQueries.find, { account }, { timeoutMs });
      await note(account, settings);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error; // its end is on its way
    }
}
