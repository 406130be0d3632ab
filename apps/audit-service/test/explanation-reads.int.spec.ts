import { createDataSource, createReadDataSource, readRows } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Term } from '../src/domain/search-query.js';
import { AuditReadModel } from '../src/persistence/audit-read-model.js';
import { allEntities } from '../src/persistence/entities/audit-entities.js';
import { windowStatement } from '../src/persistence/entry-search.js';
import { termsOf } from '../src/persistence/explanation-reads.js';
import { auditDatabase } from './support/audit-database.js';
import { fillLog } from './support/filled-log.js';

const database = await auditDatabase();
const reads = await createReadDataSource({ name: 'explanation-specs', url: database.url, entities: allEntities });
const log = new AuditReadModel(reads).explanations;
afterAll(async () => {
  await reads.destroy();
  await database.drop();
});

const account = uuidv7();
const [ann, crew, token, request] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
const size = 10_000;
const today = new Date().toISOString().slice(0, 10);

/** Behind those of a filled log, a thousand entries are about the team, and three of them are about Ann too. */
beforeAll(async () => {
  const owner = await createDataSource({ name: 'owner', url: database.migrationUrl, poolSize: 1 });
  await owner.query('SELECT make_days(current_date + 7)');
  await owner.query(
    `INSERT INTO entries (account_id, seq, day, id, at, received_at, kind, type, outcome, actor_kind, actor_id, subject_kind, subject_id,
                          also, correlation_id, topic, part, off)
     SELECT $1, $3 + n, current_date, gen_random_uuid(), now() - make_interval(secs => 1000 - n), now(), 'event',
            CASE n WHEN 1000 THEN 'user.deactivated' WHEN 999 THEN 'team.members-removed' ELSE 'team.members-added' END, 'done',
            CASE WHEN n < 998 THEN 'admin' ELSE 'directory' END, CASE WHEN n < 998 THEN 'ada' ELSE $4 END,
            CASE n WHEN 1000 THEN 'user' ELSE 'team' END, CASE n WHEN 1000 THEN $5::uuid ELSE $2 END,
            CASE WHEN n < 998 THEN ARRAY[gen_random_uuid()] WHEN n < 1000 THEN ARRAY[$5::uuid] END,
            CASE WHEN n < 998 THEN gen_random_uuid() ELSE $6 END, 'topic', 0, $3 + n
       FROM generate_series(1, 1000) AS n`,
    [account, crew, size, token, ann, request],
  );
  await owner.query('INSERT INTO last_versions VALUES ($1, $2, 9)', [account, crew]);
  await fillLog((sql, values) => owner.query(sql, values && [...values]), { accountId: account, count: size, days: 1 });
  await owner.destroy();
});

const plan = async (terms: readonly Term[], limit = 20) => {
  const search = { accountId: account, log: 'changes', order: 'desc', query: { terms } } as const;
  const window = { low: 1, high: size + 1_000, firstDay: today, lastDay: today };
  const { sql, values } = windowStatement(search, window, limit);
  const rows = await readRows<{ 'QUERY PLAN': string }>(reads, `EXPLAIN (ANALYZE) ${sql}`, values);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
};

describe('the history of an explanation', () => {
  it.each([
    ['of a person and a team', termsOf.pair({ accountId: account, teamId: crew, userId: ann })],
    ['of a person', termsOf.person(ann)],
    ['of what the directory wrote of a team', termsOf.push(crew)],
    ['of whose a team became', termsOf.ownership(crew)],
    ['of held runs of a team', termsOf.heldRun(crew)],
    ['of the mode of the reconciler', termsOf.mode(account)],
    ['of the end of a team', termsOf.end(crew)],
    ['of a token', termsOf.token(token)],
    ['of refusals of a token', termsOf.refused(token)],
  ])('%s is found by an index', async (_, terms) => {
    const text = await plan(terms);
    expect(text).not.toMatch(/Seq Scan on entries/);
    expect(text).toMatch(/entries_\d+_account_id_(subject|actor)_id_seq_idx|entries_\d+_also_idx/);
  });

  const nothing = { entries: [], isWhole: true };

  it('is the newest first, and up to a moment', async () => {
    const pair = termsOf.pair({ accountId: account, teamId: crew, userId: ann });
    expect((await log.newest(account, pair)).entries.map(({ type }) => type)).toEqual([
      'team.members-removed',
      'team.members-added',
    ]);
    expect(await log.newest(account, pair, { to: new Date(Date.now() - 3_600_000) })).toEqual(nothing);
    expect((await log.newest(account, termsOf.person(ann))).entries.map(({ type }) => type)).toEqual([
      'user.deactivated',
    ]);
    expect(await log.newest(uuidv7(), pair)).toEqual(nothing);
  });

  it('has of a request what it did to the person and the team, and only in its account', async () => {
    const pair = { accountId: account, teamId: crew, userId: ann };
    expect((await log.chain(pair, request)).map(({ type }) => type)).toHaveLength(3);
    expect(await log.chain({ ...pair, accountId: uuidv7() }, request)).toEqual([]);
    expect(await log.heardVersions(account, [crew, ann])).toEqual(new Map([[crew, 9]]));
    expect(await log.heardVersions(uuidv7(), [crew])).toEqual(new Map());
  });

  it('takes far less than 150 ms', async () => {
    const ask = async () => {
      const began = performance.now();
      const pair = { accountId: account, teamId: crew, userId: ann };
      await Promise.all([
        log.newest(account, termsOf.pair(pair)),
        log.newest(account, termsOf.person(ann)),
        log.newest(account, termsOf.push(crew), { limit: 1 }),
        log.chain(pair, request),
      ]);
      return performance.now() - began;
    };
    const p95 = async () => {
      const took: number[] = [];
      for (let n = 0; n < 20; n += 1) took.push(await ask());
      return took.toSorted((one, other) => one - other)[18] ?? Infinity;
    };
    // A machine that does something else as well is slow for a while: what is slow itself is slow each time.
    let best = Infinity;
    for (let round = 0; round < 5 && best >= 150; round += 1) best = Math.min(best, await p95());
    expect(best).toBeLessThan(150);
  });
});
