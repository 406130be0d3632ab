import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  AddMemberByHand,
  CreateTeamByHand,
  DeleteTeamByHand,
  HandBackTeam,
  RemoveMemberByHand,
  RenameTeamByHand,
  TeamCommands,
} from '@rollcall/contracts';
import { Command, State } from '@rollcall/messaging';
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

const named = ({ accountId, teamId, displayName }: CreateTeamByHand): TeamReads => ({ accountId, teamId, displayName });
const oneMember = ({ accountId, teamId, userId }: AddMemberByHand): TeamReads => ({
  accountId,
  teamId,
  userIds: [userId],
});

const everybody = ({ accountId, teamId }: HandBackTeam): TeamReads => ({ accountId, teamId, everybody: true });

/** What people of the account do by hand (rule 14). */
@Controller()
export class ManualTeamCommandsController {
  @Command(TeamCommands.createByHand, named)
  create(@Payload() command: CreateTeamByHand, @State() state: TeamState) {
    return decideCreateByHand(command, state, new Date());
  }

  @Command(TeamCommands.renameByHand, named)
  rename(@Payload() command: RenameTeamByHand, @State() state: TeamState) {
    return decideRenameByHand(command, state, new Date());
  }

  @Command(TeamCommands.deleteByHand, ({ accountId, teamId }: DeleteTeamByHand): TeamReads => ({ accountId, teamId }))
  delete(@Payload() command: DeleteTeamByHand, @State() state: TeamState) {
    return decideDeleteByHand(command, state);
  }

  @Command(TeamCommands.handBack, everybody)
  handBack(@Payload() command: HandBackTeam, @State() state: TeamState) {
    return decideHandBack(command, state, new Date());
  }

  @Command(TeamCommands.addMemberByHand, oneMember)
  add(@Payload() command: AddMemberByHand, @State() state: TeamState) {
    return decideAddByHand(command, state, new Date());
  }

  @Command(TeamCommands.removeMemberByHand, oneMember)
  remove(@Payload() command: RemoveMemberByHand, @State() state: TeamState) {
    return decideRemoveByHand(command, state, new Date());
  }
}
