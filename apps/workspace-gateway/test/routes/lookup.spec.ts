import {
  AccountQueries,
  AuditQueries,
  Refusal,
  TakeoverQueries,
  TeamQueries,
  TokenQueries,
  UserQueries,
  type AuditRequestTree,
  type TakeoverDetails,
} from '@rollcall/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountId, sharedGateway } from '../gateway-under-test.js';
import { bob, createdAt, design, okta, otherId, roleId, teamId, tokenId, updatedAt } from '../views.js';

const gateway = await sharedGateway(new Error('the service is away'));
beforeEach(() => {
  const { services } = gateway;
  services.answer(UserQueries.people, { users: [], rows: [] });
  services.answer(TeamQueries.briefs, []);
  services.answer(TeamQueries.search, { total: 0, teams: [] });
  services.answer(AccountQueries.roles, [{ id: roleId, name: 'Contractor', basedOn: 'viewer' }]);
  services.answer(TokenQueries.briefs, []);
  services.answer(AuditQueries.request, new Refusal('audit-request-not-found'));
  services.answer(TakeoverQueries.find, new Refusal('takeover-not-found'));
});

const look = async (text: string, as: 'admin' | 'member' = 'admin') => {
  const { status, json } = await gateway.ask(`/api/lookup?text=${encodeURIComponent(text)}`, { as });
  expect(status).toBe(200);
  return json;
};

const { id, userName, userType, active, managedBy } = bob;
const bobsRow = { id, userName, displayName: 'Bob Ray', userType, active, managedBy, released: false, updatedAt };

const tree: AuditRequestTree = {
  requestId: otherId,
  tree: [
    {
      depth: 0,
      entry: {
        id: otherId,
        log: 'changes',
        seq: 1,
        at: createdAt,
        receivedAt: createdAt,
        kind: 'request',
        type: 'scim.request-answered',
        outcome: 'refused',
        sentence: 'Okta was refused.',
      },
    },
  ],
};

const takeover: TakeoverDetails = {
  id: otherId,
  accountId,
  teamId,
  version: 1,
  state: 'waiting',
  teamName: 'Design',
  displayName: 'design',
  kept: false,
  pushedBy: { kind: 'directory', id: tokenId },
  proposedAt: createdAt,
  updatedAt,
  counts: { gain: 0, lose: 0, stay: 0, missing: 0 },
};

describe('GET /api/lookup', () => {
  it('says what an id is', async () => {
    const { services } = gateway;
    services.answer(UserQueries.people, { users: [], rows: [bobsRow] });
    expect(await look(` ${otherId} `)).toEqual({
      items: [{ kind: 'user', id: otherId, title: 'Bob Ray (bob@acme.example)' }],
    });
    services.answer(UserQueries.people, { users: [], rows: [] });
    services.answer(TeamQueries.briefs, [
      { id: teamId, displayName: 'Art', ownedBy: 'directory', deletedAt: createdAt },
    ]);
    expect(await look(teamId)).toEqual({ items: [{ kind: 'team', id: teamId, title: 'Art', ended: true }] });
    services.answer(TeamQueries.briefs, []);
    expect(await look(roleId.toUpperCase())).toEqual({ items: [{ kind: 'role', id: roleId, title: 'Contractor' }] });
    services.answer(TokenQueries.briefs, [{ id: tokenId, name: okta.name, creatorId: otherId, state: 'working' }]);
    expect(await look(tokenId)).toEqual({ items: [{ kind: 'token', id: tokenId, title: 'Okta' }] });
    services.answer(TokenQueries.briefs, []);
    services.answer(AuditQueries.request, tree);
    expect(await look(otherId)).toEqual({ items: [{ kind: 'request', id: otherId, title: 'Okta was refused.' }] });
    services.answer(AuditQueries.request, new Refusal('audit-request-not-found'));
    services.answer(TakeoverQueries.find, takeover);
    expect(await look(otherId)).toEqual({ items: [{ kind: 'takeover', id: otherId, title: 'Design' }] });
  });

  it('says whose an address is, and finds teams and roles by their whole name, asking nobody who only knows ids', async () => {
    gateway.services.answer(UserQueries.people, { users: [], rows: [bobsRow] });
    gateway.services.answer(TeamQueries.search, { total: 1, teams: [design] });
    expect(await look('contractor')).toEqual({
      items: [
        { kind: 'user', id: otherId, title: 'Bob Ray (bob@acme.example)' },
        { kind: 'team', id: teamId, title: 'Design' },
        { kind: 'role', id: roleId, title: 'Contractor' },
      ],
    });
    const of = { search: 'contractor', exactFirst: 'all', exactOnly: true, as: 'rows', limit: 10 };
    const filter = { is: 'equals', attribute: 'displayName', value: 'contractor' };
    expect(gateway.asked()).toEqual([
      [UserQueries.people, { accountId, ...of }],
      [TeamQueries.search, { accountId, filter, scope: 'all', offset: 0, limit: 1 }],
      [AccountQueries.roles, { account: accountId }],
    ]);
  });

  it('looks only where the person may read, and by what the person may see', async () => {
    await look(otherId, 'member');
    const asked = gateway.asked();
    expect(asked.map(([query]) => query)).toEqual([UserQueries.people, TeamQueries.briefs, AccountQueries.roles]);
    expect(asked[0]?.[1]).toMatchObject({ exactFirst: 'own' });
  });

  it('says what could not be asked, and shows the rest', async () => {
    gateway.services.answer(TokenQueries.briefs, new Error('away'));
    gateway.services.answer(AuditQueries.request, new Error('away'));
    gateway.services.answer(UserQueries.people, { users: [], rows: [bobsRow] });
    expect(await look(otherId)).toEqual({
      items: [{ kind: 'user', id: otherId, title: 'Bob Ray (bob@acme.example)' }],
      unanswered: ['token', 'request'],
    });
  });

  it.each(['', `?text=${'x'.repeat(321)}`])('refuses what is no text to look up: %s', async (query) => {
    const { status, json } = await gateway.ask(`/api/lookup${query}`, { as: 'admin' });
    expect([status, json['code']]).toEqual([422, 'request-invalid']);
  });
});
