import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import { keepingPlans, planAnewInTime } from './kept-plans.js';

export interface DatabaseOptions {
  /** Unique per process; shown as `application_name` in `pg_stat_activity`. */
  readonly name: string;
  /** `postgres://role:password@host:port/database`; TLS by `?sslmode=…`. */
  readonly url: string;
  /** The largest number of connections of the pool. A batch holds one for its transaction, a query one while it runs. */
  readonly poolSize?: number;
  readonly statementTimeoutMs?: number;
  /** The server ends a transaction that has waited for this process longer than this, and frees its locks. */
  readonly idleInTransactionTimeoutMs?: number;
  readonly lockTimeoutMs?: number;
  /** How long to wait for a connection: a new one, or a free one of the pool. */
  readonly connectTimeoutMs?: number;
  readonly migrations?: DataSourceOptions['migrations'];
}

/** A class with TypeORM's `@Entity`: what one row of a table is. */
export type EntityClass = new () => object;

/** How long after the statement timeout the server may stay silent before the driver gives the query up. */
const driverGraceMs = 1_000;

/**
 * Opens the pool of connections for decisions and for reads of the hot path: SQL whose plans are kept (ADR 0024). The
 * caller closes it with `destroy()`. Never changes the schema.
 */
export async function createDataSource(options: DatabaseOptions): Promise<DataSource> {
  const dataSource = new DataSource({
    ...optionsOf(options),
    migrations: options.migrations ?? [],
    migrationsTableName: 'migrations',
    extra: {
      ...sessionOf(options),
      options: keepingPlans,
      pipeline: true, // queries of one transaction that are issued together share a round trip
    },
  });
  await dataSource.initialize();
  outliveConnections(poolOf(dataSource));
  planAnewInTime(poolOf(dataSource));
  return dataSource;
}

export interface ReadDatabaseOptions extends Pick<DatabaseOptions, 'name' | 'url' | 'statementTimeoutMs'> {
  /** The tables that its repositories and query builders know. */
  readonly entities: readonly EntityClass[];
}

/** Lists are read rarely, by people: a few connections serve many readers. */
const readPoolSize = 3;
/** Connections stay open this long while idle, so that a person who turns pages does not wait for a new one. */
const readIdleMs = 300_000;

/**
 * Opens the small pool for lists and simple reads by TypeORM's repositories and query builders. Its sessions have
 * PostgreSQL's own planner settings and refuse writes. They read the database that decisions are committed to, so they
 * see each commit at once. The caller closes the pool with `destroy()`.
 */
export async function createReadDataSource({ entities, ...options }: ReadDatabaseOptions): Promise<DataSource> {
  const dataSource = await new DataSource({
    ...optionsOf({ ...options, name: `${options.name} reads`, poolSize: readPoolSize }),
    entities: [...entities],
    extra: {
      ...sessionOf(options),
      idleTimeoutMillis: readIdleMs,
      options: '-c default_transaction_read_only=on',
      pipeline: true,
    },
  }).initialize();
  outliveConnections(poolOf(dataSource));
  return dataSource;
}

/**
 * An `error` of a client without a listener ends the process. The pool stops listening when it hands a connection out, and its user
 * begins a moment later: a loss that is noticed between the two shows at the next query, which rejects.
 */
function outliveConnections(pool: Pool): void {
  const heard = new WeakSet<PoolClient>();
  pool.on('acquire', (client) => {
    if (heard.has(client)) return;
    heard.add(client);
    client.on('error', () => undefined);
  });
}

function optionsOf(options: DatabaseOptions) {
  return {
    type: 'postgres',
    url: options.url,
    applicationName: options.name,
    poolSize: options.poolSize ?? 10,
    connectTimeoutMS: options.connectTimeoutMs ?? 5_000,
    installExtensions: false,
    synchronize: false,
    logging: false,
    // an idle connection was lost: the pool drops it, and the next query opens another
    poolErrorHandler: () => undefined,
  } satisfies DataSourceOptions;
}

function sessionOf(options: DatabaseOptions) {
  const statementTimeoutMs = options.statementTimeoutMs ?? 10_000;
  return {
    statement_timeout: statementTimeoutMs,
    // The server ends a statement at its timeout. Where not even that answer arrives, the connection is dead without
    // having been closed.
    ...(statementTimeoutMs > 0 ? { query_timeout: statementTimeoutMs + driverGraceMs } : {}),
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 10_000,
    lock_timeout: options.lockTimeoutMs ?? 5_000,
    keepAlive: true,
  };
}

/**
 * The driver's pool under a data source. Statements of the hot path use it directly: a transaction through TypeORM's
 * query runner costs three times the CPU of the driver's (180 instead of 59 µs per row), and adds nothing that SQL
 * needs.
 */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { master: Pool }).master; // public in PostgresDriver, not in the Driver interface
}

/** The role that a database URL signs in as. */
export function roleOf(databaseUrl: string): string {
  const role = decodeURIComponent(new URL(databaseUrl).username);
  if (role === '') throw new Error('the database URL names no role');
  return role;
}
