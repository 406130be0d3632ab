import { HandlerDecorators } from '@rollcall/messaging';
import type { Change, TokenState } from './domain/token-state.js';
import type { TokenReads } from './reads.js';

/** The decorators of this service's handlers: what they declare, see and change is checked where they stand. */
export const tokenDecorators = new HandlerDecorators<TokenReads | undefined, TokenState, Change>();
export const { Command, OnEvent } = tokenDecorators;
