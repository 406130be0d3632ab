import type { Answer, Method, ScimClient } from '../load/scim-client.ts';

/** Sends one request, which is expected to get this status. */
export type Step = (method: Method, path: string, expected: number, body?: object) => Promise<Answer>;

/** What all callers were answered, since the last `forget`. */
export class Tally {
  answered = 0;
  failures = 0;
  /** Called with each answer that was not expected. */
  onUnexpected: (line: string) => void = () => {};
  private readonly byStatus = new Map<string, number>();
  private waits: number[] = [];

  /** Requests of somebody with this token; each answer is counted. */
  as(client: ScimClient, token: string): Step {
    return async (method, path, expected, body) => {
      const answer = await client.send(token, method, path, body);
      const status = answer.failure ?? String(answer.status);
      this.answered += 1;
      this.waits.push(answer.tookMs);
      this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1);
      if (answer.status !== expected) {
        const detail = (answer.body as { detail?: string } | undefined)?.detail ?? '';
        const took = `after ${answer.tookMs.toFixed(0)} ms`;
        this.failures += 1;
        this.onUnexpected(`${new Date().toISOString()} ${method} ${path}: ${status} ${took} ${detail}`);
      }
      return answer;
    };
  }

  forget(): void {
    this.answered = 0;
    this.byStatus.clear();
    this.waits = [];
    this.failures = 0;
  }

  summary(): string {
    const sorted = this.waits.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(0);
    const counts = [...this.byStatus]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([status, count]) => `${count.toLocaleString('en')} × ${status}`);
    const waits = `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(0.999_999)} ms`;
    return `${counts.join(', ')}; ${waits}; ${this.failures} not as expected`;
  }
}
