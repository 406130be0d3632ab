import { Urns } from '@rollcall/scim';

/** An answer of the gateway, with its body parsed (undefined where there is none). */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // What a SCIM answer holds is the subject of each test, which says what it expects of it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  readonly text: string;
}

/** The body of a PATCH. */
export const patchOf = (...Operations: object[]) => ({ schemas: [Urns.patchOp], Operations });

/** Speaks SCIM to one gateway with one token, as an identity provider does. */
export class ScimSession {
  constructor(
    readonly baseUrl: string,
    private readonly token: string | undefined,
  ) {}

  /** The same identity provider, asking another gateway. */
  at(baseUrl: string): ScimSession {
    return new ScimSession(baseUrl, this.token);
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(this.baseUrl + path, {
      method,
      headers: {
        accept: 'application/scim+json',
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json; charset=utf-8' }),
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: text === '' ? undefined : JSON.parse(text) };
  }

  create(userName: string, attributes: object = {}): Promise<Answer> {
    return this.send('POST', '/Users', {
      schemas: [Urns.user],
      userName,
      name: { givenName: 'Ann', familyName: 'Lee' },
      emails: [{ primary: true, value: userName, type: 'work' }],
      active: true,
      ...attributes,
    });
  }

  get(id: string): Promise<Answer> {
    return this.send('GET', `/Users/${id}`);
  }

  find(userName: string): Promise<Answer> {
    return this.send('GET', `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}&startIndex=1&count=100`);
  }

  replace(id: string, body: object): Promise<Answer> {
    return this.send('PUT', `/Users/${id}`, { schemas: [Urns.user], ...body });
  }

  patch(id: string, ...operations: object[]): Promise<Answer> {
    return this.send('PATCH', `/Users/${id}`, patchOf(...operations));
  }

  remove(id: string): Promise<Answer> {
    return this.send('DELETE', `/Users/${id}`);
  }
}
