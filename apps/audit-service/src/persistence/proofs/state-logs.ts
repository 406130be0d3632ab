import { signSuccession, statementLeafHash } from '@rollcall/audit-proof';
import { nilUuid } from '@rollcall/contracts';
import { inTransaction, type DataSource, type Transaction } from '@rollcall/persistence';
import { hashLength, signCheckpoint, type Hash, type NoteSigner } from '@rollcall/transparency-log';
import { growLog, type Grown, type Growth } from '../../proofs/grow-log.js';
import { takeLeafRuns, type LeafRun } from './leaf-runs.js';

/** The keys of the installation's log. */
export interface LogKeys {
  readonly current: NoteSigner;
  /** The key before it, as long as both sign. */
  readonly previous?: NoteSigner;
}

/** One log: of an account, or of the installation. */
interface LogName {
  readonly account_id: string;
  readonly log: string;
}

/** The installation's own log stands beside those of accounts. */
export const installationLog: LogName = { account_id: nilUuid, log: 'installation' };

/** Advisory lock: one instance at a time states roots ("root"). */
const lockKey = 0x726f6f74;
const runsAtOnce = 20_000;

/**
 * Grows the trees of all logs that have new entries, says their roots in the installation's log, and signs its root. One
 * instance does it at a time; the others pass.
 * @returns the signed checkpoint, or undefined where nothing was to be said
 * @throws Error where the leaves of a log do not go on where its tree ends: then nothing is signed
 */
export function stateLogs(dataSource: DataSource, keys: LogKeys, now: Date): Promise<string | undefined> {
  return inTransaction(dataSource, async (tx) => {
    const [lock] = await tx.query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS taken', [lockKey]);
    if (lock?.taken !== true) return undefined;
    const runs = await takeLeafRuns(tx, runsAtOnce);
    if (runs.length === 0) return undefined;
    const logs = [...Map.groupBy(runs, ({ account_id, log }) => `${account_id} ${log}`).values()];
    const grown = await grownLogs(tx, [installationLog, ...logs.flatMap(([first]) => first ?? [])]);
    const statements = logs.map((own) => statementOf(own, grown));
    const before = grown(installationLog);
    const installation = growLog(
      before,
      statements.map(({ leaf }) => leaf),
    );
    const signers = [keys.current, ...(keys.previous ? [keys.previous] : [])];
    const note = signCheckpoint({ origin: keys.current.verifier.name, ...installation }, signers);
    await Promise.all([
      ...saveGrowth(tx, [...statements, { name: installationLog, growth: installation }]),
      saveStatements(tx, before.size, statements),
      tx.query('INSERT INTO checkpoints (size, note, signed_at) VALUES ($1, $2, $3)', [installation.size, note, now]),
    ]);
    return note;
  });
}

/** Notes, once, that the current key follows the previous one. */
export async function noteSuccession(dataSource: DataSource, { current, previous }: LogKeys, now: Date): Promise<void> {
  if (!previous) return;
  const note = signSuccession(current.verifier.name, previous, current);
  await inTransaction(dataSource, (tx) =>
    tx.query(
      `INSERT INTO key_successions (at, note) SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM key_successions WHERE note = $2)`,
      [now, note],
    ),
  );
}

interface GrownLog {
  readonly name: LogName;
  readonly growth: Growth;
}

interface Statement extends GrownLog {
  readonly leaf: Hash;
}

function statementOf(runs: readonly LeafRun[], grown: (name: LogName) => Grown): Statement {
  const [first] = runs;
  if (!first) throw new Error('A log is grown of at least one run of leaves.');
  const name = { account_id: first.account_id, log: first.log };
  const before = grown(name);
  const growth = growLog(before, leavesOf(runs, before.size));
  const { size, root } = growth;
  return { name, growth, leaf: statementLeafHash({ account: name.account_id, class: name.log, size, root }) };
}

function leavesOf(runs: readonly LeafRun[], size: number): Hash[] {
  const leaves: Hash[] = [];
  for (const { account_id: account, log, first_seq: first, hashes } of runs) {
    const expected = size + leaves.length + 1;
    if (first !== expected)
      throw new Error(`The ${log} of ${account}: leaf ${expected} should come, and ${first} does.`);
    for (let at = 0; at < hashes.length; at += hashLength) leaves.push(hashes.subarray(at, at + hashLength));
  }
  return leaves;
}

async function grownLogs(tx: Transaction, names: readonly LogName[]): Promise<(name: LogName) => Grown> {
  const rows = await tx.query<LogName & { size: string; frontier: Buffer }>(
    `SELECT g.* FROM grown_logs g JOIN unnest($1::uuid[], $2::text[]) AS k(account_id, log)
         ON g.account_id = k.account_id AND g.log = k.log`,
    [names.map(({ account_id }) => account_id), names.map(({ log }) => log)],
  );
  const known = new Map(
    rows.map(({ account_id, log, size, frontier }) => [`${account_id} ${log}`, { size: Number(size), frontier }]),
  );
  return ({ account_id, log }) => known.get(`${account_id} ${log}`) ?? { size: 0, frontier: Buffer.alloc(0) };
}

function saveGrowth(tx: Transaction, logs: readonly GrownLog[]): Promise<unknown>[] {
  const tiles = logs.flatMap(({ name, growth }) => growth.tiles.map((tile) => ({ ...name, ...tile })));
  return [
    tx.query(
      `INSERT INTO grown_logs (account_id, log, size, frontier) SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bytea[])
       ON CONFLICT (account_id, log) DO UPDATE SET size = excluded.size, frontier = excluded.frontier`,
      [
        logs.map(({ name }) => name.account_id),
        logs.map(({ name }) => name.log),
        logs.map(({ growth }) => growth.size),
        logs.map(({ growth }) => growth.frontier),
      ],
    ),
    tx.query(
      `INSERT INTO log_tiles AS t (account_id, log, level, index, hashes)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::bigint[], $5::bytea[])
       ON CONFLICT (account_id, log, level, index) DO UPDATE SET hashes = t.hashes || excluded.hashes`,
      [
        tiles.map(({ account_id }) => account_id),
        tiles.map(({ log }) => log),
        tiles.map(({ level }) => level),
        tiles.map(({ index }) => index),
        tiles.map(({ hashes }) => hashes),
      ],
    ),
  ];
}

function saveStatements(tx: Transaction, firstPlace: number, statements: readonly Statement[]): Promise<unknown> {
  return tx.query(
    `INSERT INTO log_statements (place, account_id, log, size, root)
     SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::bigint[], $5::bytea[])`,
    [
      statements.map((_, n) => firstPlace + n),
      statements.map(({ name }) => name.account_id),
      statements.map(({ name }) => name.log),
      statements.map(({ growth }) => growth.size),
      statements.map(({ growth }) => growth.root),
    ],
  );
}
