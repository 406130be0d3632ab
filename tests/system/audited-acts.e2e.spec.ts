import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';

const { newAccount, workspaceUrl, ops } = await stack();
const { adminOf, nobody } = workspaceAt(workspaceUrl);
const account = await newAccount();
const admin = await adminOf(account);
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
});
