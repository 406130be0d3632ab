import { IsDateString, IsInt, Max, Min } from 'class-validator';
import type { Actor } from '../actor.js';
import { defineCommand, defineEvent } from '../define/message.js';
import type { Decision } from '../decision.js';
import { Topics } from '../topics.js';
import type { ClosureChange, ClosureState } from './account-closure.js';
import { AccountCommand, AccountEvent } from './account-messages.js';
import { AccountView } from './account-views.js';

const day = 86_400;

/** How long an account that is being closed can be reopened, in seconds. */
export const closingTerm = { usual: 30 * day, shortest: day, longest: 365 * day } as const;

/**
 * Closes an account: nobody gets in and nothing is changed from now on, and at the end of the term all of it is deleted. For an
 * account that is being closed already the term begins anew.
 */
export class CloseAccount extends AccountCommand {
  /** The term. Nothing can be given back after it; below `closingTerm.shortest` callers ask whether that is meant. */
  @IsInt() @Min(0) @Max(closingTerm.longest) afterSeconds: number;
}

/** Gives everything back within the term, except sessions. For an account that is not being closed nothing changes. */
export class ReopenAccount extends AccountCommand {}

export class AccountClosing extends AccountEvent {
  /** RFC 3339: when the term ends. */
  @IsDateString() endsAt: string;
}

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const actor: Actor = { kind: 'operator', id: 'ann' };
const key = (m: { accountId: string }) => m.accountId;
const command = { version: 1, topic: Topics.userCommands, key } as const;
const event = { version: 1, topic: Topics.userEvents, key } as const;

export const ClosingCommands = {
  close: defineCommand({
    ...command,
    type: 'account.close',
    payload: CloseAccount,
    reply: AccountView,
    example: { accountId, actor, afterSeconds: closingTerm.usual },
  }),
  reopen: defineCommand({
    ...command,
    type: 'account.reopen',
    payload: ReopenAccount,
    reply: AccountView,
    example: { accountId, actor },
  }),
} as const;

/**
 * What becomes of the account as a whole, in versions of its own. Every service that keeps anything of accounts follows all three:
 * it refuses commands while an account is being closed, and deletes all that it has when the account is closed.
 */
export const ClosingEvents = {
  /** An operator closes the account: nobody gets in any more, and it ends at `endsAt` (rule 25). */
  closing: defineEvent({
    ...event,
    type: 'account.closing',
    payload: AccountClosing,
    example: { accountId, actor, endsAt: '2026-03-31T10:00:00.000Z' },
  }),
  /** The account is open again. */
  reopened: defineEvent({ ...event, type: 'account.reopened', payload: AccountEvent, example: { accountId, actor } }),
  /** All of the account is deleted, its users and teams too: no events of their own tell so. The account's last event. */
  closed: defineEvent({ ...event, type: 'account.closed', payload: AccountEvent, example: { accountId, actor } }),
} as const;

function stateAfter(type: string): ClosureState {
  if (type === ClosingEvents.reopened.type) return 'open';
  return type === ClosingEvents.closed.type ? 'closed' : 'closing';
}

/** What a service does about an event of `ClosingEvents`: it keeps the state, and begins to delete where the account is closed. */
export function followClosure(
  { type, accountId, version }: { readonly type: string; readonly accountId: string; readonly version: number },
  now: Date,
): Decision<ClosureChange> {
  const state = stateAfter(type);
  const due = state === 'closed' ? { dueAt: now.toISOString() } : {};
  return { changes: [{ kind: 'closure', closure: { accountId, state, version, ...due } }], events: [] };
}

/** What the services still do for an account that is being closed; they refuse every other command (`account-closing`). */
export const commandsWhileClosing: ReadonlySet<string> = new Set(
  Object.values(ClosingCommands).map(({ type }) => type),
);
