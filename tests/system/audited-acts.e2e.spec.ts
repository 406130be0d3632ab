import { UserCommands, UserEvents } from '@rollcall/contracts';
import { BatchingProducer, encodeMessage } from '@rollcall/messaging';
import { eventually } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { Caller } from '../support/callers.js';
import { stack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';

const { newAccount, workspaceUrl, ops, directory } = await stack();
const { adminOf, nobody } = workspaceAt(workspaceUrl);
const account = await newAccount();
const admin = await adminOf(account);
const quiet = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };
/** Puts records on topics in the name of a part. */
const [edge, owner] = await Promise.all(
  (['scim-gateway', 'user-service'] as const).map(
    async (part) => new BatchingProducer((await Caller.of(directory, part)).kafka(), quiet),
  ),
);
await Promise.all([edge?.connect(), owner?.connect()]);
afterAll(async () => {
  await Promise.all([edge?.close(), owner?.close()]);
});
const soon = { within: 20_000, every: 200 };

interface Found {
  readonly type: string;
  readonly actor?: { readonly kind: string; readonly id: string };
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
      },
      'they are in the log',
      soon,
    );
  });

  it('a parked message that is skipped, a dead letter that is put back, a topic that is watched with its payloads', async () => {
    const [parked, letter, userId] = [uuidv7(), uuidv7(), uuidv7()];
    const of = { source: 'spec', subject: userId, accountId: account.id };
    const event = { ...UserEvents.updated.example, accountId: account.id, userId };
    const newer = encodeMessage({ ...of, id: parked, correlationId: parked, type: UserEvents.updated.type }, event);
    await owner?.publish([{ ...newer, headers: { ...newer.headers, ce_dataschemaversion: '99' } }]);
    const invalid = { ...UserCommands.create.example, accountId: account.id, userName: 7 };
    await edge?.publish([
      encodeMessage({ ...of, id: letter, correlationId: letter, type: UserCommands.create.type }, invalid),
    ]);
    const holders = await eventually(
      async () => {
        const all = (await ops('parked', 'list')) as { id: string; service: string }[];
        const found = all.filter(({ id }) => id === parked);
        expect(found.length).toBeGreaterThan(0);
        return found;
      },
      'it is parked',
      soon,
    );
    for (const { service } of holders) await ops('parked', 'skip', parked, '--service', service);
    const name = await eventually(
      async () => {
        const letters = (await ops('dead-letters', 'list')) as { letter: string }[];
        const found = letters.find((each) => JSON.stringify(each).includes(letter));
        expect(found).toBeDefined();
        return found?.letter ?? '';
      },
      'it is a dead letter',
      soon,
    );
    await ops('dead-letters', 'replay', name);
    await ops(
      'topics',
      'watch',
      'user.events',
      '--account',
      account.slug,
      '--correlation',
      parked,
      '--no-follow',
    ).catch(
      () => undefined, // lines, and no one answer
    );
    await eventually(
      async () => {
        const found = [
          ...(await entries('installation', 'type:operator.acted')),
          ...(await entries(account.slug, 'type:operator.acted')),
        ];
        for (const act of ['parked-skipped', 'dead-letter-replayed', 'topics-watched'])
          expect(found.find(({ detail }) => detail?.act === act)).toMatchObject({ actor: operator });
        expect(found.some(({ detail }) => detail?.messageId === parked)).toBe(true);
      },
      'the acts are in the log',
      soon,
    );
  });

  it('a search and an export, by an admin and by an operator', async () => {
    expect((await admin.get('/audit/entries?limit=1')).status).toBe(200);
    expect((await admin.get('/audit/export?format=ndjson')).status).toBe(200);
    await ops('audit', 'export', account.slug, '--limit', '1').catch(() => undefined);
    await eventually(
      async () => {
        const found = await entries(account.slug, '--reads', 'by:person,operator');
        const of = (route: string) => found.find((entry) => entry.route === route)?.actor;
        expect(of('/api/audit/entries')).toMatchObject(person);
        expect(of('/api/audit/export')).toMatchObject(person);
        const acts = found.filter(({ type }) => type === 'operator.acted');
        for (const act of ['audit-searched', 'audit-exported'])
          expect(acts.find(({ detail }) => detail?.act === act)).toMatchObject({ actor: operator });
      },
      'they are in the log of reads',
      soon,
    );
  });
});
