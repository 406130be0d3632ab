import {
  ReconcilerCommands,
  TeamCommands,
  type AddMemberByHand,
  type CreateTeamByHand,
  type DeleteTeamByHand,
  type HandBackTeam,
  type ReconcilerMode,
  type ReconcileTeam,
  type ReleaseHeldRun,
  type RemoveMemberByHand,
  type RenameTeamByHand,
  type SetReconcilerMode,
  type TeamReply,
} from '@rollcall/contracts';
import type { CommandInput, CommandSender } from '@rollcall/gateway-kit';
import type { Call } from '../http/request-context.js';
import type { TeamCommandBus } from './team-command-bus.js';

/** Sends commands about teams over Kafka and waits for their replies. */
export class KafkaTeamCommandBus implements TeamCommandBus {
  constructor(private readonly sender: CommandSender) {}

  create(command: CommandInput<CreateTeamByHand>, call: Call): Promise<TeamReply> {
    return this.sender.send(TeamCommands.createByHand, command, call);
  }

  rename(command: CommandInput<RenameTeamByHand>, call: Call): Promise<TeamReply> {
    return this.sender.send(TeamCommands.renameByHand, command, call);
  }

  delete(command: CommandInput<DeleteTeamByHand>, call: Call): Promise<object> {
    return this.sender.send(TeamCommands.deleteByHand, command, call);
  }

  handBack(command: CommandInput<HandBackTeam>, call: Call): Promise<TeamReply> {
    return this.sender.send(TeamCommands.handBack, command, call);
  }

  addMember(command: CommandInput<AddMemberByHand>, call: Call): Promise<TeamReply> {
    return this.sender.send(TeamCommands.addMemberByHand, command, call);
  }

  removeMember(command: CommandInput<RemoveMemberByHand>, call: Call): Promise<TeamReply> {
    return this.sender.send(TeamCommands.removeMemberByHand, command, call);
  }

  setMode(command: CommandInput<SetReconcilerMode>, call: Call): Promise<{ readonly mode: ReconcilerMode }> {
    return this.sender.send(ReconcilerCommands.setMode, command, call);
  }

  run(command: CommandInput<ReconcileTeam>, call: Call): Promise<object> {
    return this.sender.send(ReconcilerCommands.run, command, call);
  }

  release(command: CommandInput<ReleaseHeldRun>, call: Call): Promise<object> {
    return this.sender.send(ReconcilerCommands.release, command, call);
  }
}
