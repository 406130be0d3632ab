import {
  ClosingEvents,
  type AccountView,
  type CloseAccount,
  type Decision,
  type PendingEvent,
  type ReopenAccount,
} from '@rollcall/contracts';
import { accountView, type Account } from './account.js';
import type { Change, UserState } from '../user-state.js';
import { requireAccount } from '../preconditions.js';

/**
 * Closes an account (rule 25): its term begins, or begins anew. What is kept of it stays until the end of the term.
 * @throws Refusal account-not-found
 */
export function decideCloseAccount(command: CloseAccount, state: UserState, now: Date): Decision<Change, AccountView> {
  const { accountId, afterSeconds, actor } = command;
  const before = requireAccount(accountId, state);
  const endsAt = new Date(now.getTime() + afterSeconds * 1_000).toISOString();
  const after = { ...before, version: before.version + 1, closing: { endsAt } };
  return decided(before, after, { type: ClosingEvents.closing.type, payload: { accountId, actor, endsAt } });
}

/**
 * Reopens an account within its term. Sessions that began before stay ended.
 * @throws Refusal account-not-found, also where the term is over and the account is gone
 */
export function decideReopenAccount(command: ReopenAccount, state: UserState): Decision<Change, AccountView> {
  const { accountId, actor } = command;
  const before = requireAccount(accountId, state);
  const { closing, ...open } = before;
  if (closing === undefined) return { changes: [], events: [], reply: accountView(before) };
  const after = { ...open, version: before.version + 1 };
  return decided(before, after, { type: ClosingEvents.reopened.type, payload: { accountId, actor } });
}

function decided(
  before: Account,
  after: Account,
  event: Pick<PendingEvent, 'type' | 'payload'>,
): Decision<Change, AccountView> {
  const of = { accountId: after.id, aggregateId: after.id, version: after.version };
  return {
    changes: [{ kind: 'account', before, after }],
    events: [{ ...event, ...of }],
    reply: accountView(after),
  };
}
