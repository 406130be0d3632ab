import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { membersOf, workspaceAt } from '../support/workspace.js';

const { newAccount, workspaceUrl } = await stack();
const { adminOf } = workspaceAt(workspaceUrl);

describe('an address that goes to another person (rule 5)', () => {
  it('brings nothing of the former one, not even a place in a team of the workspace', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const { body: ann } = await account.scim.create('ann@example.com', { externalId: 'okta-1', title: 'Surveyor' });
    const { body: team } = await admin.post('/teams', { displayName: 'Football' });
    expect((await admin.send('PUT', `/teams/${team.id}/members/${ann.id}`)).status).toBe(200);
    await account.scim.patch(ann.id, { op: 'replace', value: { active: false } });
    const { status, body } = await account.scim.create('ann@example.com', { externalId: 'okta-2' });
    expect([status, body.id, body.title]).toEqual([201, ann.id, undefined]);
    await eventually(async () => (await membersOf(admin, team.id as string)).length === 0, 'the team is empty');
  });

  it('is one person at a time: of many who bring one externalId at once, one is made', async () => {
    const { scim } = await newAccount();
    const names = Array.from({ length: 12 }, (_, n) => `p${n}@example.com`);
    const answers = await Promise.all(names.map((userName) => scim.create(userName, { externalId: 'okta-1' })));
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([
      201,
      ...names.slice(1).map(() => 409),
    ]);
  });

  it('who leaves with a value that a rule refuses is inactive all the same', async () => {
    const { scim } = await newAccount();
    const { body } = await scim.create('ann@example.com', { timezone: 'Europe/Berlin' });
    const left = await scim.replace(body.id, { ...body, active: false, timezone: 'Mars/Base', userType: 'boss' });
    expect([left.status, left.body.active, left.body.timezone, left.body.userType]).toEqual([
      200,
      false,
      'Europe/Berlin',
      'member',
    ]);
  });
});
