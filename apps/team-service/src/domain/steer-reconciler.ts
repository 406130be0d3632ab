import {
  Refusal,
  type Decision,
  type ReconcilerMode,
  type ReconcileTeam,
  type ApproveHeldRun,
  type SetReconcilerMode,
} from '@rollcall/contracts';
import { requireAccount, requireTeam } from './preconditions.js';
import type { Change, TeamState } from './team-state.js';

/**
 * Sets the reconciler's mode for the account. In every mode all teams are marked dirty, so that no drift from the time
 * before is missed.
 */
export function decideSetMode(
  command: SetReconcilerMode,
  state: TeamState,
): Decision<Change, { mode: ReconcilerMode }> {
  const account = requireAccount(command.accountId, state);
  const { mode } = command;
  if (account.mode === mode) return { changes: [], events: [], reply: { mode } };
  const dirty: Change[] = mode === 'paused' ? [] : [{ kind: 'all-dirty', accountId: account.id }];
  return { changes: [{ kind: 'account', account: { ...account, mode } }, ...dirty], events: [], reply: { mode } };
}

/**
 * Has the reconciler look at a team now.
 * @throws Refusal team-not-found
 */
export function decideRun(command: ReconcileTeam, state: TeamState): Decision<Change, { id: string }> {
  const team = directoryTeam(command, state);
  return { changes: [{ kind: 'dirty', ...team }], events: [], reply: { id: team.teamId } };
}

/** Lets the held run happen, with whatever it finds then. @throws Refusal team-not-found, no-held-run */
export function decideApproveHeldRun(command: ApproveHeldRun, state: TeamState): Decision<Change, { id: string }> {
  const team = directoryTeam(command, state);
  const { accountId, teamId } = team;
  if (!state.isHeld(requireTeam(accountId, teamId, state))) throw new Refusal('no-held-run', { teamId });
  return {
    changes: [
      { kind: 'held-run-released', ...team },
      { kind: 'dirty', ...team },
    ],
    events: [],
    reply: { id: team.teamId },
  };
}

/** Requires a directory-owned team: a workspace team has no roster to reconcile with. */
function directoryTeam(command: { accountId: string; teamId: string }, state: TeamState) {
  const account = requireAccount(command.accountId, state);
  const { accountId, id: teamId, ownedBy } = requireTeam(account.id, command.teamId, state);
  if (ownedBy !== 'directory') throw new Refusal('team-not-found', { teamId });
  return { accountId, teamId };
}
