import { CommandSender } from '@rollcall/gateway-kit';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TokenQueries, digestOf } from '@rollcall/contracts';
import {
  BatchingProducer,
  createKafka,
  kafkaSettingsOf,
  kafkaSettingsSpec,
  RollcallCommandClient,
} from '@rollcall/messaging';
import { InternalHttpClient, readSettings } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, inject } from 'vitest';
import { stack } from '../../../tests/support/stack.js';
import type { TokenVerifier } from '../src/clients/token-verifier.js';
import { HttpUserQueryClient } from '../src/clients/http-user-query-client.js';
import { tokenVerifierContract } from './token-verifier.contract.js';
import { userServiceContract } from './user-service.contract.js';

const { newAccount } = await stack();
const directory = await (await fetch(inject('rollcallStack'))).text();
const env = JSON.parse(await readFile(join(directory, 'env.json'), 'utf8')) as Record<string, string>;
const quiet = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

const http = (service: string, urls = '') =>
  new InternalHttpClient({ service, urls: urls.split(','), caller: 'ops-cli', secret: env['INTERNAL_SECRET'] ?? '' });
const users = http('user-service', env['USER_SERVICE_URL']);
const tokens = http('token-service', env['TOKEN_SERVICE_URL']);
const kafka = createKafka(
  { ...kafkaSettingsOf(readSettings(kafkaSettingsSpec, env)), clientId: 'gateway-contract' },
  quiet,
);
const sender = new BatchingProducer(kafka, quiet);
const client = new RollcallCommandClient({
  kafka,
  sender,
  source: 'ops-cli', // whose password env.json holds
  instance: `contract-${uuidv7()}`,
  logger: quiet,
  onFatal: (reason) => {
    throw new Error(reason);
  },
});
await sender.connect();
await client.connect();
afterAll(async () => {
  await client.close();
  await sender.close();
  await Promise.all([users.close(), tokens.close()]);
});

userServiceContract('the real one', async () => {
  const [account, other] = [await newAccount(), await newAccount()];
  return {
    directory: new HttpUserQueryClient(users),
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
