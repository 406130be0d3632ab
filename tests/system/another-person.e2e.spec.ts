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

  it('makes one person of many who bring one externalId at once', async () => {
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

  it('who leaves, or has left, with a text that is too long, keeps what is stored for it; who stays is told', async () => {
    const { scim } = await newAccount();
    const { body } = await scim.create('ann@example.com', { title: 'Surveyor', nickName: 'Ann' });
    const long = 'x'.repeat(20_000);
    const stays = await scim.patch(body.id, { op: 'replace', value: { title: long } });
    expect([stays.status, stays.body.scimType]).toEqual([400, 'invalidValue']);
    expect(stays.body.detail).toMatch(/^title: it has more than 16384 characters, and at most 8192 are allowed/);
    const texts = {
      title: long,
      name: { familyName: long },
      externalId: long,
      userType: long,
      emails: [{ value: long }],
    };
    const left = await scim.patch(body.id, { op: 'replace', value: { active: false, nickName: 'A', ...texts } });
    const kept = { title: 'Surveyor', name: body.name, emails: body.emails, userType: 'member' };
    expect([left.status, left.body]).toEqual([200, expect.objectContaining({ active: false, nickName: 'A', ...kept })]);
    const inactive = await scim.patch(body.id, { op: 'replace', path: 'displayName', value: long });
    expect([inactive.status, inactive.body.active, inactive.body.title]).toEqual([200, false, 'Surveyor']);
  });
});
