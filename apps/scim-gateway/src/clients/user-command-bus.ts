import type { ChangeUser, CreateUser, ReplaceUser, UserView } from '@rollcall/contracts';
import type { Call } from '../http/request-context.js';

/** A command that is sent with less than this left, in milliseconds, would only be refused as too late. */
export const leastMsForCommand = 2_000;

/** What a command says beside account and actor, which the call knows. */
export type Asked<Command> = Omit<Command, 'accountId' | 'actor'>;

/**
 * Asks user-service for changes. Resolves when the change is committed, with the user as it is then; rejects with
 * `Refusal` where a rule says no, `CommandNotTaken` where nothing happened and nothing will, `CommandOutcomeUnknown` where
 * that is not known when the call's time is over. The request's id is the command's: it has one effect however often it
 * is delivered.
 */
export interface UserCommandBus {
  create(command: Asked<CreateUser>, call: Call): Promise<UserView>;
  replace(command: Asked<ReplaceUser>, call: Call): Promise<UserView>;
  change(command: Asked<ChangeUser>, call: Call): Promise<UserView>;
  release(command: { readonly userId: string; readonly ifMatch?: string[] }, call: Call): Promise<void>;
}

/** The command was not sent, or refused before it began: nothing happened, and nothing will. */
export class CommandNotTaken extends Error {
  override readonly name = 'CommandNotTaken';
  constructor(
    readonly reason: 'busy' | 'unavailable' | 'late',
    options?: ErrorOptions,
  ) {
    super(`the command was not taken: ${reason}`, options);
  }
}

/** No reply came in time: everything or nothing has happened. */
export class CommandOutcomeUnknown extends Error {
  override readonly name = 'CommandOutcomeUnknown';
  constructor(options?: ErrorOptions) {
    super('everything or nothing has happened', options);
  }
}
