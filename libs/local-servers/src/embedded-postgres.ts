import { chmod, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddedServer, type EmbeddedServerParts } from './embedded-server.js';
import { freePort } from './free-port.js';
import { endLeftover } from './leftovers.js';
import { OwnedProcess, type ProcessAccount } from './owned-process.js';
import { exists } from './places.js';
import { postgresAccount, postgresBinaries } from './postgres-binaries.js';

export interface EmbeddedPostgresOptions {
  /** Holds data and log; existing content is reused. */
  readonly folder: string;
  /** A free port by default. It stays the same over restarts. */
  readonly port?: number;
  /** The password of the role `postgres`. */
  readonly password: string;
  readonly maxConnections?: number;
}

/** A real PostgreSQL as a child process on loopback: locale C, UTF-8, fsync on. */
export class EmbeddedPostgres extends EmbeddedServer {
  private constructor(
    parts: EmbeddedServerParts,
    private readonly password: string,
  ) {
    super(parts);
  }

  /** Resolves when the server accepts connections. */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const { folder, password } = options;
    const { initdb, postgres } = await postgresBinaries();
    await mkdir(folder, { recursive: true });
    if (globalThis.process.getuid?.() === 0) await chmod(folder, 0o711); // its own account must pass, whatever the umask
    await endLeftover(folder);
    const account = await postgresAccount([folder, postgres]);
    const data = join(folder, 'data');
    if (!(await exists(data))) await initialise(initdb, data, password, account);
    const port = options.port ?? (await freePort());
    const args = ['-D', data, ...flags(port, options.maxConnections ?? 200)];
    const logFile = join(folder, 'postgres.log');
    // SIGINT is PostgreSQL's fast shutdown: it ends sessions and writes a checkpoint.
    const plan = { name: 'PostgreSQL', command: postgres, args, cwd: '/', logFile, account };
    const process = new OwnedProcess({ ...plan, stopSignal: 'SIGINT' });
    const readyLine = /database system is ready to accept connections/;
    const server = new EmbeddedPostgres({ process, folder, port, readyLine }, password);
    await server.restart();
    return server;
  }

  /** The administrator's URL. */
  get url(): string {
    return `postgres://postgres:${encodeURIComponent(this.password)}@127.0.0.1:${this.port}/postgres`;
  }

  /** PostgreSQL's immediate shutdown: the data is as after a crash, but no process of the server survives. */
  async crash(): Promise<void> {
    this.parts.process.signal('SIGQUIT');
    await this.ended;
  }
}

function flags(port: number, maxConnections: number): string[] {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: maxConnections,
    lc_messages: 'C',
    timezone: 'UTC',
    wal_writer_delay: '20ms', // a small commit waits less for the WAL of a concurrent large transaction
    password_encryption: 'scram-sha-256',
    log_error_verbosity: 'terse', // the DETAIL of an error names the values of keys, which are e-mail addresses
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function initialise(initdb: string, data: string, password: string, account?: ProcessAccount): Promise<void> {
  const draft = `${data}.draft`;
  await rm(draft, { recursive: true, force: true }); // an interrupted start may have left it half-made
  await mkdir(draft, { mode: 0o700 });
  const passwordFile = join(dirname(data), 'initial-password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) for (const path of [draft, passwordFile]) await chown(path, account.uid, account.gid);
  const args = [`--pgdata=${draft}`, '--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const process = new OwnedProcess({
    name: 'initdb',
    command: initdb,
    args: [...args, '--locale=C', '--encoding=UTF8', '--no-instructions'],
    cwd: '/',
    account,
  });
  process.start();
  await process.ended;
  await rm(passwordFile, { force: true });
  if (process.outcome !== 'exit code 0') throw new Error(`initdb failed (${process.outcome}):\n${process.log}`);
  await rename(draft, data);
}
