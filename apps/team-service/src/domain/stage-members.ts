import { Refusal, type Decision, type StageMembers } from '@rollcall/contracts';
import type { Change, TeamState } from './team-state.js';

/**
 * Keeps a part of a long list until the command comes that uses it. Its people are met now, so that the command itself asks nobody.
 * @throws Refusal dependency-away where nobody could be asked about them
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
