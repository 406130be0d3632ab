import { AuditQueries, Refusal, type AuditEntryView, type AuditVolume } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, sharedGateway } from '../gateway-under-test.js';
import { otherId } from '../views.js';

const gateway = await sharedGateway(new Refusal('user-not-found'));

const at = '2026-01-01T00:00:00.000Z';
const entry: AuditEntryView = {
  id: otherId,
  log: 'changes',
  seq: 7,
  at,
  receivedAt: at,
  kind: 'event',
  type: 'user.created',
  outcome: 'done',
  sentence: 'Okta created bob@acme.example.',
};
const read = (path: string) => gateway.ask(`/api/audit/${path}`, { as: 'admin' });

describe('GET /api/audit', () => {
  it('searches the log, and gives the page as it came', async () => {
    const page = { entries: [entry], next: 'more' };
    gateway.services.answer(AuditQueries.entries, page);
    const { status, json } = await read('entries?type=user.*&limit=5');
    expect([status, json]).toEqual([200, page]);
    expect(gateway.asked()).toMatchObject([[AuditQueries.entries, { accountId, type: 'user.*', limit: 5 }]]);
  });

  it('gives one request with all that followed from it, and 404 where nothing is known of it', async () => {
    const tree = { requestId: otherId, tree: [{ depth: 0, entry }] };
    gateway.services.answer(AuditQueries.request, tree);
    const { status, json } = await read(`requests/${otherId}`);
    expect([status, json]).toEqual([200, tree]);
    expect(gateway.asked()).toMatchObject([[AuditQueries.request, { accountId, requestId: otherId }]]);
    gateway.services.answer(AuditQueries.request, new Refusal('audit-request-not-found', { requestId: otherId }));
    expect((await read(`requests/${otherId}`)).status).toBe(404);
  });

  it('counts what happened, by time and outcome', async () => {
    const volume: AuditVolume = { counts: [{ from: at, outcome: 'done', count: 3 }] };
    gateway.services.answer(AuditQueries.volume, volume);
    const { status, json } = await read('volume');
    expect([status, json]).toEqual([200, volume]);
    expect(gateway.asked()).toMatchObject([[AuditQueries.volume, { accountId }]]);
  });

  it.each(['entries?', `requests/${otherId}?`, 'volume?'])(
    'asks about the account of the session, whichever the address names: %s',
    async (path) => {
      await read(`${path}accountId=${otherId}`);
      for (const [, input] of gateway.asked()) expect(input).toMatchObject({ accountId });
    },
  );
});
