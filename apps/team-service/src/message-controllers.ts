import { ManualTeamCommandsController } from './commands/manual-team-commands.controller.js';
import { ReconcilerCommandsController } from './commands/reconciler-commands.controller.js';
import { ReleasedUsersController } from './commands/released-users.controller.js';
import { TakeoverCommandsController } from './commands/takeover-commands.controller.js';
import { TeamCommandsController } from './commands/team-commands.controller.js';
import { UserEventsController } from './events/user-events.controller.js';

/** What decides messages: the module serves them, and specs have them decide without a broker. */
export const messageControllers = [
  TeamCommandsController,
  ManualTeamCommandsController,
  TakeoverCommandsController,
  ReconcilerCommandsController,
  ReleasedUsersController,
  UserEventsController,
];
