import {
  ReconcilerEvents,
  Refusal,
  type Decision,
  type ReconcilerModeReply,
  type ReconcileTeam,
  type ApproveHeldRun,
  type SetReconcilerMode,
} from '@rollcall/contracts';
import { EventRecorder } from './event-recorder.js';
import { modeSet, newSetting, saysTheSame } from './mode-setting.js';
import { requireAccount, requireTeam } from './preconditions.js';
import type { Change, TeamState } from './team-state.js';
import { teamKey, type Team } from './team.js';

/**
 * Sets the reconciler's mode for the account, with why and until when. In every mode all teams are marked dirty, so that no drift from
 * the time before is missed; where the mode stays, and only its reason or end is another, none is.
 * @throws Refusal until-invalid
 */
export function decideSetMode(
  command: SetReconcilerMode,
  state: TeamState,
  now: Date,
): Decision<Change, ReconcilerModeReply> {
  const account = requireAccount(command.accountId, state);
  const { mode } = command;
  const setting = newSetting(command, account, now);
  if (account.mode === mode && saysTheSame(account.setting, setting)) {
    return { changes: [], events: [], reply: { mode, ...(account.setting ? { setting: account.setting } : {}) } };
  }
  const stays = mode === 'paused' || mode === account.mode;
  const dirty: Change[] = stays ? [] : [{ kind: 'all-dirty', accountId: account.id }];
  return {
    changes: [{ kind: 'account', account: { ...account, mode, setting } }, ...dirty],
    events: [modeSet(account, mode, { actor: command.actor, until: setting.until })],
    reply: { mode, setting },
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
  return { changes: [{ kind: 'dirty', ...teamKey(team) }], events: recorder.events, reply: { id: team.id } };
}

/**
 * Lets the held run happen, with whatever it finds then. Who says how many would be put out is refused where another number is held
 * by now: it is not what was looked at.
 * @throws Refusal team-not-found, no-held-run, held-run-changed
 */
export function decideApproveHeldRun(command: ApproveHeldRun, state: TeamState): Decision<Change, { id: string }> {
  const team = directoryTeam(command, state);
  const key = teamKey(team);
  const held = state.held(team);
  if (!held) throw new Refusal('no-held-run', { teamId: team.id });
  const { wouldEvict: said } = command;
  if (said !== undefined && held.wouldEvict !== undefined && said !== held.wouldEvict) {
    throw new Refusal('held-run-changed', { teamId: team.id, said, held: held.wouldEvict });
  }
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
