import { Controller } from '@nestjs/common';
import {
  AddMemberByHand,
  CreateTeamByHand,
  DeleteTeamByHand,
  HandBackTeam,
  RemoveMemberByHand,
  RenameTeamByHand,
  TeamCommands,
} from '@rollcall/contracts';
import {
  decideAddByHand,
  decideCreateByHand,
  decideRemoveByHand,
  decideRenameByHand,
} from '../domain/manual-changes.js';
import { decideDeleteByHand } from '../domain/delete-team.js';
import { decideHandBack } from '../domain/hand-back.js';
import type { TeamState } from '../domain/team-state.js';
import type { TeamReads } from '../reads.js';
import { Command } from '../handlers.js';
import { isolated } from './isolated.js';
import { readsOfDeletion } from './reads-of-deletion.js';

const named = ({ accountId, teamId, displayName }: CreateTeamByHand): TeamReads => ({ accountId, teamId, displayName });
const oneMember = ({ accountId, teamId, userId }: AddMemberByHand): TeamReads => ({
  accountId,
  teamId,
  userIds: [userId],
});

const everybody = ({ accountId, teamId }: HandBackTeam): TeamReads => ({ accountId, teamId, allMembers: true });

/** Handles the commands for changes that people of the account make by hand (rule 14). */
@Controller()
export class ManualTeamCommandsController {
  @Command(TeamCommands.createByHand, named)
  create(command: CreateTeamByHand, state: TeamState) {
    return decideCreateByHand(command, state, new Date());
  }

  @Command(TeamCommands.renameByHand, named)
  rename(command: RenameTeamByHand, state: TeamState) {
    return decideRenameByHand(command, state, new Date());
  }

  @Command(TeamCommands.deleteByHand, readsOfDeletion, isolated)
  delete(command: DeleteTeamByHand, state: TeamState) {
    return decideDeleteByHand(command, state);
  }

  @Command(TeamCommands.handBack, everybody)
  handBack(command: HandBackTeam, state: TeamState) {
    return decideHandBack(command, state, new Date());
  }

  @Command(TeamCommands.addMemberByHand, oneMember)
  add(command: AddMemberByHand, state: TeamState) {
    return decideAddByHand(command, state, new Date());
  }

  @Command(TeamCommands.removeMemberByHand, oneMember)
  remove(command: RemoveMemberByHand, state: TeamState) {
    return decideRemoveByHand(command, state, new Date());
  }
}
