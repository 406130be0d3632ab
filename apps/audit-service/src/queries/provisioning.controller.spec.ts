import { ListTurns } from '@rollcall/service-kit';
import { describe, expect, it, vi } from 'vitest';
import { NameClient } from '../clients/name-client.js';
import type { AuditReadModel } from '../persistence/audit-read-model.js';
import type { StreamReadModel } from '../persistence/streams/stream-read-model.js';
import { ProvisioningController } from './provisioning.controller.js';

const accountId = '01970000-0000-7000-8000-000000000001';
const [tokenId, otherToken] = ['01970000-0000-7000-8000-000000000002', '01970000-0000-7000-8000-000000000003'];

const away = { ask: () => Promise.reject(new Error('away')) };
const names = new NameClient({ users: away, teams: away, tokens: away }, { warn: () => undefined });

function aController() {
  const count = vi.fn(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return { since: new Date(0), rows: [] };
  });
  const provisioning = {
    count,
    lastRequests: async () => [],
    lastRefusal: async () => undefined,
    entries: async () => [],
  };
  const log: Partial<AuditReadModel> = {
    provisioning: provisioning as Partial<AuditReadModel['provisioning']> as AuditReadModel['provisioning'],
    allCompleteSince: () => Promise.resolve(undefined),
  };
  const streams: Partial<StreamReadModel> = { failing: () => Promise.resolve(undefined) };
  const parts = [log as AuditReadModel, names, streams as StreamReadModel, new ListTurns()] as const;
  return { count, controller: new ProvisioningController(...parts) };
}

describe('what identity providers did', () => {
  it('is counted once for all who ask at the same time, and apart for other tokens', async () => {
    const { count, controller } = aController();
    const asked = Array.from({ length: 20 }, (_, n) =>
      controller.activity({ accountId, tokenIds: n % 2 ? [tokenId, otherToken] : [otherToken, tokenId] }),
    );
    const answers = await Promise.all([...asked, controller.activity({ accountId, tokenIds: [tokenId] })]);
    expect(count).toHaveBeenCalledTimes(2);
    expect(answers[0]).toEqual({
      since: new Date(0).toISOString(),
      requests: { requests: 0, refused: 0 },
      changes: { peopleCreated: 0, peopleChanged: 0, peopleDeactivated: 0, evictions: 0 },
      tokens: [],
    });
  });
});
