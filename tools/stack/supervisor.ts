import { backoffMs, type Backoff } from '@rollcall/service-kit';
import { say } from './progress.ts';

/** What the supervisor keeps running. */
export interface Supervised {
  readonly name: string;
  readonly pid: number | undefined;
  /** Resolves when the present run is over. */
  readonly ended: Promise<void>;
  /** How it ended, in words. */
  readonly outcome: string | undefined;
  /** Starts it again and resolves when it is ready; what rejects has ended. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const restarts: Backoff = { firstMs: 500, maxMs: 30_000 };
/** Who ran this long counts as healthy: the next delay is short again. */
const healthyAfterMs = 30_000;

/** Starts again what ends, after a delay that doubles with each failure in a row. */
export class Supervisor {
  private readonly servers: Supervised[] = [];
  private readonly services: Supervised[] = [];
  private readonly stopping = new AbortController();
  private readonly changed: () => void;

  /** `changed` is told whenever something has a new pid. */
  constructor(changed: () => void) {
    this.changed = changed;
  }

  keep(role: 'server' | 'service', supervised: Supervised): void {
    (role === 'server' ? this.servers : this.services).push(supervised);
    void this.watch(supervised);
  }

  /** Ends everything: the services before the servers that they need. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.services.map((each) => each.stop()));
    await Promise.all(this.servers.map((each) => each.stop()));
  }

  private async watch(supervised: Supervised): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; ; failures += 1) {
      const since = Date.now();
      await supervised.ended;
      if (signal.aborted) return;
      if (Date.now() - since > healthyAfterMs) failures = 0;
      const delay = backoffMs(restarts, failures);
      say(`${supervised.name} ended (${supervised.outcome ?? 'unknown'}); starting it again in ${delay / 1000} s`);
      await pause(delay, signal);
      if (signal.aborted) return;
      await this.again(supervised);
    }
  }

  private async again(supervised: Supervised): Promise<void> {
    try {
      await supervised.restart();
      say(`${supervised.name} runs again (pid ${supervised.pid})`);
      this.changed();
    } catch (error) {
      if (!this.stopping.signal.aborted) say(`${supervised.name} did not start: ${firstLine(error)}`);
    }
  }
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
}

/** With the global timer, which specs advance by hand; that of node:timers/promises they cannot. Ends early when it is aborted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
