import { CommandSender } from '@rollcall/gateway-kit';
import { TokenQueries, digestOf } from '@rollcall/contracts';
import { afterAll, inject } from 'vitest';
import { Caller } from '../../../tests/support/callers.js';
import { stack } from '../../../tests/support/stack.js';
import type { TokenVerifier } from '../src/clients/token-verifier.js';
import { HttpUserQueryClient } from '../src/clients/http-user-query-client.js';
import { tokenVerifierContract } from './token-verifier.contract.js';
import { userServiceContract } from './user-service.contract.js';

const { newAccount } = await stack();
const folder = await (await fetch(inject('rollcallStack'))).text();
const gateway = await Caller.of(folder, 'scim-gateway');
const [users, tokens] = [gateway.http('user-service'), gateway.http('token-service')];
const { client, close } = await gateway.commands();
afterAll(async () => {
  await close();
  await Promise.all([users.close(), tokens.close()]);
});

userServiceContract('the real one', async () => {
  const [account, other] = [await newAccount(), await newAccount()];
  return {
    userQueries: new HttpUserQueryClient(users),
    commands: new CommandSender(client),
    accountId: account.id,
    otherAccountId: other.id,
  };
});

tokenVerifierContract('the real one', async () => {
  const account = await newAccount();
  const revoked = await account.newToken();
  await account.revokeToken(revoked.id);
  const verifier: TokenVerifier = { check: (question, call) => tokens.ask(TokenQueries.check, question, call) };
  return { verifier, accountId: account.id, working: digestOf(account.token), revoked: digestOf(revoked.token) };
});
