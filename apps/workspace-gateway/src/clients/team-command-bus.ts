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
import type { Asked } from '@rollcall/edge';
import type { Call } from '../http/request-context.js';

/** Asks team-service for changes; resolves and rejects as `UserCommandBus` does. */
export interface TeamCommandBus {
  create(command: Asked<CreateTeamByHand>, call: Call): Promise<TeamReply>;
  rename(command: Asked<RenameTeamByHand>, call: Call): Promise<TeamReply>;
  delete(command: Asked<DeleteTeamByHand>, call: Call): Promise<object>;
  handBack(command: Asked<HandBackTeam>, call: Call): Promise<TeamReply>;
  addMember(command: Asked<AddMemberByHand>, call: Call): Promise<TeamReply>;
  removeMember(command: Asked<RemoveMemberByHand>, call: Call): Promise<TeamReply>;
  setMode(command: Asked<SetReconcilerMode>, call: Call): Promise<{ readonly mode: ReconcilerMode }>;
  run(command: Asked<ReconcileTeam>, call: Call): Promise<object>;
  release(command: Asked<ReleaseHeldRun>, call: Call): Promise<object>;
}
