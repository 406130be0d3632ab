import { Refusal, type Decision, type StageMembers } from '@rollcall/contracts';
import type { Change, TeamState } from './team-state.js';

/**
 * Stores a part of a long list until the command that uses it arrives. The users of the part are replicated now, so
 * that the command itself needs no query.
 * @throws Refusal dependency-away where user-service could not be asked about them
 */
export function decideStageMembers(command: StageMembers, state: TeamState, now: Date): Decision<Change> {
  if (!state.isAsked(command.accountId)) throw new Refusal('dependency-away', { service: 'user-service' });
  const { accountId, stageId, part, userIds } = command;
  return {
    changes: [{ kind: 'stage', accountId, stageId, part, userIds, at: now.toISOString() }],
    events: [],
    reply: {},
  };
}
