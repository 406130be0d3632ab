import { Controller } from '@nestjs/common';
import {
  ReconcilerEvents,
  TeamEvents,
  type TeamEvent,
  type TeamReconcileHeld,
  type TeamTakeoverEvent,
} from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { runOver, runWaits, takeoverOver, takeoverWaits } from '../domain/notices/team-news.js';
import type { UserState } from '../domain/user-state.js';
import { OnEvent } from '../handlers.js';
import { readsLastWords, type UserReads } from '../reads.js';

const takeover = ({ accountId, teamId }: TeamEvent): UserReads => readsLastWords(accountId, teamId, 'takeover-waiting');
const run = ({ accountId, teamId }: TeamEvent): UserReads => readsLastWords(accountId, teamId, 'run-held');
const both = ({ accountId, teamId }: TeamEvent): UserReads =>
  readsLastWords(accountId, teamId, 'takeover-waiting', 'run-held');

/** Handles what team-service tells of takeovers and held runs: notices follow it (ADR 0050). */
@Controller()
export class TeamEventsController {
  @OnEvent(TeamEvents.takeoverProposed, takeover)
  proposed(event: TeamTakeoverEvent, state: UserState, { time }: Message) {
    return takeoverWaits(event, time, state, new Date());
  }

  @OnEvent(TeamEvents.takeoverAllowed, takeover)
  allowed(event: TeamTakeoverEvent, state: UserState, { time }: Message) {
    return takeoverOver(event, { at: time, outcome: 'allowed' }, state);
  }

  @OnEvent(TeamEvents.takeoverDeclined, takeover)
  declined(event: TeamTakeoverEvent, state: UserState, { time }: Message) {
    return takeoverOver(event, { at: time, outcome: 'declined' }, state);
  }

  @OnEvent(TeamEvents.takeoverWithdrawn, takeover)
  withdrawn(event: TeamTakeoverEvent, state: UserState, { time }: Message) {
    return takeoverOver(event, { at: time, outcome: 'withdrawn' }, state);
  }

  @OnEvent(TeamEvents.takeoverLapsed, takeover)
  lapsed(event: TeamTakeoverEvent, state: UserState, { time }: Message) {
    return takeoverOver(event, { at: time, outcome: 'lapsed' }, state);
  }

  @OnEvent(TeamEvents.takenOver, takeover)
  takenOver({ accountId, teamId }: TeamEvent, state: UserState, { time }: Message) {
    return takeoverOver({ accountId, teamId }, { at: time, outcome: 'taken-over' }, state);
  }

  @OnEvent(TeamEvents.deleted, both)
  deleted({ accountId, teamId }: TeamEvent, state: UserState, { time }: Message) {
    const end = { at: time, outcome: 'team-deleted' } as const;
    const decisions = [takeoverOver({ accountId, teamId }, end, state), runOver({ accountId, teamId }, end, state)];
    return { changes: decisions.flatMap(({ changes }) => changes), events: [] };
  }

  @OnEvent(TeamEvents.reconcileHeld, run)
  held(event: TeamReconcileHeld, state: UserState, { time }: Message) {
    return runWaits(event, time, state);
  }

  @OnEvent(ReconcilerEvents.approved, run)
  approved(event: TeamEvent, state: UserState, { time }: Message) {
    return runOver(event, { at: time, outcome: 'approved' }, state);
  }

  @OnEvent(TeamEvents.reconciled, run)
  reconciled(event: TeamEvent, state: UserState, { time }: Message) {
    return runOver(event, { at: time, outcome: 'put-right' }, state);
  }

  @OnEvent(TeamEvents.heldRunEnded, run)
  heldRunEnded(event: TeamEvent, state: UserState, { time }: Message) {
    return runOver(event, { at: time, outcome: 'not-needed' }, state);
  }

  @OnEvent(TeamEvents.handedBack, run)
  handedBack(event: TeamEvent, state: UserState, { time }: Message) {
    return runOver(event, { at: time, outcome: 'handed-back' }, state);
  }

  @OnEvent(TeamEvents.takeoverUndone, run)
  undone(event: TeamEvent, state: UserState, { time }: Message) {
    return runOver(event, { at: time, outcome: 'handed-back' }, state);
  }
}
