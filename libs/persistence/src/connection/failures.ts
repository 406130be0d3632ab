import type { FailureKind } from '@rollcall/messaging';

/** What the SQLSTATE classes mean (the first two characters of the state). */
const kindByClass: Readonly<Record<string, FailureKind>> = {
  '08': 'unavailable', // connection
  '53': 'unavailable', // out of connections, memory, disk
  '57': 'unavailable', // shut down, starting up
  '58': 'unavailable', // I/O error of the server
  '28': 'unavailable', // refuses the sign-in
  '40': 'conflict', // serialization, deadlock, a write that met other rows than were loaded
};

/** The SQLSTATEs that mean something else than their class. */
const kindByState: Readonly<Record<string, FailureKind>> = {
  '23505': 'conflict', // unique: another transaction was first; the next load sees its row
  '23P01': 'conflict', // exclusion: the same
  '25006': 'unavailable', // read-only: the server is a standby
  '25P03': 'conflict', // idle in transaction for too long: this process was held up
  '3D000': 'unavailable', // the database does not exist (yet)
  '55P03': 'conflict', // lock timeout
  '57014': 'conflict', // statement timeout
};

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT', // socket file of a server that is not running
]);

/** Errors of pg and pg-pool that have no code, by their text. */
const connectionTexts = [
  /^Connection terminated/,
  /^Client has encountered a connection error/,
  /^Client was closed/,
  /^Query read timeout$/,
  /^timeout exceeded when trying to connect$/,
  /^timeout expired$/,
  /^Cannot use a pool after calling end/,
];

const sqlState = /^[0-9A-Z]{5}$/;

/**
 * Says what an error means for the messages of a batch. Errors of services asked in `prefetch` count as `unavailable`,
 * by their name (`ServiceUnavailable`). An error that is not recognised is a fault.
 */
export function classifyFailure(error: unknown): FailureKind {
  for (const cause of causesOf(error)) {
    const kind = kindOf(cause);
    if (kind !== undefined) return kind;
  }
  return 'fault';
}

function kindOf(error: Error): FailureKind | undefined {
  if (error.name === 'ServiceUnavailable') return 'unavailable';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (connectionCodes.has(code)) return 'unavailable';
  if (sqlState.test(code)) return kindByState[code] ?? kindByClass[code.slice(0, 2)];
  return connectionTexts.some((text) => text.test(error.message)) ? 'unavailable' : undefined;
}

/**
 * Yields the error, the errors that it wraps (TypeORM: `driverError`; Node: `errors` of an AggregateError), and their
 * causes.
 */
export function* causesOf(error: unknown): Generator<Error> {
  const open: unknown[] = [error];
  for (let depth = 0; open.length > 0 && depth < 10; depth++) {
    const next = open.shift();
    if (!(next instanceof Error)) continue;
    yield next;
    if ('driverError' in next) open.push(next.driverError);
    if (next instanceof AggregateError) open.push(...next.errors);
    open.push(next.cause);
  }
}
