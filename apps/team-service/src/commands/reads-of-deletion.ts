import type { DeleteTeam, DeleteTeamByHand } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import type { TeamReads } from '../reads.js';

/** What the deletion of a team reads. A dry run says who would be put out; the deletion itself does not have to know them. */
export const readsOfDeletion = (
  { accountId, teamId }: DeleteTeam | DeleteTeamByHand,
  { dryRun }: Pick<Message, 'dryRun'>,
): TeamReads => ({ accountId, teamId, takeovers: true, ...(dryRun ? { allMembers: true } : {}) });
