import { Controller } from '@nestjs/common';
import { AllowTakeover, DeclineTakeover, TakeoverCommands, UndoTakeover } from '@rollcall/contracts';
import { decideAllowTakeover, decideDeclineTakeover, decideUndoTakeover } from '../domain/decide-takeover.js';
import type { TeamState } from '../domain/team-state.js';
import { Command } from '../handlers.js';
import type { TeamReads } from '../reads.js';
import { isolated } from './isolated.js';

const everybody = ({ accountId, teamId, takeoverId }: AllowTakeover): TeamReads => ({
  accountId,
  teamId,
  takeoverId,
  allMembers: true,
});

/** Handles what admins decide about takeovers (rule 26). */
@Controller()
export class TakeoverCommandsController {
  @Command(TakeoverCommands.allow, everybody, isolated)
  allow(command: AllowTakeover, state: TeamState) {
    return decideAllowTakeover(command, state, new Date());
  }

  @Command(TakeoverCommands.decline, ({ accountId, teamId, takeoverId }: DeclineTakeover): TeamReads => ({
    accountId,
    teamId,
    takeoverId,
  }))
  decline(command: DeclineTakeover, state: TeamState) {
    return decideDeclineTakeover(command, state, new Date());
  }

  @Command(TakeoverCommands.undo, everybody, isolated)
  undo(command: UndoTakeover, state: TeamState) {
    return decideUndoTakeover(command, state, new Date());
  }
}
