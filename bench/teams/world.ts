import { silentLogger } from '@rollcall/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  TeamCommands,
  TeamQueries,
  type Actor,
  type CommandDefinition,
  type QueryDefinition,
} from '@rollcall/contracts';
import {
  BatchingProducer,
  CommandSigner,
  createKafka,
  kafkaSettingsOf,
  kafkaSettingsSpec,
  RollcallCommandClient,
} from '@rollcall/messaging';
import { InternalHttpClient, readSettings } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { databaseOf } from '../databases.ts';
import { ScimClient, type Stack } from '../scim-client.ts';
import { peopleOf } from './seeding.ts';

const budgetMs = 50_000;
const hand: Actor = { kind: 'operator', id: 'ops-cli/bench' };

export type World = Awaited<ReturnType<typeof openWorld>>;

export interface Scale {
  /** The number of users, and the size of the large group. */
  readonly population: number;
  /** Writes per second of other clients during large operations. */
  readonly othersPerSecond: number;
}

/**
 * Opens all sides of a running stack: SCIM as an identity provider, the workspace API as people of the account, and the
 * databases.
 */
export async function openWorld(folder: string, { population, othersPerSecond }: Scale) {
  const stack = JSON.parse(readFileSync(join(folder, 'stack.json'), 'utf8')) as Stack & {
    kafkaBrokers: string[];
    accountSlug: string;
  };
  const env = JSON.parse(readFileSync(join(folder, 'env.json'), 'utf8')) as Record<string, string>;
  const [users, teams] = await Promise.all([databaseOf(folder, 'USER_SERVICE'), databaseOf(folder, 'TEAM_SERVICE')]);
  const { rows } = await users.query<{ id: string }>('SELECT id FROM accounts WHERE slug = $1', [stack.accountSlug]);
  const accountId = rows[0]?.id ?? '';
  const hands = await handsOf(env, accountId);
  const scim = new ScimClient(stack, 64);
  const people = await peopleOf({ scim, users, accountId }, stack.accountSlug, population);
  return {
    stack,
    accountId,
    users,
    teams,
    scim,
    hands,
    othersPerSecond,
    /** The ids of all users, in order. */
    people,
    /** The user that the nth write is about. */
    someone: (n: number) => people[(n * 7_919) % people.length] ?? '',
    /** Part of all names, which it makes unique to a run. */
    run: Date.now().toString(36),
    async close() {
      await Promise.all([scim.close(), hands.close(), users.end(), teams.end()]);
    },
  };
}

async function handsOf(env: Readonly<Record<string, string>>, accountId: string) {
  const kafka = createKafka(
    { ...kafkaSettingsOf(readSettings(kafkaSettingsSpec, env)), clientId: 'bench' },
    silentLogger,
  );
  const sender = new BatchingProducer(kafka, silentLogger);
  const client = new RollcallCommandClient({
    kafka,
    sender,
    source: 'ops-cli', // whose secret env.json holds
    signer: new CommandSigner('ops-cli', env['INTERNAL_SECRET'] ?? ''),
    instance: `bench-${uuidv7()}`,
    logger: silentLogger,
    onFatal: (reason) => {
      throw new Error(reason);
    },
  });
  await sender.connect();
  await client.connect();
  const http = new InternalHttpClient({
    service: 'team-service',
    urls: (env['TEAM_SERVICE_URL'] ?? '').split(','),
    caller: 'ops-cli',
    secret: env['INTERNAL_SECRET'] ?? '',
  });
  /** Resolves when the command is carried out. @throws Error with the code of its refusal */
  async function command<Input extends object, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    facts: Omit<NoInfer<Input>, 'accountId' | 'actor'>,
  ): Promise<Body> {
    const reply = await client.ask(definition, { accountId, actor: hand, ...facts } as Input, { accountId, budgetMs });
    if (!reply.ok) throw new Error(reply.code);
    return reply.body;
  }
  return {
    command,
    /** Asks team-service about the account. */
    query: <Input extends object, Answer>(
      definition: QueryDefinition<Input, Answer>,
      facts: Omit<NoInfer<Input>, 'accountId'>,
    ): Promise<Answer> => http.ask(definition, { accountId, ...facts } as Input, { timeoutMs: budgetMs }),
    addMember: (teamId: string, userId: string) => command(TeamCommands.addMemberByHand, { teamId, userId }),
    /** The members of a small team, as the product shows them. */
    async members(teamId: string): Promise<readonly string[]> {
      const all = { accountId, teamId, of: 'memberships', limit: 5_000 } as const;
      return (await http.ask(TeamQueries.members, all)).userIds;
    },
    async close() {
      await client.close();
      await sender.close();
      await http.close();
    },
  };
}
