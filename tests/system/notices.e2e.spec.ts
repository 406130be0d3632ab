import { eventually } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';
import type { WorkspaceSession } from '../support/workspace-session.js';

const { newAccount, workspaceUrl } = await stack();
const { adminOf } = workspaceAt(workspaceUrl);

interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly sentence: string;
  readonly link: string;
}

const noticesOf = async (admin: WorkspaceSession, kind: string): Promise<Shown[]> => {
  const { items } = (await admin.get('/notices')).body as { items: Shown[] };
  return items.filter((notice) => notice.kind === kind);
};

/** The notice of this kind, once it is in this state. */
async function notice(admin: WorkspaceSession, kind: string, state: string): Promise<Shown | undefined> {
  let shown: Shown | undefined;
  await eventually(
    async () => {
      [shown] = await noticesOf(admin, kind);
      return shown?.state === state;
    },
    `a notice ${kind} is ${state}`,
    { within: 20_000, every: 150 },
  );
  return shown;
}

describe('a notice of what another service tells', { timeout: 60_000 }, () => {
  it('says that a takeover waits, until an admin has allowed it', async () => {
    const account = await newAccount();
    await account.set({ teamTakeover: 'review' });
    await account.createTeam('Design');
    const admin = await adminOf(account);
    const group = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Design', members: [] };
    await account.scim.send('POST', '/Groups', group, { 'user-agent': 'Okta SCIM Client 1.0.0' });
    const waiting = await notice(admin, 'takeover-waiting', 'waiting');
    expect(waiting).toMatchObject({
      sentence:
        'The identity provider pushed a group to take over the team "Design": the team would then have the members of the group, and nobody else. Nothing has changed yet. Look who would gain and who would lose access, then allow or decline it.',
      link: '/api/takeovers?state=waiting',
    });
    expect((await admin.get('/scim/status')).body.notices).toEqual([
      { kind: 'takeover-waiting', waiting: 1, unseen: 1 },
    ]);
    const { items } = (await admin.get('/takeovers?state=waiting')).body as { items: { id: string }[] };
    const key = { 'idempotency-key': uuidv7() };
    expect((await admin.send('POST', `/takeovers/${items[0]?.id}/allow`, undefined, key)).status).toBe(200);
    await notice(admin, 'takeover-waiting', 'ended');
    expect((await admin.get('/scim/status')).body.notices).toEqual([]);
    expect(await noticesOf(admin, 'takeover-waiting')).toHaveLength(1);
  });

  it('says that a token has died with its admin, until an admin has acknowledged it', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const { body: second } = await account.scim.send('POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'second.admin@example.com',
      userType: 'admin',
    });
    await account.newToken({ creatorId: second.id as string });
    const off = { op: 'replace', value: { active: false } };
    expect((await account.scim.patch(second.id as string, off)).status).toBe(200);
    const found = await notice(admin, 'token-ended', 'waiting');
    expect(found?.sentence).toMatch(
      /^The SCIM token ".+" died when the admin who made it was deactivated\. Whatever uses it/u,
    );
    expect((await admin.post(`/notices/${found?.id}/acknowledge`)).body).toMatchObject({
      state: 'ended',
      outcome: 'seen',
      sentence: expect.stringMatching(/was deactivated\. An admin has seen this\./u) as string,
    });
    expect((await noticesOf(admin, 'token-ended')).map(({ state }) => state)).toEqual(['ended']);
  });
});
