import { eventually } from '@rollcall/testing';
import { expect } from 'vitest';
import type { ScimSession } from './scim-session.js';
import type { stack } from './stack.js';
import { WorkspaceSession } from './workspace-session.js';

export type Account = Awaited<ReturnType<Awaited<ReturnType<typeof stack>>['newAccount']>>;

/** What everybody who joins chooses as their password. */
export const password = 'Correct-Horse-7';

/** People of accounts who are signed in at one workspace gateway. */
export function workspaceAt(workspaceUrl: string) {
  const signIn = (account: Account, userName: string, secret: string) =>
    WorkspaceSession.signIn(workspaceUrl, account.slug, userName, secret);
  const nobody = WorkspaceSession.nobody(workspaceUrl);
  return {
    nobody,
    signIn,
    adminOf: (account: Account) => signIn(account, account.adminEmail, account.adminPassword),
    /** Somebody invited, who has set a password with the link. */
    join: async (account: Account, admin: WorkspaceSession, userName: string, userType: string) => {
      const invited = await admin.post('/users', { userName, givenName: 'Bea', familyName: 'Min', userType });
      expect(invited.status).toBe(201);
      const { user, link } = invited.body;
      expect((await nobody.post('/passwords', { link: link.text, password })).status).toBe(204);
      return { id: user.id as string, session: await signIn(account, userName, password) };
    },
  };
}

/** Pushes a group with its members. @returns the id of the team */
export async function pushGroup(scim: ScimSession, displayName: string, userIds: readonly string[]): Promise<string> {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
  const members = userIds.map((value) => ({ value }));
  const { status, body } = await scim.send('POST', '/Groups', { schemas, displayName, members });
  expect(status).toBe(201);
  return body.id as string;
}

/** Who is in a team, as the product shows it. */
export async function membersOf(admin: WorkspaceSession, teamId: string): Promise<string[]> {
  const { body } = await admin.get(`/teams/${teamId}/members`);
  return body.items.map(({ id }: { id: string }) => id) as string[];
}

/** Waits until team-service, too, has the setting by which takeovers of this team wait for an admin: a dry run of a push says so. */
export async function untilTakeoversWait(scim: ScimSession, displayName: string): Promise<void> {
  const push = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName, members: [] };
  await eventually(async () => {
    const { text } = await scim.send('POST', '/Groups', push, { 'rollcall-dry-run': 'true' });
    return text.includes('"outcome":"proposed"');
  }, 'takeovers wait for an admin');
}
