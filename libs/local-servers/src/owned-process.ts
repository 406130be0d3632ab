import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createWriteStream, existsSync, type WriteStream } from 'node:fs';

export interface ProcessAccount {
  readonly uid: number;
  readonly gid: number;
  /** May enter and read what its file permissions forbid, as root may (Linux only). */
  readonly readsAll?: boolean;
}

export interface ProcessPlan {
  /** What messages call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Run as another account than root. */
  readonly account?: ProcessAccount;
  /** Every line of output goes here too. */
  readonly logFile?: string;
  /** Sent by `stop`; SIGTERM where not given. */
  readonly stopSignal?: NodeJS.Signals;
}

const setpriv = '/usr/bin/setpriv';
const keptLines = 5_000;
const living = new Set<ChildProcess>();

// Whatever way this process ends, those it owns end first; where setpriv exists, even after SIGKILL of this one.
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** A child process whose pid, output and end belong to us. It can be started again after it ended. */
export class OwnedProcess {
  private child?: ChildProcess;
  private over: Promise<void> = Promise.resolve();
  private lines: string[] = [];
  /** Where the output of the present start begins in `lines`. */
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

  /** How it ended, in words; undefined while it runs. */
  get outcome(): string | undefined {
    if (!this.child || this.running) return undefined;
    if (this.child.pid === undefined) return 'could not be started';
    return this.child.signalCode ? `killed by ${this.child.signalCode}` : `exit code ${this.child.exitCode}`;
  }

  /** The last lines of stdout and stderr, of all starts. */
  get log(): string {
    return this.lines.join('\n');
  }

  /** Resolves when the present run is over, whoever ended it. */
  get ended(): Promise<void> {
    return this.over;
  }

  start(): void {
    if (this.running) throw new Error(`${this.name} is running already`);
    const { command, args } = boundToThisProcess(this.plan);
    // Its own process group: Ctrl-C in a terminal reaches us alone, and we end things in order.
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

  /** Resolves when a line of this start matches; rejects with the last output when it ends before, or at the time limit. */
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

  /** Asks it to end, and kills it when it has not ended in time. */
  async stop(withinMs = 10_000): Promise<void> {
    if (!this.running) return this.ended;
    this.signal('SIGCONT');
    this.signal(this.plan.stopSignal ?? 'SIGTERM');
    const timer = setTimeout(() => this.signal('SIGKILL'), withinMs);
    await this.ended;
    clearTimeout(timer);
  }

  /** SIGKILL: no farewell. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  /** SIGSTOP: alive, holding its connections, and silent until `resume`. */
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

  /** Resolves when something has been said or the process is over, and at the time limit. */
  private async change(withinMs: number): Promise<void> {
    await once(this.changes, 'change', { signal: AbortSignal.timeout(withinMs) }).catch(() => undefined);
  }

  private failure(what: string): Error {
    return new Error(`${this.name} ${what}. Its last output:\n${this.lines.slice(-60).join('\n')}`);
  }
}

function openLog(file: string): WriteStream {
  // A log that cannot be kept stops nothing.
  return createWriteStream(file, { flags: 'a' }).on('error', () => undefined);
}

/** With util-linux's setpriv the kernel itself ends the child when this process dies. */
function boundToThisProcess(plan: ProcessPlan): { command: string; args: string[] } {
  if (!canSetPrivileges()) return { command: plan.command, args: [...plan.args] };
  const options = ['--pdeathsig', plan.stopSignal ?? 'SIGTERM'];
  const { account } = plan;
  if (account?.readsAll) {
    options.push('--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups');
    // The secure bit lets access(2) see the capability too: initdb asks it.
    options.push('--securebits', '+no_setuid_fixup', '--inh-caps', '+dac_override', '--ambient-caps', '+dac_override');
  }
  return { command: setpriv, args: [...options, plan.command, ...plan.args] };
}

/** An account that reads all is set by setpriv, which must still be root then. */
function identity({ account }: ProcessPlan): { uid?: number; gid?: number } {
  return account && !account.readsAll ? { uid: account.uid, gid: account.gid } : {};
}

export function canSetPrivileges(): boolean {
  return process.platform === 'linux' && existsSync(setpriv);
}
