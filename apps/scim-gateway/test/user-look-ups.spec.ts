import { ServiceUnavailable } from '@rollcall/service-kit';
import { Urns } from '@rollcall/scim';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sharedGateway } from './gateway-under-test.js';

let annId = '';

const create = async (userName: string) => {
  const body = { schemas: [Urns.user], userName };
  return String((await gateway.ask('/scim/v2/Users', { body })).json['id']);
};
const lookUp = (userName: string) =>
  gateway.ask(`/scim/v2/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
const foundIn = ({ json }: { json: Record<string, unknown> }) =>
  (json['Resources'] as { id: string; groups?: { display: string }[] }[]).map(({ id, groups = [] }) => ({
    id,
    groups: groups.map(({ display }) => display),
  }));

const gateway = await sharedGateway();
beforeAll(async () => {
  annId = await create('ann@example.com');
  const crew = { schemas: [Urns.group], displayName: 'Crew', members: [{ value: annId }] };
  await gateway.ask('/scim/v2/Groups', { body: crew });
});
afterEach(() => vi.restoreAllMocks());

describe('a look-up by a userName that was seen before', () => {
  it('asks for the user and for the teams at the same time', async () => {
    const search = gateway.users.search.bind(gateway.users);
    const teamsAreAsked = Promise.withResolvers<void>();
    vi.spyOn(gateway.users, 'search').mockImplementation(async (...asked) => {
      await teamsAreAsked.promise;
      return search(...asked);
    });
    const teamsOf = gateway.teams.teamsOf.bind(gateway.teams);
    const asked = vi.spyOn(gateway.teams, 'teamsOf').mockImplementation((...question) => {
      teamsAreAsked.resolve();
      return teamsOf(...question);
    });
    expect(foundIn(await lookUp('Ann@example.com'))).toEqual([{ id: annId, groups: ['Crew'] }]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('shows the teams of whoever has the name now', async () => {
    const former = await create('bob@example.com');
    await gateway.ask(`/scim/v2/Users/${former}`, { method: 'DELETE' });
    const body = { schemas: [Urns.user] };
    await gateway.ask(`/scim/v2/Users/${annId}`, { method: 'PUT', body: { ...body, userName: 'bob@example.com' } });
    expect(foundIn(await lookUp('bob@example.com'))).toEqual([{ id: annId, groups: ['Crew'] }]);
    await gateway.ask(`/scim/v2/Users/${annId}`, { method: 'PUT', body: { ...body, userName: 'ann@example.com' } });
  });

  it('finds nobody where the user is gone, whatever becomes of the question about teams', async () => {
    const id = await create('cy@example.com');
    await gateway.ask(`/scim/v2/Users/${id}`, { method: 'DELETE' });
    vi.spyOn(gateway.teams, 'teamsOf').mockRejectedValue(new ServiceUnavailable('team-service', 'timeout'));
    const answer = await lookUp('cy@example.com');
    expect({ status: answer.status, found: foundIn(answer) }).toEqual({ status: 200, found: [] });
  });

  it('asks to come again where the teams of the user are not known', async () => {
    vi.spyOn(gateway.teams, 'teamsOf').mockRejectedValue(new ServiceUnavailable('team-service', 'timeout'));
    expect((await lookUp('ann@example.com')).status).toBe(429);
  });

  it.each(['userName eq', 'emails eq', 'emails.value eq'])(
    'finds by %s an address whose plus signs were sent as they are, which are spaces in an address of HTTP',
    async (how) => {
      const userName = `${how.replaceAll(' ', '.')}+first+second@example.com`;
      const body = { userName, emails: [{ value: userName }] };
      expect((await gateway.ask('/scim/v2/Users', { body })).status).toBe(201);
      const found = await gateway.ask(`/scim/v2/Users?filter=${how.replace(' ', '%20')}%20%22${userName}%22`);
      expect(found.json).toMatchObject({ totalResults: 1, Resources: [{ userName }] });
    },
  );
});
