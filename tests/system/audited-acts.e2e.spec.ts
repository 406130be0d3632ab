import { UserCommands, UserEvents } from '@rollcall/contracts';
import { encodeMessage } from '@rollcall/messaging';
import { eventually } from '@rollcall/testing';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { Caller } from '../support/callers.js';
import { stack } from '../support/stack.js';
import { pushGroup, workspaceAt } from '../support/workspace.js';

const { newAccount, workspaceUrl, ops, folder, env } = await stack();
const { adminOf, nobody } = workspaceAt(workspaceUrl);
const account = await newAccount();
const admin = await adminOf(account);
const soon = { within: 20_000, every: 200 };

interface Found {
  readonly type: string;
  readonly actor?: { readonly kind: string; readonly id: string };
  readonly subject?: { readonly kind: string; readonly id: string };
  readonly detail?: { readonly act?: string; readonly messageId?: string; readonly topics?: string[] };
  readonly route?: string;
}

/** What the log has of these words, as an operator finds it. */
async function entries(of: string, ...words: string[]): Promise<Found[]> {
  const page = (await ops('audit', 'search', of, ...words)) as { entries: Found[] };
  return page.entries;
}

const theAdmin = { kind: 'admin', id: account.adminId };
const operator = { kind: 'operator', id: expect.any(String) as string };
const person = { kind: 'person', id: account.adminId };

describe('each of these is an entry with its actor (rule 28)', () => {
  it('a change of mode, a link, a sign-in, a failed one', async () => {
    expect((await admin.send('PATCH', '/reconciler', { mode: 'paused' })).status).toBe(200);
    expect((await admin.send('PATCH', '/reconciler', { mode: 'enforce' })).status).toBe(200);
    const { body: ann } = await account.scim.create('ann@acts.example');
    expect((await admin.post(`/users/${ann.id}/password-link`)).status).toBe(201);
    const wrong = { account: account.slug, userName: 'ann@acts.example', password: 'Wrong-Horse-7', as: 'bearer' };
    expect((await nobody.send('POST', '/sessions', wrong)).status).toBe(401);
    await eventually(
      async () => {
        const found = await entries(account.slug, 'type:reconciler.*,user.password-link-made,session.*');
        const of = (type: string) => found.filter((entry) => entry.type === type).map(({ actor }) => actor);
        expect(of('reconciler.mode-set')).toMatchObject([theAdmin, theAdmin]);
        expect(of('user.password-link-made')).toMatchObject([theAdmin]);
        expect(of('session.started')).toMatchObject([person]);
        expect(of('session.refused')).toHaveLength(1); // by nobody who is known
        return true;
      },
      'they are in the log',
      soon,
    );
  });

  it('a topic that is watched with its payloads', async () => {
    const watch = ['topics', 'watch', 'user.events', '--account', account.slug, '--since', '1h', '--no-follow'];
    await ops(...watch).catch(() => undefined); // lines, and no one answer
    await eventually(
      async () => {
        const found = [...(await entries('installation', 'type:operator.acted'))];
        found.push(...(await entries(account.slug, 'type:operator.acted')));
        const watched = found.find(({ detail }) => detail?.act === 'topics-watched' && detail.topics?.length === 1);
        expect(watched).toMatchObject({ actor: operator, detail: { topics: ['rollcall.user.events'] } });
        return true;
      },
      'the act is in the log',
      soon,
    );
  });

  it('a search and an export by an admin, and a search by an operator', async () => {
    expect((await admin.get('/audit/entries?limit=1')).status).toBe(200);
    expect((await admin.get('/audit/export?format=ndjson')).status).toBe(200);
    await eventually(
      async () => {
        const found = await entries(account.slug, '--reads', 'by:person,operator');
        const of = (route: string) => found.find((entry) => entry.route === route)?.actor;
        expect(of('/api/audit/entries')).toMatchObject(person);
        expect(of('/api/audit/export')).toMatchObject(person);
        expect(found.find(({ detail }) => detail?.act === 'audit-searched')).toMatchObject({ actor: operator });
        return true;
      },
      'they are in the log of reads',
      soon,
    );
  });

  it('a run that is asked for, and held runs that an admin and an operator let happen', async () => {
    const made = Array.from({ length: 22 }, (_, n) => account.scim.create(`p${n}@acts.example`));
    const [first, ...others] = (await Promise.all(made)).map(({ body }) => body.id as string);
    const teams = await Promise.all(
      ['Sales', 'Crew'].map((name) => pushGroup(account.scim, name, first === undefined ? [] : [first])),
    );
    expect((await admin.patch('/reconciler', { mode: 'paused' })).status).toBe(200);
    await Promise.all(teams.flatMap((team) => others.map((person) => account.addMember(team, person))));
    expect((await admin.patch('/reconciler', { mode: 'enforce' })).status).toBe(200);
    await eventually(
      async () => expect((await admin.get('/reconciler')).body.held).toHaveLength(2),
      'both runs are held',
      soon,
    );
    expect((await admin.post(`/reconciler/teams/${teams[0]}/release`, { wouldEvict: 21 })).status).toBe(202);
    await ops('reconcile', 'release', account.slug, 'Crew');
    await ops('reconcile', 'run', account.slug, 'Crew');
    await eventually(
      async () => {
        const found = await entries(account.slug, 'type:reconciler.approved,reconciler.run-asked');
        const about = (type: string, id: string | undefined) =>
          found.filter((entry) => entry.type === type && entry.subject?.id === id).map(({ actor }) => actor);
        expect(about('reconciler.approved', teams[0])).toMatchObject([theAdmin]);
        expect(about('reconciler.approved', teams[1])).toMatchObject([operator]);
        expect(about('reconciler.run-asked', teams[1])).toMatchObject([operator]);
        return true;
      },
      'they are in the log',
      soon,
    );
  });

  it('a parked message that is tried again, and one that is skipped', async () => {
    const [tried, skipped] = [await park(), await park()];
    expect(await ops('parked', 'retry', tried, '--service', 'token-service')).toEqual({ done: 1 });
    expect(await ops('parked', 'skip', skipped, '--service', 'token-service')).toEqual({ done: 1 });
    await eventually(
      async () => {
        const found = await entries(account.slug, 'type:operator.acted');
        for (const [act, messageId] of [
          ['parked-retried', tried],
          ['parked-skipped', skipped],
        ])
          expect(found.find(({ detail }) => detail?.messageId === messageId)).toMatchObject({
            actor: operator,
            detail: { act, service: 'token-service' },
          });
        return true;
      },
      'they are in the log',
      soon,
    );
  });

  it('a dead letter that is put back', async () => {
    const edge = await Caller.of(folder, 'scim-gateway');
    const { sender, close } = await edge.commands();
    const id = uuidv7();
    const of = { id, type: UserCommands.create.type, source: 'scim-gateway', subject: 'x', correlationId: id };
    const { passwordHash: _none, ...create } = { ...UserCommands.create.example, accountId: account.id };
    await sender.publish([encodeMessage({ ...of, accountId: account.id }, { ...create, userName: 7 })]);
    await close();
    const letter = await eventually(
      async () => {
        const letters = (await ops('dead-letters', 'list', '--service', 'user-service')) as Letter[];
        return letters.find(({ message }) => message?.id === id)?.letter;
      },
      'the command is a dead letter',
      soon,
    );
    await ops('dead-letters', 'replay', letter ?? '');
    await eventually(
      async () => {
        const found = await entries(account.slug, 'type:operator.acted');
        expect(found.find(({ detail }) => detail?.messageId === id)).toMatchObject({
          actor: operator,
          detail: { act: 'dead-letter-replayed', topics: ['rollcall.user.commands'] },
        });
        return true;
      },
      'it is in the log',
      soon,
    );
  });
});

interface Letter {
  readonly letter: string;
  readonly message?: { readonly id?: string };
}

/** Puts an event of the account where token-service parks what it cannot handle. @returns the id of the message */
async function park(): Promise<string> {
  const [id, userId] = [uuidv7(), uuidv7()];
  const { type, example, version } = UserEvents.created;
  const message = {
    id,
    type,
    schemaVersion: version,
    source: 'user-service',
    time: new Date(),
    accountId: account.id,
    correlationId: id,
    aggregateVersion: 1,
    payload: { ...example, accountId: account.id, userId },
    key: userId,
    place: { topic: 'rollcall.user.events', partition: 0, offset: '0' },
  };
  const client = new Client({ connectionString: env['TOKEN_SERVICE_MIGRATION_DATABASE_URL'] });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO parked_messages (consumer, message_key, account_id, message_id, reason, message)
       VALUES ('token-service', $1, $2, $3, 'fault', $4)`,
      [userId, account.id, id, JSON.stringify(message)],
    );
  } finally {
    await client.end();
  }
  return id;
}
