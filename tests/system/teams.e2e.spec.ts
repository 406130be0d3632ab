import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { patchOf } from '../support/scim-session.js';
import { stack } from '../support/stack.js';

const { gateways, newAccount, dumpTopics, lockTeam } = await stack();

type Account = Awaited<ReturnType<typeof newAccount>>;

interface Group {
  readonly id: string;
  readonly displayName: string;
  readonly members: readonly { readonly value: string; readonly display: string }[];
}

/** `/Groups` as an identity provider sees it, through one gateway or another. */
function groupsOf({ token }: Account) {
  const ask = async (method: string, path: string, body?: object, gateway = gateways[0]) => {
    const response = await fetch(`${gateway}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Group & { detail?: string } };
  };
  const listed = (userIds: readonly string[]) => userIds.map((value) => ({ value }));
  return {
    ask,
    push: (displayName: string, userIds: readonly string[] = []) =>
      ask('POST', '/Groups', { displayName, members: listed(userIds) }),
    patch: (id: string, operations: readonly object[], gateway?: string) =>
      ask('PATCH', `/Groups/${id}`, patchOf(...operations), gateway),
    get: (id: string, gateway?: string) => ask('GET', `/Groups/${id}`, undefined, gateway),
    add: (userIds: readonly string[]) => ({ op: 'add', path: 'members', value: listed(userIds) }),
    remove: (userId: string) => ({ op: 'remove', path: `members[value eq "${userId}"]` }),
  };
}

/** Ids of new people, in order. */
async function people({ scim }: Account, count: number): Promise<string[]> {
  const made = await Promise.all(Array.from({ length: count }, (_, i) => scim.create(`p${i}@teams.example`)));
  return made.map(({ body }) => String(body.id)).sort((a, b) => (a < b ? -1 : 1));
}

interface TeamEvent {
  readonly type: string;
  readonly correlationId: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What the topic tells of one team, in order, once an event of the awaited type is there. */
async function eventsOf(teamId: string, awaited: string): Promise<TeamEvent[]> {
  return eventually(async () => {
    const lines = (await dumpTopics('rollcall.team.events')).split('\n');
    const events = lines.filter((line) => line.startsWith(`${teamId} `)).map(eventOf);
    expect(events.map(({ type }) => type)).toContain(awaited);
    return events;
  }, `the topic tells ${awaited}`);
}

/** A line is the key, the headers as JSON, and the payload. */
function eventOf(line: string): TeamEvent {
  const [, headers = '', payload = ''] = /^\S+ (\{[^}]*\}) (.*)$/.exec(line) ?? [];
  const { ce_type: type = '', ce_correlationid: correlationId = '' } = JSON.parse(headers) as Record<string, string>;
  return { type, correlationId, payload: JSON.parse(payload) as TeamEvent['payload'] };
}

async function timeUntil(isSo: () => Promise<boolean>, what: string): Promise<number> {
  const since = performance.now();
  await eventually(isSo, what, { every: 20 });
  return performance.now() - since;
}

/** The 95th percentile of twenty waits: how long until something has come true, from the acknowledgement on. */
const p95 = (waits: readonly number[]) => waits.toSorted((a, b) => a - b)[Math.ceil(waits.length * 0.95) - 1];

const idsOf = ({ members }: Group) => members.map(({ value }) => value).sort();

describe('what the help page promises about teams', () => {
  it('P3, P16: pushing a group makes a team with its people, who see it among their groups (P7)', async () => {
    const account = await newAccount();
    const [groups, ids] = [groupsOf(account), await people(account, 3)];
    const { status, body } = await groups.push('Design', ids);
    expect(status).toBe(201);
    expect(idsOf(body)).toEqual(ids);
    expect(await account.members(body.id)).toEqual(ids);
    expect((await account.scim.get(ids[0] ?? '')).body).toMatchObject({
      groups: [{ value: body.id, display: 'Design' }],
    });
  });

  it('P16: a group with somebody who is no user of the account is refused by name, and nothing changes', async () => {
    const account = await newAccount();
    const groups = groupsOf(account);
    const outsider = (await people(await newAccount(), 1))[0] ?? '';
    const { status, body } = await groups.push('Design', [outsider]);
    expect([status, body.detail]).toEqual([400, expect.stringContaining(outsider) as string]);
    expect((await groups.ask('GET', '/Groups')).body).toMatchObject({ totalResults: 0 });
  });

  it('P7, P8, P5: members come and go, and the name follows, in one request', async () => {
    const account = await newAccount();
    const groups = groupsOf(account);
    const [ann = '', bob = '', cy = ''] = await people(account, 3);
    const { body: group } = await groups.push('Design', [ann]);
    const rename = { op: 'replace', value: { id: group.id, displayName: 'Drawing' } };
    const { status } = await groups.patch(group.id, [rename, groups.add([bob, cy]), groups.remove(ann)]);
    expect(status).toBe(204);
    const { body } = await groups.get(group.id, gateways[1]);
    expect([body.displayName, idsOf(body)]).toEqual(['Drawing', [bob, cy]]);
    expect(await account.members(group.id)).toEqual([bob, cy]);
  });

  it('P4: deleting the group deletes the team', async () => {
    const account = await newAccount();
    const groups = groupsOf(account);
    const { body: group } = await groups.push('Design', await people(account, 1));
    expect((await groups.ask('DELETE', `/Groups/${group.id}`)).status).toBe(204);
    expect((await groups.get(group.id)).status).toBe(404);
    expect((await groups.push('Design')).status).toBe(201);
  });

  it('P17: a team of that name is replaced by the group, and the topics say who gained and lost', async () => {
    const account = await newAccount();
    const groups = groupsOf(account);
    const [ann = '', bob = ''] = await people(account, 2);
    const { id } = await account.createTeam('Design');
    await account.addMember(id, ann);
    const { status, body } = await groups.push('design', [bob]);
    expect([status, body.id]).toEqual([201, id]);
    expect(await account.members(id)).toEqual([bob]);
    const events = await eventsOf(id, 'team.members-removed');
    const isAbout = (type: string) => events.filter((event) => event.type === type).map(({ payload }) => payload);
    expect(isAbout('team.taken-over')).toMatchObject([{ ownedBy: 'directory', gained: 1, lost: 1 }]);
    expect(isAbout('team.members-added')).toMatchObject([{ userIds: [ann], reason: 'by hand' }, { userIds: [bob] }]);
    expect(isAbout('team.members-removed')).toMatchObject([{ userIds: [ann], actor: { kind: 'directory' } }]);
  });

  it('P17: a group that arrives empty leaves the former members in place until its members come', async () => {
    const account = await newAccount();
    const groups = groupsOf(account);
    const [ann = '', bob = ''] = await people(account, 2);
    const { id } = await account.createTeam('Design');
    await account.addMember(id, ann);
    expect((await groups.push('Design')).body.id).toBe(id);
    expect(await account.members(id)).toEqual([ann]);
    expect((await groups.patch(id, [groups.add([bob])])).status).toBe(204);
    expect(await account.members(id)).toEqual([bob]);
  });

  it('P17: where the account does not want it, a group takes no team over', async () => {
    const account = await newAccount();
    await account.set({ teamTakeover: 'refuse' });
    const [ann = '', bob = ''] = await people(account, 2);
    const { id } = await account.createTeam('Design');
    await account.addMember(id, ann);
    const { status, body } = await groupsOf(account).push('Design', [bob]);
    expect([status, body.detail]).toEqual([409, expect.stringContaining('teamTakeover') as string]);
    expect(await account.members(id)).toEqual([ann]);
  });

  it('P21, P22: a team that is no group is what people make of it', async () => {
    const account = await newAccount();
    const groups = groupsOf(account);
    const [ann = '', bob = ''] = await people(account, 2);
    const { id } = await account.createTeam('Football');
    await account.addMember(id, ann);
    await account.addMember(id, bob);
    await groups.push('Design', [ann]);
    await account.removeMember(id, ann);
    await account.renameTeam(id, 'Friday football');
    expect(await account.members(id)).toEqual([bob]);
    const all = (await groups.ask('GET', '/Groups?scim_provisioned_only=false&excludedAttributes=members')).body;
    expect(all).toMatchObject({
      totalResults: 2,
      Resources: expect.arrayContaining([expect.objectContaining({ id, displayName: 'Friday football' })]) as unknown,
    });
  });

  it('P20: the name of a group, and whether there is its team, are the business of the directory alone', async () => {
    const account = await newAccount();
    const groups = groupsOf(account);
    const { body: group } = await groups.push('Design', await people(account, 1));
    await expect(account.renameTeam(group.id, 'Drawing')).rejects.toThrow('directory-owned');
    await expect(account.deleteTeam(group.id)).rejects.toThrow('directory-owned');
    expect((await groups.get(group.id)).body).toEqual(group);
  });

  it('P20, P22: who is added by hand is out again within a second, and the topic says why', async () => {
    const account = await newAccount();
    const groups = groupsOf(account);
    const [ann = '', ...outsiders] = await people(account, 21);
    const { body: group } = await groups.push('Design', [ann]);
    const waits: number[] = [];
    for (const eve of outsiders) {
      await account.addMember(group.id, eve);
      waits.push(await timeUntil(async () => !(await account.members(group.id)).includes(eve), 'the stranger is out'));
    }
    expect(p95(waits)).toBeLessThan(1_000);
    expect(idsOf((await groups.get(group.id)).body)).toEqual([ann]);

    const events = await eventsOf(group.id, 'team.reconciled');
    const added = events.find(({ payload }) => payload['reason'] === 'by hand');
    const reconciled = events.find(({ type }) => type === 'team.reconciled');
    const why = new RegExp(
      `^added by admin ${account.adminId} at .+ by hand; the team is owned by the directory since `,
    );
    expect(reconciled?.payload).toMatchObject({
      actor: { kind: 'system', id: 'team-service/reconciler' },
      evicted: [{ userId: outsiders[0], reason: expect.stringMatching(why) as string }],
    });
    expect(reconciled?.correlationId).toBe(added?.correlationId);
  });

  it('P20: who is removed by hand is back within a second, and whoever looks is told why', async () => {
    const account = await newAccount();
    const members = await people(account, 20);
    const { body: group } = await groupsOf(account).push('Design', members);
    const waits: number[] = [];
    for (const ann of members) {
      await account.removeMember(group.id, ann);
      waits.push(await timeUntil(async () => (await account.members(group.id)).includes(ann), 'the member is back'));
    }
    expect(p95(waits)).toBeLessThan(1_000);
    const { runs } = await account.reconciler();
    expect(runs[0]?.restored[0]?.reason).toMatch(/^removed by admin .+ by hand; .+ its group names the person$/);
  });

  it('people who leave the directory leave its teams; inactive ones keep their place', async () => {
    const account = await newAccount();
    const groups = groupsOf(account);
    const [ann = '', bob = ''] = await people(account, 2);
    const { body: group } = await groups.push('Design', [ann, bob]);
    await account.scim.patch(ann, { op: 'replace', value: { active: false } });
    expect((await groups.ask('DELETE', `/Users/${bob}`)).status).toBe(204);
    await eventually(async () => idsOf((await groups.get(group.id)).body).join() === ann, 'only who left is gone');
    await eventually(async () => (await account.members(group.id)).join() === ann, 'nor is the team of theirs');
  });
});

describe('many at once, over two gateways and two team-services', () => {
  it('loses nobody: 60 single adds and 60 single removes', async () => {
    const account = await newAccount();
    const groups = groupsOf(account);
    const all = await people(account, 120);
    const [coming, going] = [all.slice(0, 60), all.slice(60)];
    const { body: group } = await groups.push('Everybody', going);
    const answers = await Promise.all([
      ...coming.map((id, i) => groups.patch(group.id, [groups.add([id])], gateways[i % 2])),
      ...going.map((id, i) => groups.patch(group.id, [groups.remove(id)], gateways[(i + 1) % 2])),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(idsOf((await groups.get(group.id)).body)).toEqual(coming);
    expect(await account.members(group.id)).toEqual(coming);
  });

  it.each([
    ['is removed', 'DELETE'],
    ['gets many members', 'PATCH'],
  ] as const)('keeps nobody else waiting while a group %s', async (_, method) => {
    const account = await newAccount();
    const groups = groupsOf(account);
    const [ann = ''] = await people(account, 1);
    // So many that each team-service has some of them.
    const others = await Promise.all(Array.from({ length: 16 }, (_, n) => groups.push(`Other ${n}`)));
    const { body: large } = await groups.push('Everybody', [ann]);
    const letGo = await lockTeam(large.id);
    const many = patchOf(groups.add(Array.from({ length: 1_001 }, () => ann)));
    const changed = groups.ask(method, `/Groups/${large.id}`, method === 'PATCH' ? many : undefined);
    await pause(500); // it has come to the lock
    const added = others.map(({ body }) => groups.patch(body.id, [groups.add([ann])]));
    const answers = await Promise.all(added);
    await letGo();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect((await changed).status).toBe(204);
  });

  it('gives a name to one of fifty who push it', async () => {
    const account = await newAccount();
    const groups = groupsOf(account);
    const body = { displayName: 'Design', members: [] };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => groups.ask('POST', '/Groups', body, gateways[i % 2])),
    );
    const statuses = answers.map(({ status }) => status);
    expect([
      statuses.filter((status) => status === 201).length,
      statuses.filter((status) => status === 409).length,
    ]).toEqual([1, 49]);
  });

  it('shows a push of 12,000 members, sent in parts, as one change', async () => {
    const account = await newAccount();
    const groups = groupsOf(account);
    const few = await people(account, 50);
    // Okta may repeat people in one list: each counts once, and the list is as long as it is.
    const list = Array.from({ length: 12_000 }, (_, i) => few[i % few.length] ?? '');
    const { status, body } = await groups.push('Everybody', list);
    expect([status, idsOf(body)]).toEqual([201, few]);
  });
});
