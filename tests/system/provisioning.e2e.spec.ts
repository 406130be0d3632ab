import { eventually } from '@rollcall/testing';
import { expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';

const { newAccount, workspaceUrl } = await stack();
const { adminOf, join } = workspaceAt(workspaceUrl);
const soon = { within: 10_000, every: 100 };

it('the status of provisioning has what the identity provider did, what was refused last, and nothing of another account', async () => {
  const [account, other] = await Promise.all([newAccount(), newAccount()]);
  const [admin, outsider] = await Promise.all([adminOf(account), adminOf(other)]);
  const asOkta = { 'user-agent': 'Okta SCIM Client 1.0.0' };
  const named = (userName: string) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    name: { givenName: 'Ann', familyName: 'Lee' },
    active: true,
  });
  const { status, body: ann } = await account.scim.send('POST', '/Users', named('ann@acme.example'), asOkta);
  expect(status).toBe(201);
  expect((await account.scim.patch(ann.id as string, { op: 'replace', value: { active: false } })).status).toBe(200);
  const refused = await account.scim.send('POST', '/Users', { ...named('bob@acme.example'), userType: 'x' }, asOkta);
  expect(refused.status).toBe(400);

  const shown = await eventually(
    async () => {
      const { body } = await admin.get('/scim/status');
      expect(body.counts24h).toMatchObject({ refused: 1, peopleCreated: 1, peopleDeactivated: 1, evictions: 0 });
      return body;
    },
    'the status tells of all three requests',
    soon,
  );
  expect(shown).toMatchObject({
    activity: 'known',
    states: [],
    waitingTakeovers: 0,
    lastRequest: { provider: 'okta' },
  });
  expect(shown.lastRefusal).toMatchObject({ status: 400, code: 'user-type-unknown' });
  expect(shown.lastRefusal.sentence).toMatch(
    /^The directory \(token "Okta"\) sent POST \/scim\/v2\/Users, and was refused/,
  );
  // As Okta got it, without the value that it had sent.
  expect(shown.lastRefusal.answer).toMatch(/^The userType "?…"? is not known\. Valid are: admin, member/);
  const tree = await admin.get(`/audit/requests/${shown.lastRefusal.requestId}`);
  expect(tree.status).toBe(200);

  const { body: tokens } = await admin.get('/scim/tokens');
  expect(tokens).toMatchObject({ activity: 'known' });
  expect(tokens.items.find(({ id }: { id: string }) => id === account.tokenId)).toMatchObject({
    refused24h: 1,
    lastRefusalCode: 'user-type-unknown',
    userAgent: asOkta['user-agent'],
  });

  const elsewhere = (await outsider.get('/scim/status')).body;
  expect(elsewhere).toMatchObject({ counts24h: { refused: 0, peopleCreated: 0, peopleDeactivated: 0 } });
  expect(elsewhere).not.toHaveProperty('lastRefusal');
  const { session } = await join(account, admin, 'member@acme.example', 'member');
  expect((await session.get('/scim/status')).status).toBe(403);
});
