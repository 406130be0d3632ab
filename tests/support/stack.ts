import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  AccountCommands,
  AccountQueries,
  digestOf,
  hintOf,
  newTokenBody,
  ReconcilerCommands,
  signedToken,
  TeamCommands,
  TeamQueries,
  TokenCommands,
  TokenQueries,
  UserQueries,
  type Actor,
  type CheckPassword,
  type CommandDefinition,
  type RoleBase,
  type RoleView,
} from '@rollcall/contracts';
import { programOf } from '@rollcall/local-servers';
import { TopicAdmin } from '@rollcall/messaging';
import { argon2id } from '@rollcall/service-kit';
import { eventually } from '@rollcall/testing';
import { hash } from '@node-rs/argon2';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, inject } from 'vitest';
import { allIsHeard } from './all-is-heard.js';
import { Caller } from './callers.js';
import { dumpDatabases, dumpLogs, dumpTopics } from './dumps.js';
import { ScimSession } from './scim-session.js';

export interface StackFile {
  readonly scimUrl: string;
  readonly workspaceUrl: string;
  readonly scimToken: string;
  readonly kafkaBrokers: string[];
  readonly servers: { name: string; pid: number }[];
  readonly services: { name: string; url: string; pid: number; container?: string; scimUrl?: string }[];
}

const operator: Actor = { kind: 'operator', id: 'ops-cli/tests' };

/** A token of an account, as an identity provider has it. */
export interface TestToken {
  readonly id: string;
  readonly token: string;
  readonly scim: ScimSession;
}

/** The running stack of this test run: how to reach it, and how to make accounts in it. */
export async function stack() {
  const answer = await fetch(inject('rollcallStack'));
  const folder = await answer.text();
  if (!answer.ok) throw new Error(folder);
  return openStack(folder);
}

/** A running stack, by the folder of its stack.json. */
export async function openStack(folder: string) {
  const file = JSON.parse(await readFile(join(folder, 'stack.json'), 'utf8')) as StackFile;
  const env = JSON.parse(await readFile(join(folder, 'env.json'), 'utf8')) as Record<string, string>;
  const gateways = file.services.flatMap(({ scimUrl }) => (scimUrl === undefined ? [] : [scimUrl]));
  const operations = await connect(folder);
  afterAll(() => operations.close());
  return {
    folder,
    gateways,
    stackFile: file,
    workspaceUrl: file.workspaceUrl,
    /** Where answers say that things are, whichever gateway gives them. */
    env,
    publicUrl: env['SCIM_PUBLIC_URL'] ?? file.scimUrl,
    newAccount: (slug?: string) => newAccount(operations, gateways[0] ?? file.scimUrl, slug),
    /** An operator has a team looked at. */
    reconcile: (accountId: string, teamId: string) =>
      operations.ask(ReconcilerCommands.run, { accountId, teamId, actor: operator }),
    /** Somebody at a terminal with `npm run ops`. */
    ops: (...args: string[]) => ops(env, args),
    /** The same with other settings. */
    opsWith: (settings: Record<string, string>, ...args: string[]) => ops({ ...env, ...settings }, args),
    dumpTopics: (only?: string) => dumpTopics(operations.topics, only),
    /** Keeps a team from being written, as a long transaction does; gives what ends that. */
    lockTeam: (teamId: string) => lockTeam(env['TEAM_SERVICE_MIGRATION_DATABASE_URL'], teamId),
    /** Keeps the events of one user from being published, as a slow relay does; gives what ends that. */
    holdEvents: (userId: string) => holdEvents(env['USER_SERVICE_MIGRATION_DATABASE_URL'], userId),
    /** Ends when team-service has heard of everything that has happened to a user. */
    teamsHaveHeard: (user: HeardUser) => teamsHaveHeard(env['TEAM_SERVICE_MIGRATION_DATABASE_URL'], user),
    /** Ends when all that has happened until now is published, and every service has noted what it notes of it. */
    allIsHeard: () => allIsHeard(operations.topics, env),
    dumpDatabases: (about?: string) => dumpDatabases(env, about),
    dumpLogs: () => dumpLogs(join(folder, 'logs'), file),
  };
}

const runFile = promisify(execFile);

/** Runs one command of ops-cli and gives its answer. @throws Error where it was refused */
async function ops(env: Record<string, string>, args: readonly string[]): Promise<unknown> {
  const program = programOf('ops-cli');
  const options = { env: { ...process.env, ...env, NODE_OPTIONS: '' } };
  const { stdout } = await runFile(process.execPath, [program, ...args, '--json'], options);
  return JSON.parse(stdout);
}

type Operations = Awaited<ReturnType<typeof connect>>;

async function connect(folder: string) {
  const [ops, workspace] = await Promise.all([Caller.of(folder, 'ops-cli'), Caller.of(folder, 'workspace-gateway')]);
  const { client, kafka, close } = await ops.commands();
  const [users, teams, tokens] = [ops.http('user-service'), ops.http('team-service'), ops.http('token-service')];
  const passwords = workspace.http('user-service');
  return {
    users,
    passwords,
    teams,
    tokens,
    topics: new TopicAdmin(kafka),
    async ask<Input extends { accountId: string }, Body extends object>(
      definition: CommandDefinition<Input, Body>,
      payload: NoInfer<Input>,
    ): Promise<Body> {
      const reply = await client.ask(definition, payload, {
        accountId: payload.accountId,
        budgetMs: 30_000, // a service that was killed is started again on a busy machine
      });
      if (!reply.ok) throw new Error(`${reply.code} ${JSON.stringify(reply.facts)}`);
      return reply.body;
    },
    async close() {
      await close();
      await Promise.all([users.close(), passwords.close(), teams.close(), tokens.close()]);
    },
  };
}

interface NewToken {
  readonly creatorId?: string;
  readonly expiresAt?: string;
  readonly leniency?: 'named' | 'none';
  /** A token of the former form, for instance, as older versions made them. */
  readonly secret?: string;
}

async function newAccount(operations: Operations, gateway: string, named?: string) {
  const accountId = uuidv7();
  const slug = named ?? `test-${accountId.slice(-12)}`;
  const adminEmail = `admin@${slug}.example`;
  const adminPassword = `Adm1n-${accountId.slice(-12)}`;
  const admin = {
    userId: uuidv7(),
    userName: adminEmail,
    givenName: 'Ada',
    familyName: 'Min',
    passwordHash: await hash(adminPassword, argon2id),
  };
  await operations.ask(AccountCommands.create, { accountId, actor: operator, slug, name: slug, admin });

  const newToken = async ({ secret, ...of }: NewToken = {}): Promise<TestToken> => {
    const token = secret ?? (await newSecret(operations));
    const command = { accountId, tokenId: uuidv7(), actor: operator, creatorId: admin.userId, ...of, name: 'Okta' };
    const digests = { hint: hintOf(token), digest: digestOf(token) };
    const { id } = await operations.ask(TokenCommands.create, { ...command, ...digests });
    return { id, token, scim: new ScimSession(gateway, token) };
  };
  const { token, scim, id: tokenId } = await newToken();
  return {
    id: accountId,
    slug,
    adminId: admin.userId,
    adminEmail,
    adminPassword,
    token,
    tokenId,
    scim,
    newToken,
    revokeToken: (id: string) => operations.ask(TokenCommands.revoke, { accountId, tokenId: id, actor: operator }),
    tokens: () => operations.tokens.ask(TokenQueries.list, { accountId }),
    set: (settings: Record<string, string>) =>
      operations.ask(AccountCommands.changeSettings, { accountId, actor: operator, settings }),
    newRole: (name: string, basedOn: RoleBase) =>
      asRole(
        operations.ask(AccountCommands.createRole, {
          accountId,
          actor: operator,
          roleId: uuidv7(),
          name,
          basedOn,
        }),
      ),
    ...handsOn(operations, accountId, admin.userId),
    summary: () => operations.users.ask(AccountQueries.find, { account: accountId }),
    checkPassword: async (userName: string, password: string) => {
      const question: CheckPassword = { accountId, userName, password };
      return (await operations.passwords.ask(UserQueries.checkPassword, question)).signsIn;
    },
  };
}

/** A token as token-service signs them, which is nobody's yet. */
async function newSecret({ tokens }: Operations): Promise<string> {
  const body = newTokenBody();
  return signedToken(body, await tokens.ask(TokenQueries.sign, { bodyDigest: digestOf(body) }));
}

/** What people of the account do to teams by hand, and what the product shows of them. */
function handsOn(operations: Operations, accountId: string, adminId: string) {
  const actor: Actor = { kind: 'admin', id: adminId };
  return {
    createTeam: (displayName: string) =>
      operations.ask(TeamCommands.createByHand, { accountId, teamId: uuidv7(), actor, displayName }),
    renameTeam: (teamId: string, displayName: string) =>
      operations.ask(TeamCommands.renameByHand, { accountId, teamId, actor, displayName }),
    deleteTeam: (teamId: string) => operations.ask(TeamCommands.deleteByHand, { accountId, teamId, actor }),
    addMember: (teamId: string, userId: string) =>
      operations.ask(TeamCommands.addMemberByHand, { accountId, teamId, actor, userId }),
    removeMember: (teamId: string, userId: string) =>
      operations.ask(TeamCommands.removeMemberByHand, { accountId, teamId, actor, userId }),
    /** What the product shows: memberships, not the roster. */
    members: async (teamId: string) => {
      const all = { accountId, teamId, of: 'memberships', limit: 5_000 } as const;
      return [...(await operations.teams.ask(TeamQueries.members, all)).userIds];
    },
    reconciler: () => operations.teams.ask(TeamQueries.reconciler, { accountId }),
  };
}

/** The contract of `role.create` says what it answers. */
async function asRole(answer: Promise<unknown>): Promise<RoleView> {
  return (await answer) as RoleView;
}

async function lockTeam(connectionString: string | undefined, teamId: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query('BEGIN');
  const { rowCount } = await client.query('SELECT FROM teams WHERE id = $1 FOR UPDATE', [teamId]);
  if (rowCount !== 1) throw new Error(`there is no team ${teamId} to lock`);
  return () => client.end();
}

/** The relay does not see rows that a policy hides from it; only the tables' owner does. */
async function holdEvents(connectionString: string | undefined, userId: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(
    `CREATE POLICY held ON outbox USING (message_key <> ${client.escapeLiteral(userId)}) WITH CHECK (true)`,
  );
  await client.query('ALTER TABLE outbox ENABLE ROW LEVEL SECURITY');
  return async () => {
    await client.query('ALTER TABLE outbox DISABLE ROW LEVEL SECURITY');
    await client.query('DROP POLICY held ON outbox');
    await client.end();
  };
}

interface HeardUser {
  readonly id: string;
  readonly version: number;
}

async function teamsHaveHeard(connectionString: string | undefined, { id, version }: HeardUser): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await eventually(async () => {
      const { rows } = await client.query<{ version: number }>('SELECT version::int FROM people WHERE user_id = $1', [
        id,
      ]);
      return rows[0] !== undefined && rows[0].version >= version;
    }, `team-service has heard of version ${version} of ${id}`);
  } finally {
    await client.end();
  }
}
