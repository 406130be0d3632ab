import { ClosingEvents, digestOf } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { ClosedAccounts, createDataSource, readRows, sharedEntities } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { instanceOf, received } from '../../../tests/support/direct-transport.js';
import { TokenCommandsController } from '../src/commands/token-commands.controller.js';
import { UserEventsController } from '../src/events/user-events.controller.js';
import { tokenDecorators } from '../src/handlers.js';
import { tokenEntities } from '../src/persistence/entities/token-entities.js';
import { Peppers } from '../src/persistence/peppers.js';
import { TokenReadModel } from '../src/persistence/token-read-model.js';
import { TokenStateLoader } from '../src/persistence/token-state-loader.js';
import { TokenUsage } from '../src/persistence/token-usage.js';
import { tokenDatabase } from './support/database.js';
import { accountId, create, People } from './support/people.js';

const database = await tokenDatabase();
const dataSource = await createDataSource({ name: 'closing-specs', url: database.url });
const peppers = new Peppers({ current: 'pepper' });
const people = new People();
const loader = new TokenStateLoader(dataSource, people, peppers);
const controllers = [TokenCommandsController, UserEventsController];
const service = await instanceOf('token-service', { controllers, decorators: tokenDecorators, loader }, dataSource);
const readModel = new TokenReadModel(dataSource, peppers, { found: () => undefined });
const usage = new TokenUsage(dataSource, { warn: () => undefined });
const closedAccounts = new ClosedAccounts({ dataSource, entities: [...tokenEntities, ...sharedEntities], pauseMs: 0 });

afterAll(async () => {
  await service.close();
  await dataSource.destroy();
  await database.drop();
});

function accountEvent(of: 'closing' | 'reopened' | 'closed', version: number): Message {
  const { type, topic } = ClosingEvents[of];
  const endsAt = new Date().toISOString();
  const payload = { accountId, actor: { kind: 'operator', id: 'ann' }, ...(of === 'closing' ? { endsAt } : {}) };
  const place = { topic, partition: 0, offset: '0' };
  return received({ type, accountId, payload, key: accountId, place, aggregateVersion: version });
}

const other = uuidv7();
const count = async (table: string, of: string) =>
  (await readRows<{ n: number }>(dataSource, `SELECT count(*)::int AS n FROM ${table} WHERE account_id = $1`, [of]))[0]
    ?.n;
const left = (of: string) =>
  Promise.all(['tokens', 'token_uses', 'admins', 'inbox', 'account_closures'].map((table) => count(table, of)));

/** A token of another account, used, and its admin. */
async function fillOther(): Promise<void> {
  const id = uuidv7();
  await readRows(
    dataSource,
    `INSERT INTO tokens (account_id, id, version, token_hash, name, hint, creator_id, creator_version, created_at, expires_at)
     VALUES ($1, $2::uuid, 1, uuid_send($2::uuid), 'Okta', '', $2::uuid, 1, now(), now())`,
    [other, id],
  );
  await readRows(dataSource, 'INSERT INTO token_uses (account_id, token_id, uses) VALUES ($1, $2, 1)', [other, id]);
  await readRows(dataSource, 'INSERT INTO admins VALUES ($1, $2, 1, true)', [other, id]);
}

describe('SCIM tokens of an account', () => {
  it('work again after a closing that was undone, and go with a closed account; those of another stay', async () => {
    const { userId } = people.join();
    const command = create(userId);
    await service.handle(command);
    const { tokenId } = command.payload;
    const isClosing = async () => (await readModel.withDigest(digestOf(tokenId)))?.isOfClosingAccount;
    usage.record({ accountId, id: tokenId }, { uses: 1, usedAt: new Date() });
    await usage.write();
    await fillOther();
    const neighbour = await left(other);
    expect(await isClosing()).toBe(false);

    await service.handle(accountEvent('closing', 2));
    expect(await isClosing()).toBe(true);
    expect(await service.handle(create(userId))).toMatchObject([{ reply: { ok: false, code: 'account-closing' } }]);
    await service.handle(accountEvent('reopened', 3));
    expect(await isClosing()).toBe(false);

    const closed = accountEvent('closed', 5);
    await service.handle(accountEvent('closing', 4), closed);
    usage.record({ accountId, id: tokenId }, { uses: 1, usedAt: new Date() }); // of the last second
    await closedAccounts.pass();
    await usage.write();
    expect(await left(accountId)).toEqual([0, 0, 0, 0, 1]);
    expect(await service.handle(closed, create(userId))).toMatchObject([
      { kind: 'done' },
      { reply: { code: 'account-not-found' } },
    ]);
    expect(await left(accountId)).toEqual([0, 0, 0, 0, 1]);
    expect(await left(other)).toEqual(neighbour);
  });
});
