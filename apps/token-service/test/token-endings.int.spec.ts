import { createDataSource, readRows } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { tellEndings } from '../src/persistence/token-endings.js';
import { tokenDatabase } from './support/database.js';

const database = await tokenDatabase();
const dataSource = await createDataSource({ name: 'endings-specs', url: database.url });
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** A token that expires so many days from now. */
async function tokenFor(days: number, revoked = false): Promise<string> {
  const id = uuidv7();
  await readRows(
    dataSource,
    `INSERT INTO tokens (account_id, id, version, token_hash, name, hint, creator_id, creator_version, created_at, expires_at, revoked_at, revoked_reason)
     VALUES ($1, $1, 1, uuid_send($1::uuid), 'Okta', '', $1, 1, now(), now() + make_interval(hours => $2::int),
             CASE WHEN $3 THEN now() END, CASE WHEN $3 THEN 'revoked' END)`,
    [id, days * 24, revoked],
  );
  return id;
}

const pass = (id: string, days: number) =>
  readRows(dataSource, 'UPDATE tokens SET expires_at = expires_at - make_interval(days => $2) WHERE id = $1', [
    id,
    days,
  ]);

const typesOf = async (id: string) =>
  (
    await readRows<{ type: string }>(
      dataSource,
      `SELECT headers->>'ce_type' AS type FROM outbox WHERE message_key = $1 ORDER BY id`,
      [id],
    )
  ).map(({ type }) => type);

describe('the end of a SCIM token (rule 17)', () => {
  it('is told when 30 days are left, when 7 are, when one is, and when it has come: each once', async () => {
    const id = await tokenFor(31);
    const days = [0, 2, 1, 22, 1, 4, 1, 1, 1];
    const counts: number[] = [];
    for (const passing of days) {
      await pass(id, passing);
      await Promise.all([tellEndings(dataSource), tellEndings(dataSource)]);
      counts.push((await typesOf(id)).length);
    }
    expect(counts).toEqual([0, 1, 1, 2, 2, 3, 4, 4, 4]);
    expect(await typesOf(id)).toEqual(['token.ends-soon', 'token.ends-soon', 'token.ends-soon', 'token.expired']);
  });

  it('is told once where several of these have passed, and not of a revoked token', async () => {
    const [late, revoked, far] = [await tokenFor(0.5), await tokenFor(0.5, true), await tokenFor(300)];
    await tellEndings(dataSource);
    expect([await typesOf(late), await typesOf(revoked), await typesOf(far)]).toEqual([['token.ends-soon'], [], []]);
  });
});
