import { describe, expect, it } from 'vitest';
import { expected } from '../../apps/workspace-gateway/test/expected-permissions.js';
import { stack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';
import type { WorkspaceSession } from '../support/workspace-session.js';

const { newAccount, workspaceUrl } = await stack();
const { adminOf, join, nobody } = workspaceAt(workspaceUrl);

const someId = '01890a5d-ac96-774b-bcce-b302099a8058';
const lateness = (route: string) => (route === 'DELETE /api/session' ? 1 : 0);
/** Signing out comes last: the others need the session. */
const routes = Object.entries(expected).toSorted(([one], [other]) => lateness(one) - lateness(other));

/** Asks each route, and says which are refused with this code. */
async function refused(session: WorkspaceSession, code: string): Promise<string[]> {
  const found: string[] = [];
  for (const [route] of routes) {
    const [method = '', path = ''] = route.split(' ');
    if (path.startsWith('/api/docs')) continue; // a page and its style, which no session of a program reads
    const { body } = await session.send(method, path.replace(/^\/api/, '').replaceAll(/:\w+/g, someId));
    if (body?.code === code) found.push(route);
  }
  return found;
}

const notFor = (letter: string) =>
  routes.flatMap(([route, who]) => (who === 'open' || who.includes(letter) ? [] : [route]));

describe('the permission matrix, over real sessions', () => {
  it.each([
    ['an admin', 'A', 'admin'],
    ['a member', 'M', 'member'],
    ['a viewer', 'V', 'viewer'],
    ['a guest', 'G', 'guest'],
    ['a custom role based on member', 'M', { basedOn: 'member' }],
    ['a custom role based on viewer', 'V', { basedOn: 'viewer' }],
    ['a custom role based on guest', 'G', { basedOn: 'guest' }],
  ] as const)('holds for %s at every route', { timeout: 240_000 }, async (_who, letter, type) => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const userType = typeof type === 'string' ? type : await roleOf(admin, type.basedOn);
    const { session } = await join(account, admin, 'somebody@example.com', userType);
    expect(await refused(session, 'forbidden')).toEqual(notFor(letter));
  });

  it('lets nobody in without a session, but where it is open', async () => {
    const closed = routes.flatMap(([route, who]) => (who === 'open' ? [] : [route]));
    expect(await refused(nobody, 'session-missing')).toEqual(closed);
  });
});

async function roleOf(admin: WorkspaceSession, basedOn: string): Promise<string> {
  return (await admin.post('/roles', { name: 'Contractor', basedOn })).body.id as string;
}
