import { queryOptions } from '@tanstack/react-query';
import { call } from './call';
import { scimStatus } from './generated/sdk.gen';

/** How provisioning of the account is: its state, what waits, and why. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: () => call(scimStatus()),
});
