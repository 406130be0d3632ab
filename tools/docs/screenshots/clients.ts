/** What a request is answered; only what the pictures need of it is read. */
export type Body = Readonly<Record<string, unknown>>;

type Headers = Readonly<Record<string, string>>;

async function send(url: string, method: string, headers: Headers, body: object | undefined, type: string) {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body ? { 'content-type': type } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Body };
}

/** An identity provider with a token. */
export class IdentityProvider {
  private readonly url: string;
  private readonly token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  /** Whatever the answer is: some are refusals on purpose. */
  send(method: string, path: string, body?: object, more: Headers = {}) {
    const headers = { 'user-agent': 'Okta SCIM Client 1.0.0', authorization: `Bearer ${this.token}`, ...more };
    return send(this.url + path, method, headers, body, 'application/scim+json');
  }

  async made(path: string, body: object): Promise<string> {
    const answer = await this.send('POST', path, body);
    if (answer.status !== 201) throw new Error(`${path} was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return String(answer.body['id']);
  }
}

/** Somebody who works with the workspace API. */
export class Colleagues {
  private readonly url: string;
  private readonly token: string | undefined;

  constructor(url: string, token?: string) {
    this.url = url;
    this.token = token;
  }

  /** @throws Error where it is refused */
  async send(method: string, path: string, body?: object): Promise<Body> {
    const headers: Headers = this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
    const answer = await send(this.url + path, method, headers, body, 'application/json');
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async signIn(account: string, userName: string, password: string): Promise<Colleagues> {
    const { token } = await this.send('POST', '/sessions', { account, userName, password, as: 'bearer' });
    return new Colleagues(this.url, String(token));
  }
}

/** Waits for something that follows from what was done. @throws Error when it does not come */
export async function until(what: string, isSo: () => Promise<boolean>, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end;) {
    if (await isSo()) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`after ${seconds} s it is not so that ${what}`);
}
