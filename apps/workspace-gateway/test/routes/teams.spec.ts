import { Refusal, TeamCommands, TeamQueries, UserQueries } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, ann, byAnn, newKey, sharedGateway, userId } from '../gateway-under-test.js';
import {
  namedAnn,
  annsBrief,
  namedBob,
  bobsBrief,
  createdAt,
  cursorAfterOther,
  design,
  designShown,
  otherId,
  teamId,
} from '../views.js';

const gateway = await sharedGateway(new Refusal('team-not-found'));

describe('GET /api/teams', () => {
  const listed = { ...design, members: 14, extra: 0, missing: 0, held: false };
  const owned = { ...listed, ownedBy: 'directory', extra: 2, missing: 1, held: true } as const;

  it('shows a page of the teams of the account with their people, and a cursor of the next', async () => {
    gateway.services.answer(TeamQueries.list, { teams: [{ ...listed, id: otherId }], next: otherId });
    const { status, json } = await gateway.ask(`/api/teams?limit=1&cursor=${cursorAfterOther}`, { as: 'viewer' });
    const item = { ...designShown, id: otherId, members: 14 };
    expect([status, json]).toEqual([200, { items: [item], next: cursorAfterOther }]);
    expect(gateway.asked()).toEqual([[TeamQueries.list, { accountId, limit: 1, after: otherId }]]);
  });

  it('shows no cursor on the last page, and the total on the first', async () => {
    gateway.services.answer(TeamQueries.list, { teams: [listed], total: 1 });
    const { json } = await gateway.ask('/api/teams', { as: 'viewer' });
    expect(json).toEqual({ items: [{ ...designShown, members: 14 }], total: 1 });
  });

  it('shows where teams differ, and what is held, to who may see the reconciler', async () => {
    gateway.services.answer(TeamQueries.list, { teams: [owned, listed], total: 2 });
    const items = async (as: 'admin' | 'member') =>
      (await gateway.ask('/api/teams?order=name&offset=40', { as })).json['items'];
    const shown = { ...designShown, ownedBy: 'directory', members: 14 };
    expect(await items('admin')).toEqual([
      { ...shown, drift: { extra: 2, missing: 1 }, held: true },
      { ...designShown, members: 14, held: false },
    ]);
    expect(await items('member')).toEqual([shown, { ...designShown, members: 14 }]);
    const input = { accountId, limit: 50, order: 'name', offset: 40, counted: true };
    expect(gateway.asked()).toEqual([
      [TeamQueries.list, input],
      [TeamQueries.list, input],
    ]);
  });

  it('narrows teams by name, owner, drift and held runs', async () => {
    gateway.services.answer(TeamQueries.list, { teams: [], total: 0 });
    await gateway.ask('/api/teams?search=des&ownedBy=directory&drift=true&held=true', { as: 'admin' });
    const filters = { search: 'des', ownedBy: 'directory', drifting: true, held: true };
    expect(gateway.asked()).toEqual([[TeamQueries.list, { accountId, limit: 50, ...filters, counted: true }]]);
  });

  it('shows teams by their ids, and nothing else beside them', async () => {
    gateway.services.answer(TeamQueries.list, { teams: [listed] });
    const { json } = await gateway.ask(`/api/teams?ids=${teamId},${otherId}`, { as: 'viewer' });
    expect(json).toEqual({ items: [{ ...designShown, members: 14 }] });
    expect(gateway.asked()).toEqual([[TeamQueries.list, { accountId, limit: 50, ids: [teamId, otherId] }]]);
    for (const other of ['search=des', 'offset=1', 'order=name', `cursor=${cursorAfterOther}`])
      expect((await gateway.ask(`/api/teams?ids=${teamId}&${other}`, { as: 'viewer' })).status).toBe(422);
    expect((await gateway.ask('/api/teams?ids=design', { as: 'viewer' })).status).toBe(422);
  });

  it.each(['drift=true', 'held=true'])('refuses %s to who may not see the reconciler', async (filter) => {
    const { status, json } = await gateway.ask(`/api/teams?${filter}`, { as: 'member' });
    expect([status, json['code'], gateway.asked()]).toEqual([403, 'forbidden', []]);
  });

  it('goes on by name where the page before ended', async () => {
    gateway.services.answer(TeamQueries.list, { teams: [listed], next: teamId, nextKey: 'dësign' });
    const { json } = await gateway.ask('/api/teams?order=name', { as: 'viewer' });
    await gateway.ask(`/api/teams?order=name&cursor=${String(json['next'])}`, { as: 'viewer' });
    const input = { accountId, limit: 50, order: 'name', after: teamId, afterKey: 'dësign' };
    expect(gateway.asked()[1]).toEqual([TeamQueries.list, input]);
  });

  it('refuses a cursor with an offset', async () => {
    const { status, json } = await gateway.ask(`/api/teams?cursor=${cursorAfterOther}&offset=3`, { as: 'viewer' });
    expect([status, json['problems']]).toEqual([422, [{ at: '/offset', problem: 'is not for a cursor' }]]);
  });
});

describe('GET /api/teams/:teamId', () => {
  it('shows a team with its version as ETag, and since when the directory owns it', async () => {
    const owned = { externalId: 'okta-9', ownedBy: 'directory', ownedSince: createdAt } as const;
    gateway.services.answer(TeamQueries.find, { ...design, ...owned });
    const { status, headers, json } = await gateway.ask(`/api/teams/${teamId}`, { as: 'viewer' });
    expect([status, headers.get('etag'), json]).toEqual([200, 'W/"2"', { ...designShown, ...owned }]);
    expect(gateway.asked()).toEqual([[TeamQueries.find, { accountId, teamId }]]);
  });

  it('refuses an unknown team with 404', async () => {
    const { status, json } = await gateway.ask(`/api/teams/${teamId}`, { as: 'viewer' });
    expect([status, json['code']]).toEqual([404, 'team-not-found']);
  });
});

describe('GET /api/teams/:teamId/members', () => {
  it('shows the members with their names, and who put each in; unknown people are left out', async () => {
    const by = { source: 'manual', addedAt: createdAt, addedBy: ann } as const;
    const gone = '01890a5d-ac96-774b-bcce-b302099a8099';
    gateway.services.answer(TeamQueries.members, {
      userIds: [otherId, gone],
      memberships: [
        { userId: otherId, ...by },
        { userId: gone, ...by },
      ],
      next: otherId,
    });
    gateway.services.answer(UserQueries.briefs, [bobsBrief, annsBrief]);
    const { status, json } = await gateway.ask(`/api/teams/${teamId}/members?limit=2`, { as: 'viewer' });
    const item = { ...namedBob, source: 'manual', addedAt: createdAt, addedBy: { ...ann, person: namedAnn } };
    expect([status, json]).toEqual([200, { items: [item], next: cursorAfterOther }]);
    expect(gateway.asked()).toEqual([
      [TeamQueries.members, { accountId, teamId, of: 'memberships', limit: 2 }],
      [UserQueries.briefs, { accountId, userIds: [otherId, gone, userId], withNames: true }],
    ]);
  });
});

describe('POST /api/teams', () => {
  const create = (headers = {}) =>
    gateway.ask('/api/teams', { method: 'POST', as: 'admin', body: { displayName: 'Design' }, headers });

  it('makes a team under a new id, once per Idempotency-Key', async () => {
    gateway.services.reply(TeamCommands.createByHand, design);
    const key = newKey();
    const { status, headers, json } = await create({ 'idempotency-key': key });
    expect([status, headers.get('etag'), json]).toEqual([201, 'W/"2"', designShown]);
    const input = { teamId: expect.stringMatching(/^.{14}7/) as string, displayName: 'Design' };
    expect(gateway.sent).toEqual([byAnn(TeamCommands.createByHand, input, { key, of: 'createTeam' })]);
  });

  it('refuses a name that another team has with 409', async () => {
    gateway.services.reply(TeamCommands.createByHand, new Refusal('team-name-taken', { displayName: 'Design' }));
    const { status, json } = await create();
    expect([status, json['code']]).toEqual([409, 'team-name-taken']);
  });
});

describe('PATCH /api/teams/:teamId', () => {
  const rename = () =>
    gateway.ask(`/api/teams/${teamId}`, {
      method: 'PATCH',
      as: 'admin',
      body: { displayName: 'Art' },
      headers: { 'if-match': 'W/"1"' },
    });

  it('renames a team where If-Match allows it', async () => {
    gateway.services.reply(TeamCommands.renameByHand, { ...design, displayName: 'Art' });
    const { status, headers, json } = await rename();
    expect([status, headers.get('etag'), json]).toEqual([200, 'W/"2"', { ...designShown, displayName: 'Art' }]);
    const input = { teamId, displayName: 'Art', ifMatch: ['1'] };
    expect(gateway.sent).toEqual([byAnn(TeamCommands.renameByHand, input)]);
  });

  it('refuses to rename a team of the directory with 403, and says where to change it', async () => {
    const facts = { teamId, displayName: 'Design' };
    gateway.services.reply(TeamCommands.renameByHand, new Refusal('directory-owned', facts));
    const { status, json } = await rename();
    expect([status, json['code']]).toEqual([403, 'directory-owned']);
    expect(json['detail']).toMatch(/^"Design" is managed by your directory/);
  });
});

describe('DELETE /api/teams/:teamId', () => {
  it('deletes a team where If-Match allows it, and answers nothing', async () => {
    gateway.services.reply(TeamCommands.deleteByHand, { id: teamId });
    const headers = { 'if-match': 'W/"2"' };
    const { status, text } = await gateway.ask(`/api/teams/${teamId}`, { method: 'DELETE', as: 'admin', headers });
    expect([status, text]).toEqual([204, '']);
    expect(gateway.sent).toEqual([byAnn(TeamCommands.deleteByHand, { teamId, ifMatch: ['2'] })]);
  });
});

describe('POST /api/teams/:teamId/hand-back', () => {
  it('hands a team back to the workspace where If-Match allows it, once per Idempotency-Key', async () => {
    gateway.services.reply(TeamCommands.handBack, design);
    const key = newKey();
    const { status, headers, json } = await gateway.ask(`/api/teams/${teamId}/hand-back`, {
      method: 'POST',
      as: 'admin',
      headers: { 'if-match': 'W/"1"', 'idempotency-key': key },
    });
    expect([status, headers.get('etag'), json]).toEqual([200, 'W/"2"', designShown]);
    const input = { teamId, ifMatch: ['1'] };
    expect(gateway.sent).toEqual([byAnn(TeamCommands.handBack, input, { key, of: 'handTeamBack' })]);
  });
});

describe.each([
  ['PUT', TeamCommands.addMemberByHand],
  ['DELETE', TeamCommands.removeMemberByHand],
])('%s /api/teams/:teamId/members/:userId', (method, command) => {
  const change = (headers = {}) =>
    gateway.ask(`/api/teams/${teamId}/members/${otherId}`, { method, as: 'admin', headers });

  it('changes the members of a team, and says that it is done', async () => {
    gateway.services.reply(command, design);
    const { status, headers, json } = await change();
    const etag = `W/"${design.version}"`;
    expect([status, headers.get('etag'), json]).toEqual([200, etag, { team: designShown, outcome: 'done' }]);
    expect(gateway.sent).toEqual([byAnn(command, { teamId, userId: otherId })]);
  });

  it.each(['application/json', 'text/plain'])('takes an empty body of the type %s for none', async (type) => {
    gateway.services.reply(command, design);
    expect((await change({ 'content-type': type })).status).toBe(200);
    expect(gateway.sent).toEqual([byAnn(command, { teamId, userId: otherId })]);
  });

  it('is about the team that was read, where If-Match says which', async () => {
    gateway.services.reply(command, new Refusal('version-mismatch', { version: 3 }));
    const { status, json } = await change({ 'if-match': 'W/"2"' });
    expect([status, json['code']]).toEqual([412, 'version-mismatch']);
    expect(gateway.sent).toEqual([byAnn(command, { teamId, userId: otherId, ifMatch: ['2'] })]);
  });

  it('only accepts a change of a team of the directory, until the reconciler puts it right (rule 14)', async () => {
    gateway.services.reply(command, { ...design, ownedBy: 'directory' });
    const { status, json } = await change();
    expect([status, json['outcome']]).toEqual([202, 'until-reconciled']);
  });

  it('is done where nothing had to change, in a team of the directory too', async () => {
    gateway.services.reply(command, { ...design, ownedBy: 'directory', changed: false });
    const { status, json } = await change();
    expect([status, json['outcome']]).toEqual([200, 'done']);
  });

  it('refuses where the account takes no manual changes of the directory’s teams with 403 (rule 14)', async () => {
    gateway.services.reply(command, new Refusal('directory-owned', { teamId, displayName: 'Design' }));
    const { status, json } = await change();
    expect([status, json['code']]).toEqual([403, 'directory-owned']);
  });
});
