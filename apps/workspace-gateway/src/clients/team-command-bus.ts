import type {
  AddMemberByHand,
  CreateTeamByHand,
  DeleteTeamByHand,
  HandBackTeam,
  ReconcilerMode,
  ReconcileTeam,
  ReleaseHeldRun,
  RemoveMemberByHand,
  RenameTeamByHand,
  SetReconcilerMode,
  TeamReply,
} from '@rollcall/contracts';
import type { CommandInput } from '@rollcall/gateway-kit';
import type { Call } from '../http/request-context.js';

/** Sends changes to team-service; resolves and rejects as `UserCommandBus` does. */
export interface TeamCommandBus {
  create(command: CommandInput<CreateTeamByHand>, call: Call): Promise<TeamReply>;
  rename(command: CommandInput<RenameTeamByHand>, call: Call): Promise<TeamReply>;
  delete(command: CommandInput<DeleteTeamByHand>, call: Call): Promise<object>;
  handBack(command: CommandInput<HandBackTeam>, call: Call): Promise<TeamReply>;
  addMember(command: CommandInput<AddMemberByHand>, call: Call): Promise<TeamReply>;
  removeMember(command: CommandInput<RemoveMemberByHand>, call: Call): Promise<TeamReply>;
  setMode(command: CommandInput<SetReconcilerMode>, call: Call): Promise<{ readonly mode: ReconcilerMode }>;
  run(command: CommandInput<ReconcileTeam>, call: Call): Promise<object>;
  release(command: CommandInput<ReleaseHeldRun>, call: Call): Promise<object>;
}
