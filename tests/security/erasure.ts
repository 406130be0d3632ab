import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserCommands } from '@rollcall/contracts';
import { encodeMessage } from '@rollcall/messaging';
import { eventually } from '@rollcall/testing';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { brokenStack as own } from '../support/broken-stack.js';
import { Caller } from '../support/callers.js';
import { openStack } from '../support/stack.js';
import { pushGroup, workspaceAt } from '../support/workspace.js';

// A part of tests/system/broken-stack.e2e.spec.ts: topics are emptied, as their retention does in time.
const world = await openStack(own.folder);
const { adminOf, nobody, signIn } = workspaceAt(world.workspaceUrl);
const account = await world.newAccount();
const admin = await adminOf(account);
const broker = (await Caller.of(own.folder, 'admin')).kafka().admin();
const edge = await (await Caller.of(own.folder, 'scim-gateway')).commands();
afterAll(() => edge.close());

/** Nobody else is called so. */
const zoe = {
  userName: `Zacharine.Quixotibald@${account.slug}.example`,
  givenName: 'Zacharine',
  familyName: 'Quixotibald',
  externalId: 'zq-external-0042',
  phone: '+99 555 7731 0042',
  password: 'Sealed-on-its-way-1',
};
const marks = ['zacharine', 'quixotibald', 'zq-external-0042', '7731 0042'];
const marksIn = (text: string): string[] => {
  const folded = text.toLowerCase();
  return marks.filter((mark) => folded.includes(mark));
};

const profile = {
  externalId: zoe.externalId,
  name: { givenName: zoe.givenName, familyName: zoe.familyName },
  displayName: `${zoe.givenName} ${zoe.familyName}`,
  emails: [{ value: zoe.userName, primary: true, type: 'work' }],
  phoneNumbers: [{ value: zoe.phone, type: 'work' }],
  password: zoe.password,
};
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** What each topic holds of her. */
async function marksOnTopics(): Promise<Record<string, string[]>> {
  const names = (await broker.listTopics()).filter((name) => name.startsWith('rollcall.'));
  const found: Record<string, string[]> = {};
  for (const name of names) {
    const held = marksIn(await world.dumpTopics(name));
    if (held.length > 0) found[name.replace(/replies\..*/, 'replies')] = held;
  }
  return found;
}

/** As the retention does, when its time is over. */
async function emptyTopics(): Promise<void> {
  const names = (await broker.listTopics()).filter((name) => /commands$|dead-letters$|replies/.test(name));
  for (const topic of names) {
    const partitions = (await broker.fetchTopicOffsets(topic)).map(({ partition, high: offset }) => ({
      partition,
      offset,
    }));
    await broker.deleteTopicRecords({ topic, partitions });
  }
}

/** The files of an embedded PostgreSQL with what they hold of her, but its write-ahead log; undefined where it runs elsewhere. */
async function marksByFile(): Promise<Record<string, string[]> | undefined> {
  const folder = join(own.folder, 'postgres');
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (!files) return undefined;
  const found: Record<string, string[]> = {};
  for (const file of files) {
    if (!file.isFile() || file.parentPath.includes('pg_wal')) continue;
    const path = join(file.parentPath, file.name);
    // A table that was rewritten leaves its former file until the next checkpoint.
    const marksOf = marksIn(await readFile(path, 'latin1').catch(() => ''));
    if (marksOf.length > 0) found[await relationIn(file.name, path)] = marksOf;
  }
  return found;
}

/** The table or index that a file is of, else the path of the file. */
async function relationIn(name: string, path: string): Promise<string> {
  const [node = ''] = /^\d+/.exec(name) ?? [];
  if (node === '') return path;
  const rows = await asAdministrator(
    `SELECT current_database() || '.' || oid::regclass AS relation FROM pg_class WHERE pg_relation_filenode(oid) = ${node}`,
  );
  return rows.map((row) => (row as { readonly relation: string }).relation).join(' or ') || path;
}

/** One statement after the other in the database of each service, all at once, as their administrator. @returns the rows of the last */
async function asAdministrator(...statements: string[]): Promise<object[]> {
  const { postgresAdmin } = JSON.parse(await readFile(join(own.folder, 'secrets.json'), 'utf8')) as {
    postgresAdmin: string;
  };
  const inDatabase = async (address: string) => {
    const url = Object.assign(new URL(address), { username: 'postgres', password: postgresAdmin });
    const client = new Client({ connectionString: url.href });
    await client.connect();
    const results: object[][] = [];
    for (const statement of statements) results.push((await client.query<object>(statement)).rows);
    await client.end();
    return results.at(-1) ?? [];
  };
  const addresses = Object.entries(world.env).filter(([name]) => name.endsWith('_MIGRATION_DATABASE_URL'));
  return (await Promise.all(addresses.map(([, address]) => inDatabase(address)))).flat();
}

/**
 * Rewrites all tables, as an operator does who does not want to wait for the database to use their space again. The
 * statistics of the planner hold values too, and stand in a table themselves: so they are made anew first.
 */
const rewriteTables = () => asAdministrator('ANALYZE', 'VACUUM FULL', 'CHECKPOINT');

describe('an erased person', () => {
  let id: string;
  const erase = (userId = id) => admin.send('DELETE', `/users/${userId}/data`);

  it('was known in many places', async () => {
    await broker.connect();
    const [one, other] = world.gateways.map((url) => account.scim.at(url));
    // Two at the same time: the database refuses one by its index, and the person is named in that refusal.
    const both = await Promise.all([one, other].map((scim) => scim?.create(zoe.userName, profile)));
    const made = both.find((answer) => answer?.status === 201);
    expect(both.map((answer) => answer?.status)).toEqual(expect.arrayContaining([201, 409]));
    id = made?.body.id as string;
    expect((await account.scim.create(zoe.userName.toUpperCase(), profile)).status).toBe(409);
    expect((await account.scim.find(zoe.userName)).body.totalResults).toBe(1);
    await signIn(account, zoe.userName, zoe.password);
    const wrong = { account: account.slug, userName: zoe.userName, password: 'Wrong-Horse-7', as: 'bearer' };
    expect((await nobody.send('POST', '/sessions', wrong)).status).toBe(401);
    expect((await admin.post(`/users/${id}/password-link`)).status).toBe(201);
    await pushGroup(account.scim, 'Pushed', [id]);
    const team = await account.createTeam('By hand');
    await account.addMember(team.id, id);
    const manager = { value: id, displayName: `${zoe.givenName} ${zoe.familyName}` };
    expect((await account.scim.create('report@example.com', { [enterprise]: { manager } })).status).toBe(201);

    // What no service can read, as a defect or an older version may send it.
    const letter = uuidv7();
    const of = { id: letter, source: 'scim-gateway', subject: 'x', accountId: account.id, correlationId: letter };
    const payload = { ...UserCommands.create.example, accountId: account.id, userName: 7, title: zoe.userName };
    await edge.sender.publish([encodeMessage({ ...of, type: UserCommands.create.type }, payload)]);
    const letters = () => world.dumpTopics('rollcall.user-service.dead-letters');
    await expect.poll(letters, { timeout: 20_000 }).toContain(letter);

    expect(marksIn(await world.dumpDatabases())).toEqual(marks);
    await asAdministrator('ANALYZE', 'CHECKPOINT');
    const inFiles = await marksByFile();
    if (inFiles) expect([...new Set(Object.values(inFiles).flat())].sort()).toEqual([...marks].sort());
  }, 120_000);

  it('was never named on topics that are kept for long, but dead letters, nor in a log', async () => {
    const onTopics = await marksOnTopics();
    expect(onTopics['rollcall.user.commands']).toEqual(marks);
    expect(onTopics['rollcall.user-service.dead-letters']).toEqual(['zacharine', 'quixotibald']);
    const others = Object.keys(onTopics).filter((name) => !/commands$|dead-letters$|replies$/.test(name));
    expect(others).toEqual([]);
    expect(marksIn(await world.dumpLogs())).toEqual([]);
    // The database's own log tells of refused keys, and without their values.
    const verbosity = await asAdministrator('SHOW log_error_verbosity');
    expect(verbosity).toEqual(Array.from({ length: 4 }, () => ({ log_error_verbosity: 'terse' })));
  }, 60_000);

  it('is erased by an admin only after the directory has released the person', async () => {
    const early = await erase();
    expect([early.status, early.body.code]).toEqual([409, 'not-removed']);
    expect(early.body.detail).toContain('identity provider');
    expect((await erase(account.adminId)).body.code).toBe('not-removed');
    expect((await erase(uuidv7())).body.code).toBe('user-not-found');
    expect((await account.scim.remove(id)).status).toBe(204);
    expect((await erase()).body).toEqual({ userId: id, changed: true });
    expect((await erase()).body).toEqual({ userId: id, changed: false });
    expect((await admin.get(`/users/${id}`)).status).toBe(404);
  });

  it('is in no row of any database some seconds later, and in none of their files', async () => {
    await eventually(
      async () => expect(marksIn(await world.dumpDatabases())).toEqual([]),
      'the traces of the erased person are removed',
      { within: 60_000, every: 500 },
    );
    const nowhere = (await readdir(own.folder)).includes('postgres') ? {} : undefined;
    // A transaction that began before, as an ANALYZE of autovacuum, keeps what it could still read: then they are rewritten once more.
    await eventually(
      async () => {
        await rewriteTables();
        expect(await marksByFile()).toEqual(nowhere);
        return true;
      },
      'no file has anything of the erased person',
      { within: 60_000, every: 1_000 },
    );
  }, 120_000);

  it('is on no topic when the times of those that hold commands are over, and in no log', async () => {
    await emptyTopics();
    expect(await marksOnTopics()).toEqual({});
    expect(marksIn(await world.dumpLogs())).toEqual([]);
    await broker.disconnect();
  }, 60_000);

  it('leaves an id that is in no team, and the manager of others without a name', async () => {
    const report = await account.scim.find('report@example.com');
    expect(report.body.Resources[0][enterprise].manager).toMatchObject({ value: id });
    expect(report.text).not.toContain(zoe.familyName);
    const { body: teams } = await admin.get('/teams');
    for (const team of teams.items as { id: string }[]) expect(await account.members(team.id)).not.toContain(id);
  });

  it('is somebody new when the directory sends the same person again', async () => {
    const { status, body } = await account.scim.create(zoe.userName, profile);
    expect([status, body.id === id]).toEqual([201, false]);
  });

  it('can be erased by an operator too', async () => {
    const { body } = await account.scim.create('other@example.com');
    await account.scim.remove(body.id as string);
    await expect(world.ops('user', 'erase', account.slug, 'other@example.com')).rejects.toThrow('--yes');
    const erased = await world.ops('user', 'erase', account.slug, 'other@example.com', '--yes');
    expect(erased).toEqual({ id: body.id, changed: true });
    expect(await world.ops('user', 'erase', account.slug, body.id as string, '--yes')).toEqual({
      id: body.id,
      changed: false,
    });
  }, 60_000);
});
