import { ScimClient, type Answer, type Method } from '../load/scim-client.ts';

interface Step {
  readonly method: Method;
  readonly path: string;
  readonly body?: object;
  readonly expected: number;
}

const patch = (...operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: operations,
});

const personOf = (userName: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName,
  name: { givenName: 'Ro', familyName: 'Ling' },
  active: true,
});

/** Callers that do what an identity provider does, one request after the other, and count what they get. */
export class RollingLoad {
  failures = 0;
  isRunning = false;
  private answered = 0;
  private next = 0;
  private readonly byStatus = new Map<string, number>();
  private readonly waits: number[] = [];
  private readonly unexpected: string[] = [];
  private readonly client: ScimClient;
  private readonly token: string;
  private readonly callers: number;

  constructor(url: string, token: string, callers: number) {
    this.client = new ScimClient('proxy', url);
    this.token = token;
    this.callers = callers;
  }

  /** Resolves when so many requests have been answered. */
  async run(requests: number): Promise<void> {
    const until = this.answered + requests;
    this.isRunning = true;
    await Promise.all(Array.from({ length: this.callers }, () => this.caller(() => this.answered >= until)));
    this.isRunning = false;
  }

  forget(): void {
    this.failures = 0;
    this.byStatus.clear();
    this.waits.length = 0;
    this.unexpected.length = 0;
  }

  summary(): string {
    const sorted = this.waits.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(0);
    const counts = [...this.byStatus]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([status, count]) => `${count.toLocaleString('en')} × ${status}`);
    const first = this.unexpected.slice(0, 10).map((line) => `\n  ${line}`);
    return `${counts.join(', ')}; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(0.999_999)} ms; ${this.failures} not as expected${first.join('')}`;
  }

  close(): Promise<void> {
    return this.client.close();
  }

  /** A person of one's own and a group, again and again: created, looked up, changed, put into the group, taken out, left. */
  private async caller(isOver: () => boolean): Promise<void> {
    const members = `/Groups/${await this.group()}`;
    while (!isOver()) {
      this.next += 1;
      const userName = `rolling-${Date.now().toString(36)}-${this.next}@example.com`;
      const created = await this.step({ method: 'POST', path: '/Users', body: personOf(userName), expected: 201 });
      const value = (created.body as { id?: string } | undefined)?.id;
      if (value === undefined) continue;
      const at = `/Users/${value}`;
      const title = patch({ op: 'replace', value: { title: 'Surveyor' } });
      const leaves = patch({ op: 'replace', value: { active: false } });
      const joins = patch({ op: 'add', path: 'members', value: [{ value }] });
      const goes = patch({ op: 'remove', path: `members[value eq "${value}"]` });
      const found = `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`;
      await this.step({ method: 'GET', path: found, expected: 200 });
      await this.step({ method: 'PATCH', path: at, body: title, expected: 200 });
      await this.step({ method: 'PATCH', path: members, body: joins, expected: 204 });
      await this.step({ method: 'GET', path: at, expected: 200 });
      await this.step({ method: 'PATCH', path: members, body: goes, expected: 204 });
      await this.step({ method: 'PATCH', path: at, body: leaves, expected: 200 });
      await this.step({ method: 'DELETE', path: at, expected: 204 });
    }
  }

  private async group(): Promise<string> {
    this.next += 1;
    const displayName = `Rolling ${Date.now()} ${this.next}`;
    const made = await this.step({ method: 'POST', path: '/Groups', body: { displayName }, expected: 201 });
    return (made.body as { id: string }).id;
  }

  private async step({ method, path, body, expected }: Step): Promise<Answer> {
    const answer = await this.client.send(this.token, method, path, body);
    this.answered += 1;
    this.waits.push(answer.tookMs);
    const status = answer.failure ?? String(answer.status);
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1);
    if (answer.status !== expected) {
      this.failures += 1;
      const detail = (answer.body as { detail?: string } | undefined)?.detail ?? '';
      this.unexpected.push(`${new Date().toISOString()} ${method} ${path}: ${status} ${detail}`);
    }
    return answer;
  }
}
