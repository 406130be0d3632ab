import {
  ReconcilerEvents,
  Refusal,
  type Decision,
  type ReconcilerMode,
  type ReconcileTeam,
  type ApproveHeldRun,
  type SetReconcilerMode,
} from '@rollcall/contracts';
import { EventRecorder } from './event-recorder.js';
import { requireAccount, requireTeam } from './preconditions.js';
import type { Change, TeamState } from './team-state.js';
import type { Team } from './team.js';

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
  const { id: accountId, mode: former } = account;
  const payload = { accountId, mode, former, actor: command.actor };
  return {
    changes: [{ kind: 'account', account: { ...account, mode } }, ...dirty],
    events: [{ type: ReconcilerEvents.modeSet.type, accountId, aggregateId: accountId, payload }],
    reply: { mode },
  };
}

/**
 * Has the reconciler look at a team now.
 * @throws Refusal team-not-found
 */
export function decideRun(command: ReconcileTeam, state: TeamState): Decision<Change, { id: string }> {
  const team = directoryTeam(command, state);
  const recorder = new EventRecorder(team, command.actor);
  recorder.recordWithoutVersion(ReconcilerEvents.runAsked, {});
  return { changes: [{ kind: 'dirty', ...keyOfTeam(team) }], events: recorder.events, reply: { id: team.id } };
}

/** Lets the held run happen, with whatever it finds then. @throws Refusal team-not-found, no-held-run */
export function decideApproveHeldRun(command: ApproveHeldRun, state: TeamState): Decision<Change, { id: string }> {
  const team = directoryTeam(command, state);
  const key = keyOfTeam(team);
  if (!state.isHeld(team)) throw new Refusal('no-held-run', { teamId: team.id });
  const recorder = new EventRecorder(team, command.actor);
  recorder.recordWithoutVersion(ReconcilerEvents.approved, {});
  return {
    changes: [
      { kind: 'held-run-released', ...key },
      { kind: 'dirty', ...key },
    ],
    events: recorder.events,
    reply: { id: team.id },
  };
}

/** Requires a directory-owned team: a workspace team has no roster to reconcile with. */
function directoryTeam(command: { accountId: string; teamId: string }, state: TeamState): Team {
  const account = requireAccount(command.accountId, state);
  const team = requireTeam(account.id, command.teamId, state);
  if (team.ownedBy !== 'directory') throw new Refusal('team-not-found', { teamId: team.id });
  return team;
}

const keyOfTeam = ({ accountId, id: teamId }: Team) => ({ accountId, teamId });
