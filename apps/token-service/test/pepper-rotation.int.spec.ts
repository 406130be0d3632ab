import { createDataSource, readRows } from '@rollcall/persistence';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { instanceOf } from '../../../tests/support/direct-transport.js';
import { TokenCommandsController } from '../src/commands/token-commands.controller.js';
import { UserEventsController } from '../src/events/user-events.controller.js';
import { tokenDecorators } from '../src/handlers.js';
import { Peppers, type PepperOptions } from '../src/persistence/peppers.js';
import { TokenMover } from '../src/persistence/token-mover.js';
import { TokenReadModel } from '../src/persistence/token-read-model.js';
import { TokenStateLoader } from '../src/persistence/token-state-loader.js';
import { tokenDatabase } from './support/database.js';
import { create, People, revoke } from './support/people.js';

const database = await tokenDatabase();
const dataSource = await createDataSource({ name: 'pepper-specs', url: database.url, poolSize: 12 });
const people = new People();
const controllers = [TokenCommandsController, UserEventsController];
const closing: (() => Promise<void>)[] = [];

/** An instance of token-service with these peppers, started long ago unless told otherwise. */
async function instance(options: PepperOptions) {
  const peppers = new Peppers({ overlapMs: 0, ...options });
  const loader = new TokenStateLoader(dataSource, people, peppers);
  const commands = await instanceOf('token-service', { controllers, decorators: tokenDecorators, loader }, dataSource);
  closing.push(() => commands.close());
  const warnings: string[] = [];
  const logger = { warn: (message: string) => void warnings.push(message) };
  const mover = new TokenMover(dataSource, peppers, logger);
  const readModel = new TokenReadModel(dataSource, peppers, mover);
  return {
    commands,
    warnings,
    peppers,
    mover,
    finds: async (digest: string) => (await readModel.withDigest(digest))?.id,
    /** Everything that a second of the service does. */
    writes: () => mover.write(),
  };
}

async function newToken(of: Awaited<ReturnType<typeof instance>>): Promise<{ id: string; digest: string }> {
  const { userId, event } = people.join();
  await of.commands.handle(event);
  const command = create(userId);
  expect(await of.commands.handle(command)).toMatchObject([{ reply: { ok: true } }]);
  return { id: command.payload.tokenId, digest: command.payload.digest };
}
async function pepperIdOf(id: string): Promise<string | undefined> {
  const [row] = await readRows<{ pepper_id: string }>(dataSource, 'SELECT pepper_id FROM tokens WHERE id = $1', [id]);
  return row?.pepper_id;
}

beforeEach(async () => {
  await readRows(dataSource, 'DELETE FROM tokens');
});
afterAll(async () => {
  for (const close of closing) await close();
  await dataSource.destroy();
  await database.drop();
});

describe('a pepper that is replaced', () => {
  it('ends no token: each moves to the current pepper when it is used, and then works without the previous one', async () => {
    const before = await instance({ current: 'old' });
    const [used, unused] = [await newToken(before), await newToken(before)];
    const during = await instance({ current: 'new', previous: 'old' });
    expect(await during.finds(used.digest)).toBe(used.id);
    await during.writes();
    expect(await pepperIdOf(used.id)).toBe(during.peppers.currentId);
    expect(await during.finds(used.digest)).toBe(used.id);
    const after = await instance({ current: 'new' });
    expect([await after.finds(used.digest), await after.finds(unused.digest)]).toEqual([used.id, undefined]);
    expect(during.warnings).toEqual([]);
  });

  it('is found out by the count of tokens that still need the previous one', async () => {
    const before = await instance({ current: 'old' });
    const [used] = [await newToken(before), await newToken(before)];
    const revoked = await newToken(before);
    await before.commands.handle(revoke(revoked.id));
    const during = await instance({ current: 'new', previous: 'old' });
    await during.mover.count();
    expect(during.mover.remaining).toBe(2);
    await during.finds(used.digest);
    await during.writes();
    await during.mover.count();
    expect(during.mover.remaining).toBe(1);
  });

  it('leaves an instance that was not replaced yet every token, new ones too', async () => {
    const before = await instance({ current: 'old' });
    const former = await newToken(before);
    const during = await instance({ current: 'new', previous: 'old', overlapMs: 60_000 });
    const made = await newToken(during);
    for (const { digest } of [former, made]) await during.finds(digest);
    await during.writes();
    expect([await before.finds(former.digest), await before.finds(made.digest)]).toEqual([former.id, made.id]);
  });

  it('takes along tokens of the version that stored no id of a pepper', async () => {
    const before = await instance({ current: 'old' });
    const { id, digest } = await newToken(before);
    await readRows(dataSource, `UPDATE tokens SET pepper_id = ''`);
    expect(await before.finds(digest)).toBe(id);
    await before.writes();
    expect(await pepperIdOf(id)).toBe(before.peppers.currentId);
  });

  it('lets nobody make a second token of one secret, whichever pepper the first is stored under', async () => {
    const before = await instance({ current: 'old' });
    const { digest } = await newToken(before);
    const during = await instance({ current: 'new', previous: 'old' });
    const { userId, event } = people.join();
    await during.commands.handle(event);
    const reply = { ok: false, code: 'invalid-message' };
    expect(await during.commands.handle(create(userId, { digest }))).toMatchObject([{ reply }]);
  });

  it('revokes a token that is being moved', async () => {
    const before = await instance({ current: 'old' });
    const { id, digest } = await newToken(before);
    const during = await instance({ current: 'new', previous: 'old' });
    await during.finds(digest);
    await Promise.all([during.writes(), during.commands.handle(revoke(id))]);
    const [row] = await readRows<{ ended: boolean }>(dataSource, 'SELECT revoked_at IS NOT NULL AS ended FROM tokens');
    expect([row?.ended, await during.finds(digest)]).toEqual([true, id]);
  });
});
