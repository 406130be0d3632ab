import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ReconcilerCommands, ReconcileTeam, ReleaseHeldRun, SetReconcilerMode } from '@rollcall/contracts';
import { Command, State } from '@rollcall/messaging';
import { decideRelease, decideRun, decideSetMode } from '../domain/steer-reconciler.js';
import type { TeamBook } from '../domain/team-book.js';
import type { TeamNeeds } from '../needs.js';

const ofTeam = ({ accountId, teamId }: ReconcileTeam): TeamNeeds => ({ accountId, teamId });

/** What admins and operators say to the reconciler (docs/rules.md#the-reconciler). */
@Controller()
export class ReconcilerCommandsController {
  @Command(ReconcilerCommands.setMode, ({ accountId }: SetReconcilerMode): TeamNeeds => ({
    accountId,
    changesAccount: true,
  }))
  setMode(@Payload() command: SetReconcilerMode, @State() book: TeamBook) {
    return decideSetMode(command, book);
  }

  @Command(ReconcilerCommands.run, ofTeam)
  run(@Payload() command: ReconcileTeam, @State() book: TeamBook) {
    return decideRun(command, book);
  }

  @Command(ReconcilerCommands.release, (command: ReleaseHeldRun): TeamNeeds => ({ ...ofTeam(command), heldRun: true }))
  release(@Payload() command: ReleaseHeldRun, @State() book: TeamBook) {
    return decideRelease(command, book);
  }
}
