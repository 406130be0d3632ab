import { endLine, entryLines, headLines, verifyExport, type NotProved, type Proved } from '@rollcall/audit-proof';
import { ScimRequestRecorded, UserEvents, WorkspaceRequestRecorded, type AuditLog } from '@rollcall/contracts';
import { inTransaction } from '@rollcall/persistence';
import { generateSignerKey, parseSignerKey } from '@rollcall/transparency-log';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { waitingLeafRuns } from '../src/persistence/proofs/leaf-runs.js';
import { ProofReadModel, type ProofOf } from '../src/persistence/proofs/proof-read-model.js';
import { noteSuccession, stateLogs } from '../src/persistence/proofs/state-logs.js';
import { strikePerson } from '../src/persistence/proofs/strike-person.js';
import { auditLog } from './support/audit-database.js';
import { keepFile } from './support/kept-files.js';
import { aRecord, userId, userRecords } from './support/records.js';

const { dataSource, query, store } = await auditLog();

const proofs = new ProofReadModel(dataSource);
const signer = () => parseSignerKey(generateSignerKey('rollcall.example/audit'));
const key = signer();
const state = () => stateLogs(dataSource, { current: key }, new Date());

/** Partitions of the specs are apart from one another. */
let partition = 0;
async function entries(accountId: string, count: number): Promise<void> {
  const own = (partition += 1);
  await store.save(userRecords(accountId, count).map((each) => ({ ...each, partition: own })));
}

async function fileOf(of: ProofOf): Promise<string[]> {
  const source = await proofs.source(of);
  if (!source) throw new Error('Nothing was signed of this log.');
  const found = await proofs.entries(of.accountId, of.log, source.from, source.statement.size);
  const lines: string[] = [];
  for (const part of [headLines(source), entryLines(source, found)]) for await (const line of part) lines.push(line);
  return [...lines, endLine(source)];
}

async function verified(of: ProofOf, anchors: readonly string[] = [], trusted = key): Promise<Proved> {
  const lines = await fileOf(of);
  const outcome = verifyExport(
    (async function* () {
      yield* lines;
    })(),
    { key: trusted.verifier, anchors },
  );
  await keepFile(lines, trusted, outcome);
  return outcome;
}

const changes = (accountId: string) => ({ accountId, log: 'changes' as AuditLog });
const refusal = (accountId: string): Promise<NotProved> =>
  verified(changes(accountId)).then(
    () => expect.unreachable('A log was taken for proved.'),
    (error: NotProved) => error,
  );

describe('a log', () => {
  it('is proved as it was saved, in whatever batches, and both logs of an account apart', async () => {
    const account = uuidv7();
    for (const count of [1, 300, 2]) await entries(account, count);
    const read = { type: ScimRequestRecorded.type, payload: { method: 'GET', status: 200 } };
    await store.save([aRecord({ accountId: account, partition: (partition += 1), ...read })]);
    await state();
    await entries(account, 260);
    await state();
    expect(await state()).toEqual({ broken: [] });
    const to = Number((await proofs.source(changes(account)))?.statement.size);
    expect(to).toBeGreaterThanOrEqual(560);
    expect(await verified(changes(account))).toMatchObject({ account, from: 1, to });
    expect(await verified({ accountId: account, log: 'reads' })).toMatchObject({ from: 1, to: 1 });
  });

  it('has nothing that proves it before the first statement', async () => {
    const account = uuidv7();
    await entries(account, 1);
    expect(await proofs.source(changes(account))).toBeUndefined();
  });

  it('goes on from a checkpoint that was kept', async () => {
    const account = uuidv7();
    await entries(account, 10);
    const { note: anchor = '' } = await state();
    const size = Number(anchor.split('\n')[1]);
    await entries(account, 300);
    await state();
    expect(await verified({ ...changes(account), anchors: [size] }, [anchor])).toMatchObject({
      anchors: [{ size, entries: 10 }],
    });
  });

  it('is proved to who has the key before the present one', async () => {
    const [account, next] = [uuidv7(), signer()];
    const keys = { current: next, previous: key };
    await noteSuccession(dataSource, keys, new Date());
    await noteSuccession(dataSource, keys, new Date());
    await entries(account, 3);
    await stateLogs(dataSource, { current: next }, new Date());
    expect(await verified(changes(account))).toMatchObject({ to: 3 });
    expect(await verified(changes(account), [], next)).toMatchObject({ to: 3 });
  });

  it('is proved also where all of its days are over', async () => {
    const account = uuidv7();
    await entries(account, 3);
    await state();
    for (const table of ['entries', 'account_days'])
      await query(`DELETE FROM ${table} WHERE account_id = $1`, [account]);
    expect(await verified(changes(account))).toMatchObject({ from: 4, to: 3 });
    // What came since is in no statement yet.
    await entries(account, 2);
    await query('UPDATE account_days SET first_seq = 5 WHERE account_id = $1', [account]);
    expect(await verified(changes(account))).toMatchObject({ from: 4, to: 3 });
  });

  it('is left alone where its leaves do not go on where its tree ends; the others are signed', async () => {
    const [account, other] = [uuidv7(), uuidv7()];
    for (const each of [account, other]) await entries(each, 3);
    await query('UPDATE leaf_runs SET first_seq = 2 WHERE account_id = $1', [account]);
    expect(await state()).toMatchObject({ note: expect.any(String), broken: [`changes of ${account}`] });
    expect(await verified(changes(other))).toMatchObject({ to: 3 });
    expect(await proofs.source(changes(account))).toBeUndefined();
    await query('UPDATE leaf_runs SET first_seq = 1 WHERE account_id = $1', [account]);
    expect(await state()).toMatchObject({ broken: [] });
  });
});

describe('runs of leaves that wait', () => {
  it('come of torn logs one each, behind those of all others', async () => {
    const [torn, whole] = ['00000000-0000-7000-8000-000000000001', uuidv7()]; // in order of ids, the torn one is first
    for (let n = 0; n < 3; n += 1) await entries(torn, 1);
    await entries(whole, 1);
    await entries(whole, 1);
    await query('UPDATE leaf_runs SET first_seq = first_seq + 1 WHERE account_id = $1 AND first_seq = 3', [torn]);
    await query('UPDATE leaf_runs SET first_seq = first_seq + 1 WHERE account_id = $1 AND first_seq = 2', [torn]);
    await query('UPDATE leaf_runs SET first_seq = first_seq + 1 WHERE account_id = $1 AND first_seq = 1', [torn]);
    const waiting = (max: number) =>
      inTransaction(dataSource, async (tx) => {
        const runs = await waitingLeafRuns(tx, max);
        return runs.map((run) => [run.account_id, run.first_seq]).filter(([id]) => id === torn || id === whole);
      });
    expect((await waiting(20_000)).slice(-3)).toEqual([
      [whole, 1],
      [whole, 2],
      [torn, 2],
    ]);
    await query('DELETE FROM leaf_runs WHERE account_id = $1', [torn]);
  });
});

describe('who owns the database changes a log of 600', () => {
  async function tampered(sql: string, ...more: string[]): Promise<NotProved> {
    const account = uuidv7();
    await entries(account, 600);
    await state();
    for (const each of [sql, ...more]) await query(each, [account]);
    return refusal(account);
  }

  it('a byte of one entry', async () => {
    const wrong = await tampered(`UPDATE entries SET outcome = 'dome' WHERE account_id = $1 AND seq = 300`);
    expect(wrong).toMatchObject({ message: 'Entry 300 is not what was logged.', entries: { from: 300, to: 300 } });
  });

  it('one is deleted', async () => {
    const wrong = await tampered('DELETE FROM entries WHERE account_id = $1 AND seq = 300');
    expect(wrong).toMatchObject({ message: 'Entry 300 is missing.', entries: { from: 300, to: 300 } });
  });

  it('one is inserted, and those behind it get other numbers', async () => {
    const wrong = await tampered(
      'UPDATE entries SET seq = seq + 10001 WHERE account_id = $1 AND seq > 300',
      'UPDATE entries SET seq = seq - 10000 WHERE account_id = $1 AND seq > 10000',
      copyOf300(301, 'day'),
    );
    expect(wrong).toMatchObject({ message: 'Entry 301 is not what was logged.', entries: { from: 301, to: 301 } });
  });

  it('one is inserted under a number that is there', async () => {
    const wrong = await tampered(copyOf300(300, 'day + 1'));
    expect(wrong).toMatchObject({ message: 'Entry 300 comes again.', entries: { from: 300, to: 300 } });
  });

  it('two are swapped', async () => {
    const wrong = await tampered(
      'UPDATE entries SET seq = 10000 + seq WHERE account_id = $1 AND seq IN (300, 310)',
      'UPDATE entries SET seq = CASE seq WHEN 10300 THEN 310 ELSE 300 END WHERE account_id = $1 AND seq > 10000',
    );
    expect(wrong).toMatchObject({ message: 'Entry 300 is not what was logged.', entries: { from: 300, to: 300 } });
  });

  it('a partition is rolled back', async () => {
    const wrong = await tampered('DELETE FROM entries WHERE account_id = $1 AND seq > 500');
    expect(wrong).toMatchObject({
      message: 'Entry 501 is missing, and all after it.',
      entries: { from: 501, to: 600 },
    });
  });

  it('the tile of its leaves as well: the block is named', async () => {
    const wrong = await tampered(
      `UPDATE entries SET outcome = 'dome' WHERE account_id = $1 AND seq = 300`,
      `UPDATE log_tiles SET hashes = overlay(hashes placing '\\x00' from 1400) WHERE account_id = $1 AND level = 0 AND index = 1`,
    );
    expect(wrong).toMatchObject({ entries: { from: 257, to: 512 } });
  });
});

/** A statement that copies an entry, under another number. */
function copyOf300(seq: number, day: string): string {
  const same = `id, at, received_at, kind, type, outcome, subject_kind, subject_id, topic, part, off`;
  return `INSERT INTO entries (account_id, seq, day, ${same})
          SELECT account_id, ${seq}, ${day}, gen_random_uuid(), ${same.slice(4)} FROM entries WHERE account_id = $1 AND seq = 300`;
}

describe('a person who is struck', () => {
  it('is in no entry any more, and where from she acted neither; the log is proved as before', async () => {
    const account = uuidv7();
    const own = (partition += 1);
    const from = { address: '192.0.2.77', userAgent: 'Browser of hers' };
    const request = (offset: number, who: string) =>
      aRecord({
        type: WorkspaceRequestRecorded.type,
        accountId: account,
        partition: own,
        offset,
        payload: { ...from, userId: who, requestId: uuidv7() },
      });
    const other = uuidv7();
    await entries(account, 3);
    const erased = (offset: number, who: string) =>
      aRecord({ type: UserEvents.erased.type, accountId: account, partition: own, offset, payload: { userId: who } });
    await store.save([request(0, userId), request(1, other)]);
    await state();
    expect(await strikePerson(dataSource, account, userId)).toBeUndefined();
    await store.save([erased(2, userId), erased(3, other)]);
    await state();
    expect((await fileOf(changes(account))).join().split(userId).length).toBe(6);
    expect(await strikePerson(dataSource, account, userId)).toBe(5);
    const [hers, others] = (await fileOf(changes(account))).slice(-5);
    expect(hers).not.toMatch(/192\.0\.2\.77|Browser of hers/);
    expect(others).toMatch(/192\.0\.2\.77.*Browser of hers/);
    expect((await fileOf(changes(account))).join()).not.toContain(userId);
    expect(await strikePerson(dataSource, account, other)).toBe(2);
    expect(await strikePerson(dataSource, account, other)).toBe(0);
    expect((await query('SELECT FROM sources WHERE account_id = $1 AND address <> $2', [account, ''])).rows).toEqual(
      [],
    );
    expect(await verified(changes(account))).toMatchObject({ to: 7 });
  });

  it('of another account stays', async () => {
    const account = uuidv7();
    await entries(account, 1);
    expect(await strikePerson(dataSource, uuidv7(), userId)).toBeUndefined();
    await state();
    expect((await fileOf(changes(account))).join()).toContain(userId);
  });
});
