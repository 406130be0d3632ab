import { HandlerDecorators } from '@rollcall/messaging';
import type { Change, TeamState } from './domain/team-state.js';
import type { TeamReads } from './reads.js';

/** The decorators of this service's handlers. They type-check each handler's reads, state and changes. */
export const teamDecorators = new HandlerDecorators<TeamReads, TeamState, Change>();
export const { Command, OnEvent } = teamDecorators;
