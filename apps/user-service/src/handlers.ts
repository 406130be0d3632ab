import { Handlers } from '@rollcall/messaging';
import type { Change, UserState } from './domain/user-state.js';
import type { UserReads } from './reads.js';

/** The decorators of this service's handlers: what they declare, see and change is checked where they stand. */
export const userHandlers = new Handlers<UserReads, UserState, Change>();
export const { Command } = userHandlers;
