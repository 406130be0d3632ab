import { Controller } from '@nestjs/common';
import { RemoveReleasedUser, TeamCommands } from '@rollcall/contracts';
import { decideRemoveReleased } from '../domain/follow-users.js';
import type { TeamState } from '../domain/team-state.js';
import type { TeamReads } from '../reads.js';
import { Command } from '../handlers.js';

const leaver = ({ accountId, userId }: RemoveReleasedUser): TeamReads => ({ accountId, leaver: userId });

/** Handles what gateways tell of released users before they bring them back. */
@Controller()
export class ReleasedUsersController {
  @Command(TeamCommands.removeReleased, leaver)
  remove(command: RemoveReleasedUser, state: TeamState) {
    return decideRemoveReleased(command, state, new Date());
  }
}
