import { Controller } from '@nestjs/common';
import {
  ChangeTeam,
  DeleteTeam,
  PushTeam,
  ReplaceTeam,
  StageMembers,
  TeamCommands,
  type MemberList,
} from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { decideChangeTeam, onlyChangesMembers } from '../domain/change-team.js';
import { decideDeleteTeam } from '../domain/delete-team.js';
import { decidePushTeam, decideReplaceTeam } from '../domain/push-team.js';
import { decideStageMembers } from '../domain/stage-members.js';
import type { TeamState } from '../domain/team-state.js';
import type { TeamReads } from '../reads.js';
import { Command } from '../handlers.js';
import { isolated } from './isolated.js';
import { readsOfDeletion } from './reads-of-deletion.js';

const listed = ({ userIds, staged }: MemberList) => ({
  ...(userIds ? { userIds } : {}),
  ...(staged ? { staged: [staged] } : {}),
});

const whole = ({ accountId, teamId, displayName, members }: PushTeam): TeamReads => ({
  accountId,
  teamId,
  displayName,
  ...listed(members),
  allMembers: true,
  directory: true,
});

/** The reads of a partial change: of the team's many members, it needs only the users that it names. */
const part = ({ accountId, teamId, changes }: ChangeTeam): TeamReads => {
  const displayName = changes.findLast(({ change }) => change === 'rename')?.displayName;
  return {
    accountId,
    teamId,
    ...(displayName === undefined ? {} : { displayName }),
    userIds: changes.flatMap(({ members }) => members?.userIds ?? []),
    staged: changes.flatMap(({ members }) => members?.staged ?? []),
    allMembers: changes.some(({ change }) => change === 'replace-members'),
    changesMembers: onlyChangesMembers(changes),
    directory: true,
  };
};

/** Handles the directory's commands about groups. */
@Controller()
export class TeamCommandsController {
  /** Staged parts need no lock on the team: they are stored until a command uses them. */
  @Command(
    TeamCommands.stageMembers,
    ({ accountId, userIds: replicateOnly }: StageMembers): TeamReads => ({ accountId, replicateOnly }),
    isolated,
  )
  stage(command: StageMembers, state: TeamState) {
    return decideStageMembers(command, state, new Date());
  }

  @Command(TeamCommands.push, whole, isolated)
  push(command: PushTeam, state: TeamState, message: Message) {
    return decidePushTeam(command, state, new Date(), message);
  }

  @Command(TeamCommands.replace, whole, isolated)
  replace(command: ReplaceTeam, state: TeamState, message: Message) {
    return decideReplaceTeam(command, state, new Date(), message);
  }

  @Command(TeamCommands.change, part)
  change(command: ChangeTeam, state: TeamState, message: Message) {
    return decideChangeTeam(command, state, new Date(), message);
  }

  @Command(TeamCommands.changeMany, part, isolated)
  changeMany(command: ChangeTeam, state: TeamState, message: Message) {
    return decideChangeTeam(command, state, new Date(), message);
  }

  @Command(TeamCommands.delete, readsOfDeletion, isolated)
  delete(command: DeleteTeam, state: TeamState) {
    return decideDeleteTeam(command, state, new Date());
  }
}
