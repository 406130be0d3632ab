import { Controller } from '@nestjs/common';
import { ReconcilerCommands, ReconcileTeam, ApproveHeldRun, SetReconcilerMode } from '@rollcall/contracts';
import { decideApproveHeldRun, decideRun, decideSetMode } from '../domain/steer-reconciler.js';
import type { TeamState } from '../domain/team-state.js';
import type { TeamReads } from '../reads.js';
import { Command } from '../handlers.js';

const ofTeam = ({ accountId, teamId }: ReconcileTeam): TeamReads => ({ accountId, teamId });

/** Handles the commands of admins and operators to the reconciler (docs/rules.md#the-reconciler). */
@Controller()
export class ReconcilerCommandsController {
  @Command(ReconcilerCommands.setMode, ({ accountId }: SetReconcilerMode): TeamReads => ({
    accountId,
    changesAccount: true,
  }))
  setMode(command: SetReconcilerMode, state: TeamState) {
    return decideSetMode(command, state, new Date());
  }

  @Command(ReconcilerCommands.run, ofTeam)
  run(command: ReconcileTeam, state: TeamState) {
    return decideRun(command, state);
  }

  @Command(ReconcilerCommands.release, (command: ApproveHeldRun): TeamReads => ({ ...ofTeam(command), heldRun: true }))
  release(command: ApproveHeldRun, state: TeamState) {
    return decideApproveHeldRun(command, state);
  }
}
