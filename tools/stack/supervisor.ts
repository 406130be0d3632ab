import { backoffMs, type Backoff } from '@rollcall/service-kit';
import { say } from './progress.ts';

/** A process or container that the supervisor keeps running. */
export interface Supervised {
  readonly name: string;
  readonly pid: number | undefined;
  /** Resolves when the current run has ended. */
  readonly ended: Promise<void>;
  /** How the last run ended, as a text for people. */
  readonly outcome: string | undefined;
  /** Starts it again and resolves when it is ready; where this rejects, it does not run. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const restarts: Backoff = { firstMs: 500, maxMs: 30_000 };
/** After this time a part counts as healthy: the delay before its next restart is short again. */
const healthyAfterMs = 30_000;

/** Restarts parts that end, after a delay that doubles with each consecutive failure. */
export class Supervisor {
  private readonly servers: Supervised[] = [];
  private readonly services: Supervised[] = [];
  private readonly stopping = new AbortController();
  private readonly changed: () => void;

  /** @param changed called whenever a part has a new pid */
  constructor(changed: () => void) {
    this.changed = changed;
  }

  keep(role: 'server' | 'service', supervised: Supervised): void {
    (role === 'server' ? this.servers : this.services).push(supervised);
    void this.watch(supervised);
  }

  /** Stops everything, the services before the servers that they need. */
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

/**
 * Uses the global timer because specs can advance it, unlike that of node:timers/promises. Ends early when it is
 * aborted.
 */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
