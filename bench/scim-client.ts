import { Pool } from 'undici';

/** What a running stack publishes in `.local/stack.json`. */
export interface Stack {
  readonly scimUrl: string;
  readonly scimToken: string;
  readonly accountSlug: string;
  readonly kafkaBrokers: readonly string[];
  readonly services: readonly { name: string; url: string; pid: number }[];
  readonly servers: readonly { name: string; url: string; pid: number }[];
}

/** A SCIM client with the least possible overhead, because it shares the cores with the stack that it measures. */
export class ScimClient {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #headers: Record<string, string>;

  constructor(stack: Pick<Stack, 'scimUrl' | 'scimToken'>, connections: number) {
    const url = new URL(stack.scimUrl);
    this.#pool = new Pool(url.origin, { connections, pipelining: 1 });
    this.#path = url.pathname;
    this.#headers = { authorization: `Bearer ${stack.scimToken}`, 'content-type': 'application/scim+json' };
  }

  /**
   * Sends one request.
   * @param expected the status, or the hundred that it belongs to: 2 for any success
   * @throws Error with the beginning of the answer, when the status is not the expected one
   */
  async send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    expected: number,
    body?: string,
  ): Promise<string> {
    const answer = await this.#pool.request({ method, path: this.#path + path, headers: this.#headers, body });
    const text = await answer.body.text();
    if (answer.statusCode !== expected && Math.floor(answer.statusCode / 100) !== expected)
      throw new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 300)}`);
    return text;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}

/** The body with which Okta assigns a user. */
export function newUser(userName: string, password?: string): string {
  return JSON.stringify({
    password,
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    name: { givenName: 'Ann', familyName: 'Lee' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: 'Ann Lee',
    title: 'Surveyor',
    locale: 'en-US',
    timezone: 'Europe/Berlin',
    externalId: `00u${userName.slice(0, userName.indexOf('@'))}`, // one of its own, which some servers insist on
    groups: [],
    active: true,
  });
}
