import { describe, expect, it } from 'vitest';
import { patchOf } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { membersOf, pushGroup, workspaceAt, type Account } from '../support/workspace.js';

const { newAccount, holdEvents, teamsHaveHeard, workspaceUrl } = await stack();
const { adminOf } = workspaceAt(workspaceUrl);

/** Ann and Bob in a group; then the directory deletes Ann, and nobody hears of it until `hear` is called. */
async function annDeletedUnheard() {
  const account = await newAccount();
  const { scim } = account;
  const [ann, bob] = [await scim.create('ann@example.com'), await scim.create('bob@example.com')].map(
    ({ body }) => body.id as string,
  ) as [string, string];
  const group = await pushGroup(scim, 'Design', [ann, bob]);
  const hear = await holdEvents(ann);
  expect((await scim.send('DELETE', `/Users/${ann}`)).status).toBe(204);
  return { account, ann, bob, group, hear };
}

/** The late events come, and one more behind them: team-service has then handled them all. */
async function everythingHeard({ scim }: Account, userId: string, hear: () => Promise<void>): Promise<void> {
  await hear();
  const { headers } = await scim.patch(userId, { op: 'replace', value: { active: false } });
  const version = Number(/\d+/.exec(headers.get('etag') ?? '')?.[0]);
  await teamsHaveHeard({ id: userId, version });
}

describe('whoever is deleted and back before the teams have heard of it', () => {
  it('stays in the group that takes her in at once, when the news of her release comes late', async () => {
    const { account, ann, bob, group, hear } = await annDeletedUnheard();
    const { scim } = account;
    expect((await scim.create('ann@example.com')).body).toMatchObject({ id: ann, active: true });
    const add = { op: 'add', path: 'members', value: [{ value: ann }] };
    const added = await scim.send('PATCH', `/Groups/${group}`, patchOf(add));
    expect(added.status).toBe(204);
    await everythingHeard(account, ann, hear);
    const { body } = await scim.send('GET', `/Groups/${group}`);
    expect(body.members.map(({ value }: { value: string }) => value).sort()).toEqual([ann, bob].sort());
  });

  it('is in no group of before by coming back alone', async () => {
    const { account, ann, bob, group, hear } = await annDeletedUnheard();
    const { scim } = account;
    await scim.create('ann@example.com');
    const members = async () => ((await scim.send('GET', `/Groups/${group}`)).body as { members: unknown }).members;
    expect(await members()).toMatchObject([{ value: bob }]);
    await everythingHeard(account, ann, hear);
    expect(await members()).toMatchObject([{ value: bob }]);
  });

  it('stays in the team that an admin puts her into, having brought her back by hand', async () => {
    const { account, ann, group, hear } = await annDeletedUnheard();
    const admin = await adminOf(account);
    expect((await admin.post(`/teams/${group}/hand-back`)).status).toBe(200);
    expect((await admin.patch(`/users/${ann}`, { active: true })).status).toBe(200);
    expect(await membersOf(admin, group)).not.toContain(ann);
    await account.addMember(group, ann);
    await everythingHeard(account, ann, hear);
    expect(await membersOf(admin, group)).toContain(ann);
  });
});
