import { Controller } from '@nestjs/common';
import { ApproveLeavers, DeclineLeavers, LeaverCommands, LetLeave } from '@rollcall/contracts';
import { decideApproveLeavers, decideDeclineLeavers } from '../domain/leavers/decide-leavers.js';
import { decideLetLeave } from '../domain/leavers/let-leave.js';
import type { UserState } from '../domain/user-state.js';
import type { UserReads } from '../reads.js';
import { Command } from '../handlers.js';

const leavers = ({ accountId, userIds = [] }: DeclineLeavers): UserReads => ({ accountId, leavers: userIds });
const approved = ({ accountId, userId }: LetLeave): UserReads => ({ accountId, userId, isApproved: true });

/** Handles the commands about people whom the brake on leavers keeps (rule 27). */
@Controller()
export class LeaverCommandsController {
  @Command(LeaverCommands.approve, leavers)
  approve(command: ApproveLeavers, state: UserState) {
    return decideApproveLeavers(command, state, new Date());
  }

  @Command(LeaverCommands.decline, leavers)
  decline(command: DeclineLeavers, state: UserState) {
    return decideDeclineLeavers(command, state, new Date());
  }

  @Command(LeaverCommands.letLeave, approved)
  letLeave(command: LetLeave, state: UserState) {
    return decideLetLeave(command, state, new Date());
  }
}
