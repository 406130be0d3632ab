import { signSuccession, statementLeafHash } from '@rollcall/audit-proof';
import { nilUuid } from '@rollcall/contracts';
import { inTransaction, type DataSource, type Transaction } from '@rollcall/persistence';
import { hashLength, signCheckpoint, type Hash, type NoteSigner } from '@rollcall/transparency-log';
import { growLog, type Grown, type Growth } from '../../proofs/grow-log.js';
import { deleteLeafRuns, waitingLeafRuns, type LeafRun } from './leaf-runs.js';

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

/** What a round has come to. */
export interface Stated {
  /** The signed checkpoint, where anything was to be said. */
  readonly note?: string;
  /** Logs whose leaves do not go on where their trees end: nothing more is said of them, and an operator has to look. */
  readonly broken: readonly string[];
}

/**
 * Grows the trees of all logs that have new entries, says their roots in the installation's log, and signs its root. One
 * instance does it at a time; the others pass.
 */
export function stateLogs(dataSource: DataSource, keys: LogKeys, now: Date): Promise<Stated> {
  return inTransaction(dataSource, async (tx) => {
    const [lock] = await tx.query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS taken', [lockKey]);
    const runs = lock?.taken === true ? await waitingLeafRuns(tx, runsAtOnce) : [];
    const waiting = [...Map.groupBy(runs, (run) => `${run.log} of ${run.account_id}`)];
    const grown = await grownLogs(tx, [installationLog, ...runs]);
    const [whole, torn] = divide(waiting, ([, own]) => goesOn(own, grown(own[0] ?? installationLog).size));
    const broken = torn.map(([name]) => name);
    if (whole.length === 0) return { broken };
    const statements = whole.map(([, own]) => statementOf(own, grown));
    return { note: await sign(tx, keys, grown(installationLog), statements, now), broken };
  });
}

/** Adds statements to the installation's log, and saves all that has grown. */
async function sign(
  tx: Transaction,
  { current, previous }: LogKeys,
  before: Grown,
  statements: readonly Statement[],
  now: Date,
): Promise<string> {
  const growth = growLog(
    before,
    statements.map(({ leaf }) => leaf),
  );
  const signers = previous ? [current, previous] : [current];
  const note = signCheckpoint({ origin: current.verifier.name, ...growth }, signers);
  await Promise.all([
    deleteLeafRuns(
      tx,
      statements.flatMap(({ runs }) => runs),
    ),
    ...saveGrowth(tx, [...statements, { name: installationLog, growth }]),
    saveStatements(tx, before.size, statements),
    tx.query('INSERT INTO checkpoints (size, note, signed_at) VALUES ($1, $2, $3)', [growth.size, note, now]),
  ]);
  return note;
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
  /** What it was grown of. */
  readonly runs: readonly LeafRun[];
}

/** Whether the runs of a log follow its tree, and each other. */
function goesOn(runs: readonly LeafRun[], size: number): boolean {
  let next = size + 1;
  return runs.every(({ first_seq: first, hashes }) => {
    const follows = first === next;
    next += hashes.length / hashLength;
    return follows;
  });
}

function statementOf(runs: readonly LeafRun[], grown: (name: LogName) => Grown): Statement {
  const [name = installationLog] = runs;
  const growth = growLog(grown(name), runs.flatMap(leavesOf));
  const { size, root } = growth;
  const leaf = statementLeafHash({ account: name.account_id, class: name.log, size, root });
  return { name: { account_id: name.account_id, log: name.log }, growth, leaf, runs };
}

function leavesOf({ hashes }: LeafRun): Hash[] {
  return Array.from({ length: hashes.length / hashLength }, (_, n) =>
    hashes.subarray(n * hashLength, (n + 1) * hashLength),
  );
}

function divide<Each>(all: readonly Each[], isFirst: (each: Each) => boolean): [Each[], Each[]] {
  const { true: first = [], false: second = [] } = Object.groupBy(all, (each) => (isFirst(each) ? 'true' : 'false'));
  return [first, second];
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

function saveStatements(tx: Transaction, firstIndex: number, statements: readonly Statement[]): Promise<unknown> {
  return tx.query(
    `INSERT INTO log_statements (leaf_index, account_id, log, size, root)
     SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::bigint[], $5::bytea[])`,
    [
      statements.map((_, n) => firstIndex + n),
      statements.map(({ name }) => name.account_id),
      statements.map(({ name }) => name.log),
      statements.map(({ growth }) => growth.size),
      statements.map(({ growth }) => growth.root),
    ],
  );
}
