import { HandlerDecorators } from '@rollcall/messaging';
import type { Change, UserState } from './domain/user-state.js';
import type { UserReads } from './reads.js';

/** The decorators of this service's handlers. They type-check each handler's reads, state and changes. */
export const userDecorators = new HandlerDecorators<UserReads, UserState, Change>();
export const { Command, OnEvent } = userDecorators;
