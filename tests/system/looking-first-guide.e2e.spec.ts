import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { beforeAll, describe, expect, it } from 'vitest';
import { filled, httpBlocks } from '../docs/http-blocks.js';
import { patchOf } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { membersOf, pushGroup, untilTakeoversWait, workspaceAt } from '../support/workspace.js';

// docs/guides/looking-first.md, word by word: each request is sent as it stands there, and answered as it says.
const { newAccount, workspaceUrl } = await stack();
const guide = readFileSync(join(repositoryRoot, 'docs/guides/looking-first.md'), 'utf8');
const [promised = ''] = [...guide.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => json);
const account = await newAccount();
const { scim } = account;
const admin = await workspaceAt(workspaceUrl).adminOf(account);
const known: Record<string, string> = {};
const urn = 'urn:rollcall:params:scim:schemas:extension:dry-run:1.0:WouldChange';

beforeAll(async () => {
  for (const name of ['ann', 'bob']) known[name] = (await scim.create(`${name}@example.com`)).body.id as string;
  const { id } = await account.createTeam('Design');
  known['design'] = id;
  await account.addMember(id, known['ann'] ?? '');
  known['kept'] = await pushGroup(scim, 'Sales', [known['bob'] ?? '']);
});

const pushed = (displayName: string) =>
  scim.send('POST', '/Groups', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName, members: [] });

const send = (name: string) => {
  const request = httpBlocks(guide).find((each) => each.name === name);
  if (!request) throw new Error(`the guide has no request ${name}`);
  const { method, path, headers, body } = request;
  const json: unknown = body === undefined ? undefined : JSON.parse(filled(body, known));
  const [, session, rest] = path.startsWith('/api')
    ? ['', admin, path.slice(4)]
    : ['', scim, path.slice('/scim/v2'.length)];
  return session.send(method, filled(rest, known), json, headers);
};

describe('docs/guides/looking-first.md', () => {
  it('asks about a push, and is told who would be put out', async () => {
    const { status, headers, body } = await send('push');
    expect([status, headers.get('rollcall-dry-run')]).toEqual([201, 'true']);
    expect(body[urn]).toEqual(JSON.parse(filled(promised, known)));
    expect(guide).toContain(urn);
  });

  it('asks about somebody who is to be inactive', async () => {
    const { body } = await send('deactivate');
    expect(body.wouldChange).toMatchObject({ seats: -1, sessionsEnd: true });
  });

  it('asks about somebody in a team of the directory', async () => {
    const { body } = await send('put-in');
    expect(body.wouldChange.reconciler).toEqual({ would: 'evict', mode: 'enforce' });
  });

  it('asks about a takeover that waits', async () => {
    await account.set({ teamTakeover: 'review' });
    await untilTakeoversWait(scim, 'Design');
    const { id: teamId } = (await pushed('Design')).body as { id: string };
    const add = patchOf({ op: 'add', path: 'members', value: [{ value: known['bob'] }] });
    await scim.send('PATCH', `/Groups/${teamId}`, add);
    known['takeover'] = (await admin.get('/takeovers')).body.items[0].id as string;
    const { body } = await send('allow');
    expect(body.wouldChange).toMatchObject({
      outcome: 'taken-over',
      membersGained: { count: 1, ids: [known['bob']] },
      membersLost: { count: 1, ids: [known['ann']] },
    });
  });

  it('asks about people whom the brake holds', async () => {
    await account.set({ deprovisionBrake: '1' });
    const people = await Promise.all(Array.from({ length: 21 }, (_, n) => scim.create(`p${n}@example.com`)));
    const inactive = { op: 'replace', path: 'active', value: false };
    await Promise.all(people.map(({ body }) => scim.patch(body.id as string, inactive)));
    const { status, body } = await send('approve');
    expect([status, body.wouldChange.leavers]).toEqual([202, { leave: 1, passesUntil: expect.any(String) as string }]);
  });

  it('has changed nothing by asking', async () => {
    expect(await membersOf(admin, known['design'] ?? '')).toEqual([known['ann']]);
    expect((await scim.get(known['ann'] ?? '')).body.active).toBe(true);
  });
});
