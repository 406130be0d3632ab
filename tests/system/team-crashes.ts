import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@rollcall/testing';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenStack } from '../support/broken-stack.js';
import { patchOf } from '../support/scim-session.js';
import { openStack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';

// A part of tests/system/broken-stack.e2e.spec.ts: the team-services are killed in the middle of their work. Each time something is held by
// a lock of ours, so that the middle is where we want it.
const recovery = { within: 60_000, every: 200 };

const { folder } = brokenStack;
let open: Awaited<ReturnType<typeof openStack>>;
let teams: Client;
let users: Client;

beforeAll(async () => {
  open = await openStack(folder);
  const env = JSON.parse(await readFile(join(folder, 'env.json'), 'utf8')) as Record<string, string>;
  [teams, users] = [
    await connected(env['TEAM_SERVICE_MIGRATION_DATABASE_URL']),
    await connected(env['USER_SERVICE_MIGRATION_DATABASE_URL']),
  ];
});

afterAll(async () => {
  await Promise.all([teams?.end(), users?.end()]);
});

async function connected(connectionString: string | undefined): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

type Account = Awaited<ReturnType<typeof open.newAccount>>;

/** Thousands of rows that nobody needs any more, before others dump every row, and rewrite every table. */
async function forgetAll(accountId: string): Promise<void> {
  for (const table of ['roster', 'memberships', 'people'])
    await teams.query(`DELETE FROM ${table} WHERE account_id = $1`, [accountId]);
  const isCopy = `user_name_key LIKE 'p%@crash.example' AND user_name_key <> 'p0@crash.example'`;
  await users.query(`DELETE FROM users WHERE account_id = $1 AND ${isCopy}`, [accountId]);
}

/** Ids of so many people, in order: one is created, the others are copies of that row, because they are not what is tested. */
async function people({ id: accountId, scim }: Account, count: number): Promise<string[]> {
  const { body } = await scim.create('p0@crash.example');
  const name = `'p' || n || '@crash.example'`;
  await users.query(
    `INSERT INTO users SELECT (jsonb_populate_record(u, jsonb_build_object('id', uuidv7(), 'user_name', ${name}, 'user_name_key', ${name}))).*
       FROM users u CROSS JOIN generate_series(1, $3::int) AS n WHERE u.account_id = $1 AND u.id = $2`,
    [accountId, body.id, count - 1],
  );
  const found = await users.query<{ id: string }>(
    `SELECT id FROM users WHERE account_id = $1 AND user_name_key LIKE 'p%@crash.example' ORDER BY id`,
    [accountId],
  );
  return found.rows.map(({ id }) => id);
}

/** Sends again what was not taken, as Okta does: a team-service may still be starting after its last death. */
async function taken<A extends { status: number }>(send: () => Promise<A>): Promise<A> {
  for (;;) {
    const answer = await send();
    if (answer.status !== 429) return answer;
  }
}

const insistently = async (send: () => Promise<{ status: number }>): Promise<number> => (await taken(send)).status;

const add = (userId: string) => ({ op: 'add', path: 'members', value: [{ value: userId }] });
const remove = (userId: string) => ({ op: 'remove', path: `members[value eq "${userId}"]` });
const patch = (scim: Account['scim'], groupId: string, operation: object) =>
  scim.send('PATCH', `/Groups/${groupId}`, patchOf(operation));

async function push({ scim }: Account, displayName: string, ids: readonly string[]): Promise<string> {
  const group = { displayName, members: ids.map((value) => ({ value })) };
  const { status, body } = await taken(() => scim.send('POST', '/Groups', group));
  expect(status).toBe(201);
  return String(body.id);
}

const idsIn = async (table: 'roster' | 'memberships', teamId: string) => {
  const found = await teams.query<{ user_id: string }>(
    `SELECT user_id FROM ${table} WHERE team_id = $1 ORDER BY user_id`,
    [teamId],
  );
  return found.rows.map(({ user_id }) => user_id);
};

/** Versions that the outbox and the topic tell of a team are without a gap, and each is told. */
async function versionsOf(teamId: string): Promise<number[]> {
  const lines = (await open.dumpTopics('rollcall.team.events')).split('\n').filter((line) => line.startsWith(teamId));
  const versions = lines.flatMap((line) => /"ce_aggregateversion":"(\d+)"/.exec(line)?.slice(1).map(Number) ?? []);
  return [...new Set(versions)].sort((a, b) => a - b);
}

/** Until somebody waits for the transaction that `teams` has open. */
async function isWaitedFor(): Promise<void> {
  const { rows } = await teams.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await eventually(
    async () => {
      const waiting = await users.query(
        'SELECT 1 FROM pg_locks WHERE NOT granted AND $1 = ANY(pg_blocking_pids(pid))',
        [rows[0]?.pid],
      );
      return waiting.rows.length > 0;
    },
    'a team-service waits for our lock',
    recovery,
  );
}

/** As a crash would: nothing is finished, nothing is told. Their supervisor starts them again. */
async function killTeamServices(count = 2): Promise<void> {
  const file = JSON.parse(await readFile(join(folder, 'stack.json'), 'utf8')) as typeof open.stackFile;
  for (const { pid } of file.services.filter(({ name }) => name.startsWith('team-service')).slice(0, count)) {
    process.kill(pid, 'SIGKILL');
  }
}

/** Runs `act` while a transaction of ours holds what `sql` takes. */
async function holding(sql: string, values: readonly unknown[], act: () => Promise<void>): Promise<void> {
  await teams.query('BEGIN');
  try {
    await teams.query(sql, [...values]);
    await act();
  } finally {
    await teams.query('ROLLBACK');
  }
}

describe('a team-service that is killed', { timeout: 240_000 }, () => {
  it('in the middle of a long list: nothing of it is there, and then all of it, under one answer', async () => {
    const account = await open.newAccount();
    const all = await people(account, 20_500);
    const before = all.slice(0, 10);
    const groupId = await push(account, 'Everybody', before);
    const body = { displayName: 'Everybody', members: all.map((value) => ({ value })) };
    let putting: Promise<number> | undefined;
    // The last of the list cannot be written: all others of it are, in a transaction that has not ended.
    await holding('INSERT INTO roster VALUES ($1, $2, $3)', [account.id, groupId, all.at(-1)], async () => {
      putting = insistently(() => account.scim.send('PUT', `/Groups/${groupId}?excludedAttributes=members`, body));
      await isWaitedFor();
      await killTeamServices();
      expect(await idsIn('roster', groupId)).toEqual([...before, all.at(-1)]); // who is seen by us alone
      expect(await idsIn('memberships', groupId)).toEqual(before);
    });
    // Now the database ends what it was given, COMMIT included, though nobody is there any more to hear of it; or it does not. The
    // command comes again in either case, and is done once.
    expect(await putting).toBe(200);
    expect(await idsIn('roster', groupId)).toEqual(all);
    expect(await idsIn('memberships', groupId)).toEqual(all);
    await eventually(async () => {
      const versions = await versionsOf(groupId);
      // Created, ten; then everybody else in chunks of a thousand.
      expect(versions).toEqual(Array.from({ length: 2 + 21 }, (_, at) => at + 1));
      return true;
    }, 'the topic tells each version');
    await forgetAll(account.id);
  });

  it('in the middle of a run: nothing is put right, and then everything, once', async () => {
    const account = await open.newAccount();
    const [ann = '', ...outsiders] = await people(account, 6);
    const groupId = await push(account, 'Design', [ann]);
    await teams.query(
      `INSERT INTO memberships SELECT $1, $2, unnest($3::uuid[]), 'manual', now(), '{"kind":"operator","id":"psql"}'`,
      [account.id, groupId, outsiders],
    );
    const held = 'SELECT FROM memberships WHERE account_id = $1 AND team_id = $2 AND user_id = $3 FOR UPDATE';
    await holding(held, [account.id, groupId, outsiders.at(-1)], async () => {
      await open.reconcile(account.id, groupId);
      await isWaitedFor();
      await killTeamServices();
    });
    expect(await idsIn('memberships', groupId)).toEqual([ann, ...outsiders]);
    await eventually(
      async () => (await idsIn('memberships', groupId)).join() === ann,
      'the strangers are out',
      recovery,
    );
    const { rows } = await teams.query<{ evictions: number }>('SELECT evictions FROM contests WHERE team_id = $1', [
      groupId,
    ]);
    expect(rows.map(({ evictions }) => evictions)).toEqual(outsiders.map(() => 1));
    const runs = (await account.reconciler()).runs.filter(({ teamId }) => teamId === groupId);
    expect(runs).toMatchObject([{ outcome: 'done' }]);
  });

  it('in the middle of an allowed takeover, and of its undo: nothing of it is there, and then all of it, once', async () => {
    const account = await open.newAccount();
    await account.set({ teamTakeover: 'review' });
    const all = await people(account, 40);
    const [former, coming] = [all.slice(0, 20), all.slice(10)];
    const { id } = await account.createTeam('Design');
    for (const userId of former) await account.addMember(id, userId);
    const how = await teams.query('SELECT * FROM memberships WHERE team_id = $1 ORDER BY user_id', [id]);
    expect(await push(account, 'Design', [])).toBe(id);
    const operation = { op: 'add', path: 'members', value: coming.map((value) => ({ value })) };
    expect(await insistently(() => patch(account.scim, id, operation))).toBe(204);
    const admin = await workspaceAt(open.workspaceUrl).adminOf(account);
    const { id: takeoverId } = (await admin.get('/takeovers')).body.items[0] as { id: string };
    const decide = (what: string) => {
      const key = { 'idempotency-key': uuidv7() };
      return insistently(() => admin.send('POST', `/takeovers/${takeoverId}/${what}`, undefined, key));
    };
    const held = 'SELECT FROM memberships WHERE account_id = $1 AND team_id = $2 AND user_id = $3 FOR UPDATE';
    for (const [what, before, after] of [
      ['allow', former, coming],
      ['undo', coming, former],
    ] as const) {
      let deciding: Promise<number> | undefined;
      const leaving = before.find((userId) => !after.includes(userId));
      await holding(held, [account.id, id, leaving], async () => {
        deciding = decide(what);
        await isWaitedFor();
        await killTeamServices();
        expect(await idsIn('memberships', id)).toEqual(before);
      });
      expect(await deciding).toBe(200);
      expect(await idsIn('memberships', id)).toEqual(after);
      expect(await idsIn('roster', id)).toEqual(what === 'allow' ? coming : []);
    }
    const { rows } = await teams.query('SELECT * FROM memberships WHERE team_id = $1 ORDER BY user_id', [id]);
    expect(rows).toEqual(how.rows);
    const { rows: left } = await teams.query('SELECT 1 FROM takeover_people WHERE takeover_id = $1', [takeoverId]);
    expect(left).toEqual([]);
    await eventually(async () => {
      const versions = await versionsOf(id);
      // Created, twenty by hand; taken over, added, removed; undone, added, removed.
      expect(versions).toEqual(Array.from({ length: 21 + 6 }, (_, at) => at + 1));
      return true;
    }, 'the topic tells each version');
  });

  it('among 60 single adds and 60 single removes over two gateways: nobody is lost, nobody is left over', async () => {
    const account = await open.newAccount();
    const all = await people(account, 120);
    const [coming, going] = [all.slice(0, 60), all.slice(60)];
    const groupId = await push(account, 'Everybody', going);
    const at = (i: number) => account.scim.at(open.gateways[i % 2] ?? '');
    const changes = [
      ...coming.map((id, i) => insistently(() => patch(at(i), groupId, add(id)))),
      ...going.map((id, i) => insistently(() => patch(at(i + 1), groupId, remove(id)))),
    ];
    await Promise.race(changes);
    await killTeamServices(1);
    expect(new Set(await Promise.all(changes))).toEqual(new Set([204]));
    expect(await idsIn('roster', groupId)).toEqual(coming);
    expect(await idsIn('memberships', groupId)).toEqual(coming);
  });
});
