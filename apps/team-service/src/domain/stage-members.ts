import type { Decision, StageMembers } from '@rollcall/contracts';
import type { Change } from './team-book.js';

/** Keeps a part of a long list until the command comes that uses it. */
export function decideStageMembers(command: StageMembers, now: Date): Decision<Change> {
  const { accountId, stageId, part, userIds } = command;
  return {
    changes: [{ kind: 'stage', accountId, stageId, part, userIds, at: now.toISOString() }],
    events: [],
    reply: {},
  };
}
