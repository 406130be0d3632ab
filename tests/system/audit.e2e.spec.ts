import { eventually } from '@rollcall/testing';
import { expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';

const { newAccount, workspaceUrl, ops } = await stack();
const { adminOf, join } = workspaceAt(workspaceUrl);
const soon = { within: 5_000, every: 50 };

interface Entry {
  readonly seq: number;
  readonly type: string;
  readonly outcome: string;
  readonly code?: string;
  readonly requestId: string;
  readonly sentence: string;
}

it('a creation and a refused push are found within five seconds, by search and by request, and not by another account (rule 28)', async () => {
  const [account, other] = await Promise.all([newAccount(), newAccount()]);
  const [admin, outsider] = await Promise.all([adminOf(account), adminOf(other)]);
  const { body: ann } = await account.scim.create('ann@acme.example', { title: 'Pilot' });
  const refused = await account.scim.create('ann@acme.example');
  expect(refused.status).toBe(409);

  const found = async (query: string): Promise<Entry[]> => {
    const { status, body } = await admin.get(`/audit/entries?${query}`);
    expect(status).toBe(200);
    return body.entries as Entry[];
  };
  const first = async (query: string) => (await found(query))[0];
  const created = await eventually(
    () => first('about=ann@acme.example&type=user.created'),
    'the creation is found by the address of whom it is about',
    soon,
  );
  expect(created?.sentence).toMatch(/^The directory \(token "Okta"\) created ann@acme\.example\.$/);
  const refusal = await eventually(
    () => first(`q=${encodeURIComponent('outcome:refused code:user-name-* by:directory')}`),
    'the refused push is found',
    soon,
  );
  expect(refusal).toMatchObject({ code: 'user-name-taken', outcome: 'refused' });

  const answer = await admin.get(`/audit/requests/${created?.requestId}`);
  const tree = (answer.body.tree as { depth: number; entry: Entry }[]).map(({ depth, entry }) => [depth, entry.type]);
  expect(tree).toEqual([
    [0, 'scim.request-answered'],
    [1, 'user.created'],
  ]);
  expect((await outsider.get(`/audit/requests/${created?.requestId}`)).status).toBe(404);
  expect((await outsider.get(`/audit/entries?about=${ann.id}`)).body.entries).toEqual([]);
  expect((await outsider.get('/audit/entries?about=ann@acme.example')).body.detail).toMatch(/Nobody of the account/);

  const pages = await found('order=asc&limit=200');
  expect(pages.map(({ seq }) => seq)).toEqual(pages.map((_, index) => index + 1));
  const { session } = await join(account, admin, 'member@acme.example', 'member');
  expect((await session.get('/audit/entries')).status).toBe(403);

  const page = await ops('audit', 'search', account.slug, 'outcome:refused', 'code:user-name-*');
  expect(page).toMatchObject({ entries: [{ id: refusal?.requestId, code: 'user-name-taken' }] });
});
