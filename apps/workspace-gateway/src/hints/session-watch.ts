import type { SessionVerdict } from '@rollcall/contracts';
import type { StreamEnd } from '../contract/event-routes.js';
import type { Rights } from '../auth/permissions.js';

export interface SessionWatchOptions {
  /** The rights that the session had at the start. */
  readonly rights: Rights;
  /** Asks user-service, as no request of a client does. */
  readonly check: () => Promise<SessionVerdict>;
  /** Called once: nobody may listen in this session any more. */
  readonly onEnd: (why: StreamEnd) => void;
  readonly everyMs?: number;
}

/** Where user-service does not answer it is asked again after this time. */
const againMs = 5_000;
/** Within this time all streams of an account are looked at. */
const soonMs = 2_000;
/** So many checks may fail in a row before it counts as unknown whether the session is alive. */
const maxFailures = 6;

/** Looks at the session of a stream again and again, and at once where something has happened to its user. */
export class SessionWatch {
  private timer: NodeJS.Timeout | undefined;
  private awaited: NodeJS.Timeout | undefined;
  private checking: Promise<void> | undefined;
  private isStale = false;
  private isOver = false;
  private failures = 0;

  constructor(private readonly options: SessionWatchOptions) {
    this.checkIn(this.usualMs);
  }

  /** Something has happened to the user: a check that is under way may be too early. */
  checkNow(): void {
    this.isStale = true;
    this.begin();
  }

  /** Something has happened that may concern many: they do not all ask together. */
  checkSoon(): void {
    if (this.isOver || this.awaited) return;
    this.awaited = setTimeout(() => {
      this.awaited = undefined;
      this.checkNow();
    }, Math.random() * soonMs).unref();
  }

  stop(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    clearTimeout(this.awaited);
  }

  private get usualMs(): number {
    return (this.options.everyMs ?? 30_000) * (0.9 + Math.random() / 10); // those that began together do not ask together
  }

  private checkIn(ms: number): void {
    clearTimeout(this.timer);
    if (!this.isOver) this.timer = setTimeout(() => this.begin(), ms).unref();
  }

  private begin(): void {
    if (this.isOver) return;
    this.checking ??= this.check().finally(() => {
      this.checking = undefined;
      if (this.isStale) this.begin();
    });
  }

  private async check(): Promise<void> {
    const { rights, check } = this.options;
    this.isStale = false;
    try {
      const verdict = await check();
      this.failures = 0;
      if (!verdict.works) return this.end('session-ended');
      if (verdict.session.rights !== rights) return this.end('rights-changed');
      this.checkIn(this.usualMs);
    } catch {
      this.failures += 1;
      if (this.failures >= maxFailures) return this.end('unavailable');
      this.checkIn(againMs);
    }
  }

  private end(why: StreamEnd): void {
    if (this.isOver) return;
    this.stop();
    this.options.onEnd(why);
  }
}
