import type { Decision, NoticeOutcome, TeamReconcileHeld } from '@rollcall/contracts';
import type { Change, UserState } from '../user-state.js';
import { decideWord } from './follow-word.js';

const proposalMs = 14 * 24 * 3_600_000;

const nothing: Decision<Change> = { changes: [], events: [] };

/** When and how it ended. */
interface End {
  readonly at: Date;
  readonly outcome: NoticeOutcome;
}

interface OfTeam {
  readonly accountId: string;
  readonly teamId: string;
  readonly takeoverId?: string;
}

/**
 * A takeover waits for an admin (rule 26). One that was proposed longer ago than proposals wait raises nothing: older versions of team-service did
 * not tell when nobody had decided.
 */
export function takeoverWaits(event: OfTeam, at: Date, state: UserState, now: Date): Decision<Change> {
  if (now.getTime() - at.getTime() > proposalMs) return nothing;
  return decideWord({ ...takeoverOf(event), says: 'waits', at }, state);
}

/** It waits no more. Where the event names no takeover, no takeover of the team does. */
export function takeoverOver(event: OfTeam, { at, outcome }: End, state: UserState): Decision<Change> {
  return decideWord({ ...takeoverOf(event), says: outcome, at }, state);
}

/** A run of the reconciler is held. Older versions did not tell the end of it: then there is no notice. */
export function runWaits(event: TeamReconcileHeld, at: Date, state: UserState): Decision<Change> {
  return event.endIsTold ? decideWord({ ...runOf(event), says: 'waits', at }, state) : nothing;
}

/** An admin has approved it, or it is not needed any more. */
export function runOver(event: OfTeam, { at, outcome }: End, state: UserState): Decision<Change> {
  return decideWord({ ...runOf(event), says: outcome, at }, state);
}

const takeoverOf = ({ accountId, teamId, takeoverId }: OfTeam) =>
  ({ accountId, notice: 'takeover-waiting', subjectId: teamId, about: takeoverId }) as const;

const runOf = ({ accountId, teamId }: OfTeam) => ({ accountId, notice: 'run-held', subjectId: teamId }) as const;
