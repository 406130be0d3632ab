import { Controller } from '@nestjs/common';
import { RemoveReleasedUser, TeamCommands } from '@rollcall/contracts';
import { decideRemoveReleased } from '../domain/follow-users.js';
import type { TeamState } from '../domain/team-state.js';
import type { TeamReads } from '../reads.js';
import { Command } from '../handlers.js';
import { isolated } from './isolated.js';

const leaver = ({ accountId, userId }: RemoveReleasedUser): TeamReads => ({ accountId, leaver: userId });

/** Handles what gateways tell of released users before they bring them back. */
@Controller()
export class ReleasedUsersController {
  /** In a transaction of its own: a change in the same one, of a team that the user was not in before, would be missed. */
  @Command(TeamCommands.removeReleased, leaver, isolated)
  remove(command: RemoveReleasedUser, state: TeamState) {
    return decideRemoveReleased(command, state, new Date());
  }
}
