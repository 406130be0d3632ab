import type { Reply, TokenView } from '@rollcall/contracts';
import { createDataSource, createReadDataSource, inTransaction, readRows } from '@rollcall/persistence';
import type { Message } from '@rollcall/messaging';
import { keptPlans } from '@rollcall/testing';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { TokenCommandsController } from '../src/commands/token-commands.controller.js';
import { UserEventsController } from '../src/events/user-events.controller.js';
import { tokenDecorators } from '../src/handlers.js';
import { tokenEntities } from '../src/persistence/entities/token-entities.js';
import { Peppers } from '../src/persistence/peppers.js';
import { TokenListReadModel } from '../src/persistence/token-list-read-model.js';
import { TokenReadModel } from '../src/persistence/token-read-model.js';
import { TokenStateLoader } from '../src/persistence/token-state-loader.js';
import { instanceOf } from '../../../tests/support/direct-transport.js';
import { tokenDatabase } from './support/database.js';
import { accountId, create, People, revoke } from './support/people.js';

const database = await tokenDatabase();
const dataSource = await createDataSource({ name: 'token-specs', url: database.url, poolSize: 12 });
const peppers = new Peppers({ current: 'pepper' });
const people = new People();
const loader = new TokenStateLoader(dataSource, people, peppers);
const controllers = [TokenCommandsController, UserEventsController];
const start = () => instanceOf('token-service', { controllers, decorators: tokenDecorators, loader }, dataSource);
const [one, another] = [await start(), await start()];
const readModel = new TokenReadModel(dataSource, peppers, { found: () => undefined });
const reads = await createReadDataSource({ name: 'token-specs', url: database.url, entities: tokenEntities });
const tokens = new TokenListReadModel(reads);

const stateOf = async (tokenId: string) =>
  (await tokens.of(accountId, new Date())).find(({ id }) => id === tokenId)?.state;
const count = async (table: string) => {
  const [row] = await readRows<{ n: number }>(dataSource, `SELECT count(*)::int AS n FROM ${table}`);
  return row?.n ?? 0;
};
/** Makes a token and gives its id, or the code of the refusal. */
async function attempt(creatorId: string): Promise<string> {
  const [outcome] = await one.handle(create(creatorId));
  const reply = outcome?.reply as Reply<TokenView>;
  return reply.ok ? reply.body.id : reply.code;
}
/** An admin of whom everything was heard. */
async function admin(): Promise<string> {
  const { userId, event } = people.join();
  await another.handle(event);
  return userId;
}

beforeEach(async () => {
  await readRows(dataSource, 'DELETE FROM tokens');
  await readRows(dataSource, 'DELETE FROM admins');
  people.away = false;
  people.betweenQuestionAndAnswer();
});
afterAll(async () => {
  await Promise.all([one.close(), another.close()]);
  await dataSource.destroy();
  await reads.destroy();
  await database.drop();
});

describe('a token and its creator (rule 18)', () => {
  it('works while its creator is an active admin, and ends for good with any event that says otherwise', async () => {
    for (const end of ['deactivate', 'demote', 'release'] as const) {
      const ada = await admin();
      const tokens = [await attempt(ada), await attempt(ada)];
      expect(await Promise.all(tokens.map(stateOf))).toEqual(['working', 'working']);
      await another.handle(people[end](ada));
      const reason = { deactivate: 'creator-deactivated', demote: 'creator-not-admin', release: 'creator-released' }[
        end
      ];
      expect(await Promise.all(tokens.map(stateOf))).toEqual([reason, reason]);
      expect(await attempt(ada)).toBe('not-an-admin');
    }
  });

  it('does not come back with its creator, who may make a new one', async () => {
    const ada = await admin();
    const token = await attempt(ada);
    await another.handle(people.deactivate(ada), people.reactivate(ada));
    expect(await stateOf(token)).toBe('creator-deactivated');
    expect(await stateOf(await attempt(ada))).toBe('working');
  });

  it('announces its end with the reason and the event that caused it (rule 20)', async () => {
    const ada = await admin();
    const token = await attempt(ada);
    const deactivated = people.deactivate(ada);
    await another.handle(deactivated);
    const [row] = await readRows<{ headers: Record<string, string>; payload: string }>(
      dataSource,
      `SELECT headers, value::json AS payload FROM outbox WHERE headers->>'ce_type' = 'token.revoked' AND headers->>'ce_subject' = $1`,
      [token],
    );
    expect(row?.headers).toMatchObject({ ce_causationid: deactivated.id, ce_aggregateversion: '2' });
    expect(row?.payload).toMatchObject({ tokenId: token, creatorId: ada, reason: 'creator-deactivated' });
  });

  it('is revoked once, also where the event that ends it comes again', async () => {
    const ada = await admin();
    await attempt(ada);
    const deactivated = people.deactivate(ada);
    const before = await count('outbox');
    await another.handle(deactivated);
    await another.handle({ ...deactivated, id: create(ada).id }); // as after a replay: another id, the same version
    await one.handle(deactivated);
    expect((await count('outbox')) - before).toBe(1);
  });
});

describe('creation and deactivation at the same moment', () => {
  /** Asks user-service, lets something happen before the answer arrives, and goes on to the transaction. */
  async function attemptWhile(creatorId: string, happens: () => Promise<unknown>): Promise<string> {
    people.betweenQuestionAndAnswer(happens);
    return attempt(creatorId);
  }

  it('deactivated, heard, created: refused', async () => {
    const ada = await admin();
    await another.handle(people.deactivate(ada));
    expect(await attempt(ada)).toBe('not-an-admin');
  });

  it('created, deactivated, heard: revoked', async () => {
    const ada = await admin();
    const token = await attempt(ada);
    await another.handle(people.deactivate(ada));
    expect(await stateOf(token)).toBe('creator-deactivated');
  });

  it('asked, deactivated, heard, created: refused, for the event is newer than the answer', async () => {
    const ada = await admin();
    expect(await attemptWhile(ada, () => another.handle(people.deactivate(ada)))).toBe('not-an-admin');
  });

  it('the same for an admin of whom nothing had been heard before', async () => {
    const { userId: ada } = people.join();
    expect(await attemptWhile(ada, () => another.handle(people.demote(ada)))).toBe('not-an-admin');
  });

  it('asked, deactivated, created, heard late: revoked', async () => {
    const ada = await admin();
    const heardLate: Message[] = [];
    const token = await attemptWhile(ada, async () => heardLate.push(people.deactivate(ada)));
    expect(await stateOf(token)).toBe('working');
    await another.handle(...heardLate);
    expect(await stateOf(token)).toBe('creator-deactivated');
  });

  it('deactivated, created, heard late: refused, and older tokens end when it is heard', async () => {
    const ada = await admin();
    const older = await attempt(ada);
    const deactivated = people.deactivate(ada);
    expect(await attempt(ada)).toBe('not-an-admin');
    await another.handle(deactivated);
    expect(await stateOf(older)).toBe('creator-deactivated');
  });

  it('demoted and promoted again, created, heard late: the older token ends, the newer one works', async () => {
    const ada = await admin();
    const older = await attempt(ada);
    const events = [people.demote(ada), people.promote(ada)];
    const newer = await attempt(ada);
    await another.handle(...events);
    expect([await stateOf(older), await stateOf(newer)]).toEqual(['creator-not-admin', 'working']);
  });

  it('a hundred times at once on two instances: no admin who is none has a working token', async () => {
    const crowd = await Promise.all(Array.from({ length: 100 }, admin));
    const heard: Promise<unknown>[] = [];
    people.betweenQuestionAndAnswer(async (ada) => {
      heard.push(another.handle(people.deactivate(ada))); // races with the transaction that makes the token
    });
    const outcomes = await Promise.all(crowd.map(attempt));
    await Promise.all(heard);
    expect(heard).toHaveLength(100);
    expect(await working()).toBe(0);
    expect(await count('tokens')).toBe(outcomes.filter((outcome) => outcome !== 'not-an-admin').length);
  });

  const working = () => count('tokens WHERE revoked_at IS NULL AND expires_at > now()');
});

describe('what people do who never were admins', () => {
  it('costs a whole batch one SELECT, and writes nothing', async () => {
    const crowd = Array.from({ length: 200 }, () => people.join('member'));
    const events = crowd.flatMap(({ userId, event }) => [event, people.deactivate(userId)]);
    const before = [await count('inbox'), await count('admins'), await count('outbox')];
    await one.handle(...events);
    expect([await count('inbox'), await count('admins'), await count('outbox')]).toEqual(before);

    const statements: string[] = [];
    await inTransaction(dataSource, async (tx) => {
      const counting: typeof tx = {
        query: (sql, params, options) => {
          statements.push(sql);
          return tx.query(sql, params, options);
        },
      };
      const requests = crowd.map(({ userId, event }) => ({
        message: event,
        reads: { accountId, creatorId: userId, withTokens: true },
      }));
      await loader.load(counting, requests);
    });
    expect(statements).toHaveLength(1);
  });
});

describe('making tokens', () => {
  it('is refused for good while user-service is away, and the rest of its batch is done', async () => {
    const ada = await admin();
    const working = await attempt(ada);
    people.away = true;
    const command = create(ada);
    const away = { ok: false, code: 'dependency-away', facts: { service: 'user-service' } };
    expect(await one.handle(command, revoke(working))).toMatchObject([{ reply: away }, { reply: { ok: true } }]);
    people.away = false;
    expect(await one.handle(command)).toEqual([{ kind: 'seen', reply: away }]);
    expect(await count('tokens')).toBe(1);
    expect(await stateOf(await attempt(ada))).toBe('working');
  });

  it('stores a keyed hash, not what was sent', async () => {
    const ada = await admin();
    const command = create(ada);
    await one.handle(command);
    const [row] = await readRows<{ whole: string }>(dataSource, 'SELECT t::text AS whole FROM tokens t');
    const { hash } = peppers.storedHashOf(command.payload.digest);
    expect(row?.whole).toContain(hash.toString('hex'));
    expect(row?.whole).not.toContain(command.payload.digest);
    expect(hash).not.toEqual(new Peppers({ current: 'other pepper' }).storedHashOf(command.payload.digest).hash);
  });

  it('gives one secret to one token, also when two instances are asked at once', async () => {
    const ada = await admin();
    const { digest } = create(ada).payload;
    const outcomes = await Promise.allSettled([
      one.handle(create(ada, { digest })),
      another.handle(create(ada, { digest })),
    ]);
    const made = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value[0]?.reply?.ok === true);
    expect(made).toHaveLength(1);
    expect(await count('tokens')).toBe(1);
  });

  it('and revoking in one batch each see what was done before', async () => {
    const ada = await admin();
    const command = create(ada);
    const outcomes = await one.handle(command, revoke(command.payload.tokenId), revoke(command.payload.tokenId));
    expect(outcomes.map(({ reply }) => (reply as Reply<TokenView> & { ok: true }).body.state)).toEqual([
      'working',
      'revoked',
      'revoked',
    ]);
    expect(await stateOf(command.payload.tokenId)).toBe('revoked');
  });
});

describe('the database', () => {
  it('finds creators and tokens in indexes, by plans that were made while the tables were empty', async () => {
    const ada = await admin();
    await one.handle(revoke(await attempt(ada)));
    await readModel.withDigest('nobody’s');
    const kept = await keptPlans((sql) => dataSource.query(sql));
    expect(kept.length).toBeGreaterThanOrEqual(4);
    expect(kept.filter(({ readsWhole }) => readsWhole.length > 0)).toEqual([]);
  });
});

describe('the list of tokens', () => {
  it('has every token that works, however many have ended since', async () => {
    const ada = await admin();
    const working = await attempt(ada);
    await readRows(
      dataSource,
      `INSERT INTO tokens SELECT (json_populate_record(t, json_build_object('id', gen_random_uuid(), 'token_hash', '\\x' || encode(sha256(n::text::bytea), 'hex'),
         'created_at', now() + interval '1 hour', 'expires_at', now() - interval '1 hour'))).* FROM tokens t, generate_series(1, 1100) AS n WHERE t.id = $1`,
      [working],
    );
    const listed = await tokens.of(accountId, new Date());
    expect(listed).toHaveLength(1_000);
    expect(listed.at(-1)).toMatchObject({ id: working, state: 'working' });
  });
});
