import type { DataSource } from '@rollcall/persistence';
import { instanceOf } from '../../../../tests/support/direct-transport.js';
import { teamDecorators } from '../../src/handlers.js';
import { messageControllers } from '../../src/message-controllers.js';
import { TeamStateLoader } from '../../src/persistence/team-state-loader.js';
import type { UserReplica } from '../../src/user-replica/user-replica.js';

export type Instance = Awaited<ReturnType<typeof startInstance>>;

/** One instance of the service, without a broker. */
export function startInstance(dataSource: DataSource, userReplica: UserReplica) {
  const loader = new TeamStateLoader(userReplica);
  return instanceOf(
    'team-service',
    { controllers: messageControllers, decorators: teamDecorators, loader },
    dataSource,
  );
}
