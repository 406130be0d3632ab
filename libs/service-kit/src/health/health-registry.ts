import { withTimeout } from '../async/with-timeout.js';

/** A check passes when it returns anything but `false`. It fails when it returns `false`, throws, or takes too long. */
export type HealthCheck = () => unknown;

export type CheckResult = 'ok' | 'failing' | 'timeout';

export interface HealthReport {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/**
 * Named checks for two questions. Live: should the process go on, or be restarted? Ready: may it get work? An outage
 * elsewhere (database, broker) makes a service unready, never dead: restarting would not help.
 */
export class HealthRegistry {
  private readonly live = new Map<string, HealthCheck>();
  private readonly ready = new Map<string, HealthCheck>();
  private readonly signs: ((error: unknown) => boolean)[] = [];
  private stopped = false;

  constructor(private readonly timeoutMs = 2_000) {}

  addLive(name: string, check: HealthCheck): void {
    this.live.set(name, check);
  }

  addReady(name: string, check: HealthCheck): void {
    this.ready.set(name, check);
  }

  /** Registers a predicate for errors that mean: something is away, and asking again later helps. */
  addSignOfAbsence(sign: (error: unknown) => boolean): void {
    this.signs.push(sign);
  }

  meansAbsence(error: unknown): boolean {
    return this.signs.some((sign) => sign(error));
  }

  /** From now on the service is not ready, because the process is ending. */
  stopping(): void {
    this.stopped = true;
  }

  /** The process is ending, but goes on serving for a while (`DRAIN_SECONDS`). */
  get isStopping(): boolean {
    return this.stopped;
  }

  isLive(): Promise<HealthReport> {
    return this.report(this.live);
  }

  async isReady(): Promise<HealthReport> {
    if (this.stopped) return { ok: false, checks: { stopping: 'failing' } };
    return this.report(this.ready);
  }

  private async report(checks: ReadonlyMap<string, HealthCheck>): Promise<HealthReport> {
    const results = await Promise.all(
      [...checks].map(async ([name, check]) => [name, await this.outcome(check)] as const),
    );
    return { ok: results.every(([, result]) => result === 'ok'), checks: Object.fromEntries(results) };
  }

  private outcome(check: HealthCheck): Promise<CheckResult> {
    const result = Promise.try(check).then(
      (given): CheckResult => (given === false ? 'failing' : 'ok'),
      (): CheckResult => 'failing',
    );
    return withTimeout(result, this.timeoutMs, () => 'timeout');
  }
}
