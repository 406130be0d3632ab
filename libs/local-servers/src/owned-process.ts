import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createWriteStream, existsSync, type WriteStream } from 'node:fs';

export interface ProcessAccount {
  readonly uid: number;
  readonly gid: number;
  /** May enter and read directories and files whatever their permissions, as root may (Linux only). */
  readonly readsAll?: boolean;
}

export interface ProcessPlan {
  /** Its name in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Runs as this account instead of root. */
  readonly account?: ProcessAccount;
  /** All output is also appended to this file. */
  readonly logFile?: string;
  /** The signal of `stop`; by default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
}

const setpriv = '/usr/bin/setpriv';
const keptLines = 5_000;
const living = new Set<ChildProcess>();

// When this process exits, its child processes are ended first; where setpriv exists, they end even after SIGKILL of
// this one.
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** A child process that this process starts, reads and ends. It can be started again after it ended. */
export class OwnedProcess {
  private child?: ChildProcess;
  private over: Promise<void> = Promise.resolve();
  private lines: string[] = [];
  /** The index in `lines` where the output of the current run begins. */
  private mark = 0;
  private logStream?: WriteStream;
  private readonly changes = new EventEmitter();

  constructor(private readonly plan: ProcessPlan) {}

  get name(): string {
    return this.plan.name;
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.running ? this.child?.pid : undefined;
  }

  get running(): boolean {
    const { child } = this;
    return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** How the last run ended, as a text for people; undefined while it runs. */
  get outcome(): string | undefined {
    if (!this.child || this.running) return undefined;
    if (this.child.pid === undefined) return 'could not be started';
    return this.child.signalCode ? `killed by ${this.child.signalCode}` : `exit code ${this.child.exitCode}`;
  }

  /** The last lines of stdout and stderr, of all runs. */
  get log(): string {
    return this.lines.join('\n');
  }

  /** Resolves when the current run has ended, for whatever reason. */
  get ended(): Promise<void> {
    return this.over;
  }

  start(): void {
    if (this.running) throw new Error(`${this.name} is running already`);
    const { command, args } = boundToThisProcess(this.plan);
    // A process group of its own: Ctrl-C in a terminal reaches only this process, which ends its children in order.
    const options = { ...identity(this.plan), cwd: this.plan.cwd, env: this.plan.env ?? process.env, detached: true };
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.mark = this.lines.length;
    living.add(child);
    this.read(child.stdout);
    this.read(child.stderr);
    this.over = new Promise((done) => {
      const gone = (lines: string[]) => {
        living.delete(child);
        this.take(lines);
        done();
      };
      child.once('error', (error) => (child.pid === undefined ? gone([error.message]) : undefined));
      child.once('close', () => gone([]));
    });
  }

  /**
   * Resolves when a line of the current run matches; rejects with the last output when the run ends first, or at the
   * time limit.
   */
  async line(pattern: RegExp, withinMs: number): Promise<string> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const line = this.lines.slice(this.mark).find((each) => pattern.test(each));
      if (line !== undefined) return line;
      if (!this.running) throw this.failure(`ended before it was ready (${this.outcome ?? 'not started'})`);
      const left = deadline - Date.now();
      if (left <= 0) throw this.failure(`was not ready within ${withinMs / 1000} s`);
      await this.change(left);
    }
  }

  /** Sends the stop signal, and kills the process when it has not ended in time. */
  async stop(withinMs = 10_000): Promise<void> {
    if (!this.running) return this.ended;
    this.signal('SIGCONT');
    this.signal(this.plan.stopSignal ?? 'SIGTERM');
    const timer = setTimeout(() => this.signal('SIGKILL'), withinMs);
    await this.ended;
    clearTimeout(timer);
  }

  /** Sends SIGKILL. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  /** Sends SIGSTOP: the process keeps its connections, but does nothing until `resume`. */
  suspend(): void {
    this.signal('SIGSTOP');
  }

  resume(): void {
    this.signal('SIGCONT');
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running) this.child?.kill(signal);
  }

  private read(stream: NodeJS.ReadableStream | null): void {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      this.take(parts);
    });
    stream?.on('end', () => this.take(rest ? [rest] : []));
  }

  private take(lines: readonly string[]): void {
    this.lines.push(...lines);
    if (this.lines.length > 2 * keptLines) {
      const dropped = this.lines.splice(0, this.lines.length - keptLines).length;
      this.mark = Math.max(0, this.mark - dropped);
    }
    if (this.plan.logFile && lines.length > 0) {
      this.logStream ??= openLog(this.plan.logFile);
      this.logStream.write(`${lines.join('\n')}\n`);
    }
    this.changes.emit('change');
  }

  /** Resolves at the next output, at the end of the process, or at the time limit. */
  private async change(withinMs: number): Promise<void> {
    await once(this.changes, 'change', { signal: AbortSignal.timeout(withinMs) }).catch(() => undefined);
  }

  private failure(what: string): Error {
    return new Error(`${this.name} ${what}. Its last output:\n${this.lines.slice(-60).join('\n')}`);
  }
}

function openLog(file: string): WriteStream {
  // Failure to write the log has no consequences.
  return createWriteStream(file, { flags: 'a' }).on('error', () => undefined);
}

/** Wraps a command in util-linux's setpriv, so that the kernel ends the child when this process dies. */
function boundToThisProcess(plan: ProcessPlan): { command: string; args: string[] } {
  if (!canSetPrivileges()) return { command: plan.command, args: [...plan.args] };
  const options = ['--pdeathsig', plan.stopSignal ?? 'SIGTERM'];
  const { account } = plan;
  if (account?.readsAll) {
    options.push('--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups');
    // The secure bit makes access(2) respect the capability too, which initdb calls.
    options.push('--securebits', '+no_setuid_fixup', '--inh-caps', '+dac_override', '--ambient-caps', '+dac_override');
  }
  return { command: setpriv, args: [...options, plan.command, ...plan.args] };
}

/**
 * The ids to start the child with. For an account with `readsAll`, setpriv changes the user itself, which it can do
 * only as root.
 */
function identity({ account }: ProcessPlan): { uid?: number; gid?: number } {
  return account && !account.readsAll ? { uid: account.uid, gid: account.gid } : {};
}

export function canSetPrivileges(): boolean {
  return process.platform === 'linux' && existsSync(setpriv);
}
