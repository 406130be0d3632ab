import { eventually, startReceiver, verified } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { workspaceAt, type Account } from '../support/workspace.js';

const { newAccount, workspaceUrl, dumpDatabases, dumpLogs, dumpTopics } = await stack();
const { adminOf } = workspaceAt(workspaceUrl);
const receiver = await startReceiver();
afterAll(() => receiver.close());

interface Sent {
  readonly data: { readonly notice: { readonly kind: string; readonly sentence: string } };
}

/** The directory makes an admin, whose token dies with her, and wants to take over a team. */
async function makeNotices(account: Account): Promise<void> {
  const { body: second } = await account.scim.send('POST', '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'second.admin@example.com',
    userType: 'admin',
  });
  await account.newToken({ creatorId: second.id as string });
  await account.scim.patch(second.id as string, { op: 'replace', value: { active: false } });
  const group = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Design', members: [] };
  await account.scim.send('POST', '/Groups', group, { 'user-agent': 'Okta SCIM Client 1.0.0' });
}

describe('a webhook', { timeout: 150_000 }, () => {
  it('gets the notices of its account, signed, and its secret is nowhere else', async () => {
    const account = await newAccount();
    await account.set({ teamTakeover: 'review' });
    await account.createTeam('Design');
    const admin = await adminOf(account);
    const key = { 'idempotency-key': uuidv7() };
    const made = await admin.send('POST', '/webhooks', { url: `${receiver.url}/hook` }, key);
    expect(made.status).toBe(201);
    const { webhook, secret } = made.body as { webhook: { id: string }; secret: string };
    expect((await admin.send('POST', '/webhooks', { url: `${receiver.url}/hook` }, key)).body.code).toBe(
      'secret-shown',
    );
    expect((await admin.post(`/webhooks/${webhook.id}/test`)).body).toMatchObject({ delivered: true, status: 200 });

    await makeNotices(account);
    const expected = [
      'The identity provider made second.admin@example.com an admin. If nobody meant that, set another userType there, such as member: then the person is no admin any more.',
      expect.stringMatching(/^The SCIM token ".+" died when the admin who made it was deactivated\./u) as string,
      'The identity provider pushed a group to take over the team "Design": the team would then have the members of the group, and nobody else. Nothing has changed yet. Look who would gain and who would lose access, then allow or decline it.',
    ];
    const sent = () => receiver.received.slice(1).map((message) => (verified(message, secret) as Sent).data.notice);
    await eventually(
      () => expect(sent().map(({ sentence }) => sentence)).toEqual(expect.arrayContaining(expected)),
      'the notices reach the webhook',
      { within: 30_000, every: 200 },
    );
    const { items } = (await admin.get(`/webhooks/${webhook.id}/deliveries`)).body as { items: { state: string }[] };
    expect(items.length).toBeGreaterThanOrEqual(3);
    const everywhere = [await dumpTopics(), await dumpDatabases(), await dumpLogs()].join('\n');
    expect(everywhere).toContain(webhook.id);
    expect(everywhere).not.toContain(secret.slice('whsec_'.length));
  });

  it('is not one of a private network, and has a new secret when an admin wants one', async () => {
    const admin = await adminOf(await newAccount());
    const refused = await admin.post('/webhooks', { url: 'https://169.254.169.254/latest/' });
    expect([refused.status, refused.body.code]).toEqual([422, 'webhook-url-invalid']);
    const { webhook, secret } = (await admin.post('/webhooks', { url: receiver.url, kinds: ['run-held'] })).body as {
      webhook: { id: string };
      secret: string;
    };
    const rotated = await admin.post(`/webhooks/${webhook.id}/secret`);
    expect(rotated.body.webhook.oldSecretEndsAt).toBeDefined();
    receiver.received.splice(0);
    await admin.post(`/webhooks/${webhook.id}/test`);
    const [message] = receiver.received;
    for (const each of [secret, rotated.body.secret as string])
      expect(message && verified(message, each)).toBeDefined();
    expect((await admin.send('DELETE', `/webhooks/${webhook.id}`)).status).toBe(204);
    expect((await admin.get('/webhooks')).body).toEqual({ items: [] });
  });
});
