import type { DataSource } from '@rollcall/persistence';
import { instanceOf } from '../../../../tests/support/direct-transport.js';
import { ManualTeamCommandsController } from '../../src/commands/manual-team-commands.controller.js';
import { ReconcilerCommandsController } from '../../src/commands/reconciler-commands.controller.js';
import { ReleasedUsersController } from '../../src/commands/released-users.controller.js';
import { TeamCommandsController } from '../../src/commands/team-commands.controller.js';
import { UserEventsController } from '../../src/events/user-events.controller.js';
import { teamDecorators } from '../../src/handlers.js';
import { TeamStateLoader } from '../../src/persistence/team-state-loader.js';
import type { UserReplica } from '../../src/user-replica/user-replica.js';

const controllers = [
  TeamCommandsController,
  ManualTeamCommandsController,
  ReconcilerCommandsController,
  ReleasedUsersController,
  UserEventsController,
];

export type Instance = Awaited<ReturnType<typeof startInstance>>;

/** One instance of the service, without a broker. */
export function startInstance(dataSource: DataSource, userReplica: UserReplica) {
  const loader = new TeamStateLoader(userReplica);
  return instanceOf('team-service', { controllers, decorators: teamDecorators, loader }, dataSource);
}
