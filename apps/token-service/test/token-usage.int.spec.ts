import { createDataSource, readRows } from '@rollcall/persistence';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TokenUsage } from '../src/persistence/token-usage.js';
import { tokenDatabase } from './support/database.js';
import { accountId } from './support/people.js';

const database = await tokenDatabase();
const dataSource = await createDataSource({ name: 'usage-specs', url: database.url });
const warnings: string[] = [];
const logger = { warn: (text: string) => void warnings.push(text) };
const usage = new TokenUsage(dataSource, logger);
const okta = { accountId, id: '01890a5d-ac96-774b-bcce-b302099a8011' };
const entra = { accountId, id: '01890a5d-ac96-774b-bcce-b302099a8012' };
const [early, late] = [new Date('2026-11-24T12:00:00.000Z'), new Date('2026-11-24T12:00:01.000Z')];

const stored = () =>
  readRows(
    dataSource,
    `SELECT token_id AS id, uses::int, last_used_at AS "usedAt", last_refused_at AS "refusedAt" FROM token_uses ORDER BY 1`,
  );

beforeAll(async () => {
  for (const { id } of [okta, entra])
    await readRows(
      dataSource,
      `INSERT INTO tokens (account_id, id, version, token_hash, name, hint, creator_id, creator_version, created_at, expires_at)
       VALUES ($1, $2::uuid, 1, uuid_send($2::uuid), 'Okta', '', $2::uuid, 1, now(), now())`,
      [accountId, id],
    );
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

describe('how tokens are used', () => {
  it('is summed up in memory and written for all tokens at once', async () => {
    usage.record(okta, { uses: 3, usedAt: late });
    usage.record(okta, { uses: 2, usedAt: early, refusedAt: early });
    usage.record(entra, { uses: 0, refusedAt: late });
    usage.record(entra, { uses: 0 });
    await usage.write();
    expect(await stored()).toEqual([
      { id: okta.id, uses: 5, usedAt: late, refusedAt: early },
      { id: entra.id, uses: 0, usedAt: null, refusedAt: late },
    ]);
  });

  it('is written at once after a while without use, and then once a second', async () => {
    const quiet = new TokenUsage(dataSource, logger);
    const usesOf = async () => (await stored()).find(({ id }) => id === entra.id)?.['uses'];
    quiet.record(entra, { uses: 1, usedAt: early });
    await vi.waitFor(async () => expect(await usesOf()).toBe(1), { timeout: 500, interval: 20 });
    for (const uses of [2, 3]) quiet.record(entra, { uses, usedAt: early });
    await sleep(300);
    expect(await usesOf()).toBe(1);
    await vi.waitFor(async () => expect(await usesOf()).toBe(6), { timeout: 5_000, interval: 50 });
    await quiet.close();
  });

  it('is added up over writes, and the latest time stays, whichever instance writes last', async () => {
    const other = new TokenUsage(dataSource, logger);
    usage.record(okta, { uses: 1, usedAt: early });
    other.record(okta, { uses: 1, usedAt: early });
    await Promise.all([usage.write(), other.close()]);
    expect((await stored())[0]).toEqual({ id: okta.id, uses: 7, usedAt: late, refusedAt: early });
  });

  it('is not written for a token that is gone', async () => {
    const gone = { accountId, id: '01890a5d-ac96-774b-bcce-b302099a8013' };
    usage.record(gone, { uses: 1, usedAt: late });
    await usage.write();
    expect((await stored()).map(({ id }) => id)).toEqual([okta.id, entra.id]);
  });

  it('is kept for the next write when one fails', async () => {
    const broken = await createDataSource({ name: 'broken-usage', url: database.url });
    const unlucky = new TokenUsage(broken, logger);
    unlucky.record(okta, { uses: 1, usedAt: early });
    await broken.destroy();
    await unlucky.write();
    expect(warnings).toHaveLength(1);
    await broken.initialize();
    unlucky.record(okta, { uses: 1, usedAt: early });
    await unlucky.write();
    expect((await stored())[0]).toMatchObject({ uses: 9 });
    await broken.destroy();
  });
});
