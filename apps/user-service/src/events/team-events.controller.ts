import { Controller } from '@nestjs/common';
import { TeamEvents, type TeamEvent, type TeamReconcileHeld, type TeamTakeoverEvent } from '@rollcall/contracts';
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
    return takeoverOver(event, time, state);
  }

  @OnEvent(TeamEvents.takeoverDeclined, takeover)
  declined(event: TeamTakeoverEvent, state: UserState, { time }: Message) {
    return takeoverOver(event, time, state);
  }

  @OnEvent(TeamEvents.takeoverWithdrawn, takeover)
  withdrawn(event: TeamTakeoverEvent, state: UserState, { time }: Message) {
    return takeoverOver(event, time, state);
  }

  @OnEvent(TeamEvents.takeoverLapsed, takeover)
  lapsed(event: TeamTakeoverEvent, state: UserState, { time }: Message) {
    return takeoverOver(event, time, state);
  }

  @OnEvent(TeamEvents.takenOver, takeover)
  takenOver({ accountId, teamId }: TeamEvent, state: UserState, { time }: Message) {
    return takeoverOver({ accountId, teamId }, time, state);
  }

  @OnEvent(TeamEvents.deleted, both)
  deleted({ accountId, teamId }: TeamEvent, state: UserState, { time }: Message) {
    const decisions = [takeoverOver({ accountId, teamId }, time, state), runOver({ accountId, teamId }, time, state)];
    return { changes: decisions.flatMap(({ changes }) => changes), events: [] };
  }

  @OnEvent(TeamEvents.reconcileHeld, run)
  held(event: TeamReconcileHeld, state: UserState, { time }: Message) {
    return runWaits(event, time, state);
  }

  @OnEvent(TeamEvents.reconciled, run)
  reconciled(event: TeamEvent, state: UserState, { time }: Message) {
    return runOver(event, time, state);
  }

  @OnEvent(TeamEvents.heldRunEnded, run)
  heldRunEnded(event: TeamEvent, state: UserState, { time }: Message) {
    return runOver(event, time, state);
  }

  @OnEvent(TeamEvents.handedBack, run)
  handedBack(event: TeamEvent, state: UserState, { time }: Message) {
    return runOver(event, time, state);
  }

  @OnEvent(TeamEvents.takeoverUndone, run)
  undone(event: TeamEvent, state: UserState, { time }: Message) {
    return runOver(event, time, state);
  }
}
