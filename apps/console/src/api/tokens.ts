import { queryOptions } from '@tanstack/react-query';
import { call } from './call';
import { listTokens } from './generated/sdk.gen';

/** The SCIM tokens of the account, the newest first. Never a secret: those are given once, to who generates a token. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: () => call(listTokens()),
});
