import { Pool, errors } from 'undici';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What became of one request. */
export interface Answer {
  /** 0 where there was none. */
  readonly status: number;
  readonly requestId: string | undefined;
  /** 429 that says so: everything or nothing has happened. */
  readonly outcomeUnknown: boolean;
  readonly retryAfter: string | undefined;
  // oxlint-disable-next-line typescript/no-explicit-any -- the load says at each place what it expects
  readonly body: any;
  readonly tookMs: number;
  /** Why there was no answer. */
  readonly failure?: string;
}

/** Longest that a client waits: longer than any budget of ours. */
const timeoutMs = 70_000;

/** An identity provider's way to one gateway. */
export class ScimClient {
  readonly gateway: string;
  private readonly pool: Pool;
  private readonly path: string;
  private readonly contentType: string;

  /** `url` with `/scim/v2`; or with `/api`, and the type of JSON that is taken there. */
  constructor(gateway: string, url: string, contentType = 'application/scim+json') {
    this.gateway = gateway;
    this.contentType = contentType;
    const { origin, pathname } = new URL(url);
    this.path = pathname;
    this.pool = new Pool(origin, { connections: 512, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  }

  async send(token: string, method: Method, path: string, body?: object): Promise<Answer> {
    const began = performance.now();
    const type = body ? { 'content-type': this.contentType } : {};
    const headers = { authorization: `Bearer ${token}`, ...type };
    try {
      const request = { method, path: this.path + path, headers };
      const answer = await this.pool.request(body ? { ...request, body: JSON.stringify(body) } : request);
      const text = await answer.body.text();
      return {
        status: answer.statusCode,
        requestId: answer.headers['x-request-id']?.toString(),
        outcomeUnknown: answer.headers['rollcall-outcome'] === 'unknown',
        retryAfter: answer.headers['retry-after']?.toString(),
        body: text === '' ? undefined : JSON.parse(text),
        tookMs: performance.now() - began,
      };
    } catch (error) {
      const tookMs = performance.now() - began;
      const none = { status: 0, requestId: undefined, outcomeUnknown: false, retryAfter: undefined, body: undefined };
      return { ...none, tookMs, failure: error instanceof errors.UndiciError ? error.code : String(error) };
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}
