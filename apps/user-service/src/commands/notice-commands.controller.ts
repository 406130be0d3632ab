import { Controller } from '@nestjs/common';
import { AcknowledgeNotice, NoticeCommands } from '@rollcall/contracts';
import { decideAcknowledgeNotice } from '../domain/notices/acknowledge-notice.js';
import type { UserState } from '../domain/user-state.js';
import type { UserReads } from '../reads.js';
import { Command } from '../handlers.js';

const named = ({ accountId, noticeId }: AcknowledgeNotice): UserReads => ({ accountId, noticeId });

/** Handles the commands about notices. */
@Controller()
export class NoticeCommandsController {
  @Command(NoticeCommands.acknowledge, named)
  acknowledge(command: AcknowledgeNotice, state: UserState) {
    return decideAcknowledgeNotice(command, state, new Date());
  }
}
