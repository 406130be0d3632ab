import { AccountCommandsController } from './commands/account-commands.controller.js';
import { LeaverCommandsController } from './commands/leaver-commands.controller.js';
import { NoticeCommandsController } from './commands/notice-commands.controller.js';
import { UserCommandsController } from './commands/user-commands.controller.js';
import { WebhookCommandsController } from './commands/webhook-commands.controller.js';
import { WorkspaceCommandsController } from './commands/workspace-commands.controller.js';
import { TeamEventsController } from './events/team-events.controller.js';
import { TokenEventsController } from './events/token-events.controller.js';

/** What decides messages: the module serves them, and specs have them decide without a broker. */
export const messageControllers = [
  UserCommandsController,
  AccountCommandsController,
  WorkspaceCommandsController,
  LeaverCommandsController,
  NoticeCommandsController,
  WebhookCommandsController,
  TeamEventsController,
  TokenEventsController,
];
