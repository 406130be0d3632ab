import { queryOptions } from '@tanstack/react-query';
import { call } from './call';
import { scimStatus } from './generated/sdk.gen';

/** So often a page that somebody looks at asks, also where no hint came: a service that is away tells nobody that it is. */
const lookedEveryMs = 60_000;
const againMs = 5_000;

/** How provisioning of the account is: its state, what waits, and why. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: () => call(scimStatus()),
  refetchInterval: ({ state: { error } }) => (error ? againMs : lookedEveryMs),
});
