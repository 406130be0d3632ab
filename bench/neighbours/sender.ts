import { Pool } from 'undici';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Sent {
  readonly status: number;
  readonly text: string;
  readonly retryAfterS: number;
}

export interface SendOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends requests of one account and gives what is answered, whatever the status. */
export class Sender {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly headers: Record<string, string>;

  constructor(baseUrl: string, token: string | undefined, connections: number) {
    const url = new URL(baseUrl);
    this.pool = new Pool(url.origin, { connections, pipelining: 1, bodyTimeout: 120_000, headersTimeout: 120_000 });
    this.path = url.pathname;
    this.headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
    };
  }

  async send(method: Method, path: string, body?: string | Buffer, options: SendOptions = {}): Promise<Sent> {
    const { signal, headers } = options;
    const answer = await this.pool.request({
      method,
      path: this.path + path,
      headers: { ...this.headers, ...headers },
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, text, retryAfterS: Number(answer.headers['retry-after'] ?? 0) };
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}

/** The id in the answer to a creation. */
export const idIn = ({ text }: Sent) => /"id":"([^"]+)"/.exec(text)?.[1] ?? '';
