import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { eventually } from '@rollcall/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { otherAccountId, startGateway, type GatewayUnderTest } from './gateway-under-test.js';

let gateway: GatewayUnderTest;
afterEach(() => gateway.close());

const start = async (limits: NonNullable<Parameters<typeof startGateway>[0]>['limits']) => {
  gateway = await startGateway({ limits });
};

/** A request whose body is under way, so that it keeps its place. */
function unfinished(): ClientRequest {
  const headers = { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/scim+json' };
  const sent = request(`${gateway.url}/scim/v2/Users`, { method: 'POST', headers });
  sent.on('error', () => undefined);
  sent.write('{"userName":');
  return sent;
}

const isRefused = async () => (await gateway.ask('/scim/v2/Users?count=1')).status === 429;

describe('an account’s share of the gateway (rule 24)', () => {
  it('is what it gets: further requests are 429 with a sentence and a time, until there is a place again', async () => {
    await start({ accountRequests: 1 });
    const first = unfinished();
    await eventually(isRefused, 'the place is taken');
    const { status, headers, json } = await gateway.ask('/scim/v2/Users', { body: '{"broken' });
    expect([status, headers.get('retry-after')]).toEqual([429, '1']);
    expect(json).toMatchObject({ status: '429', detail: expect.stringContaining('Nothing was changed') as unknown });
    const answered = once(first, 'response') as Promise<[IncomingMessage]>;
    first.end('"ann@example.com"}');
    const [answer] = await answered;
    answer.resume();
    expect(answer.statusCode).toBe(201);
    await eventually(async () => !(await isRefused()), 'there is a place again');
  });

  it('is its own: another account is served meanwhile', async () => {
    await start({ accountRequests: 1 });
    const first = unfinished();
    await eventually(isRefused, 'the place is taken');
    const token = gateway.verifier.issue(otherAccountId, '01890a5d-ac96-774b-bcce-b302099a8001');
    expect((await gateway.ask('/scim/v2/Users?count=1', { token })).status).toBe(200);
    first.destroy();
  });

  it('lets some requests wait for a place, and gives places back that clients leave', async () => {
    await start({ accountRequests: 1, accountQueue: 1 });
    const first = unfinished();
    const waiting = gateway.ask('/scim/v2/Users?count=1');
    await eventually(isRefused, 'all places are taken');
    first.destroy();
    expect((await waiting).status).toBe(200);
  });

  it('counts a dry run like the write that it stands for', async () => {
    await start({ accountBurst: 2, accountRequestsPerSecond: 1 });
    const dryRun = async (name: string) => {
      const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: `${name}@example.com` };
      const headers = { 'rollcall-dry-run': 'true' };
      return (await gateway.ask('/scim/v2/Users', { body, headers })).status;
    };
    expect([await dryRun('ann'), await dryRun('bob'), await dryRun('cy')]).toEqual([201, 201, 429]);
  });

  it('is a rate, too, and refusals beyond it are sampled in the records', async () => {
    await start({ accountBurst: 5, accountRequestsPerSecond: 1 });
    const answers = await Promise.all(Array.from({ length: 30 }, () => gateway.ask('/scim/v2/Users?count=1')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(25);
    expect(gateway.requestLog.records.filter(({ status }) => status === 429)).toHaveLength(20);
  });
});
