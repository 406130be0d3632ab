import { v7 as uuidv7 } from 'uuid';
import { EventStream } from '../../apps/workspace-gateway/test/event-stream.js';
import { undocumented } from './documented.js';

/** An answer of the workspace API, with its body parsed where it is JSON. */
export interface WorkspaceAnswer {
  readonly status: number;
  readonly headers: Headers;
  // What an answer holds is the subject of each test, which says what it expects of it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** Speaks to the workspace API as one person, as a program does. Every answer must be as docs/openapi.json says. */
export class WorkspaceSession {
  private constructor(
    private readonly baseUrl: string,
    private readonly token: string | undefined,
  ) {}

  static nobody(baseUrl: string): WorkspaceSession {
    return new WorkspaceSession(baseUrl, undefined);
  }

  /** @param token of a session that was begun elsewhere */
  static of(baseUrl: string, token: string): WorkspaceSession {
    return new WorkspaceSession(baseUrl, token);
  }

  /** @throws Error where the sign-in is refused */
  static async signIn(baseUrl: string, account: string, userName: string, password: string): Promise<WorkspaceSession> {
    const asked = { account, userName, password, as: 'bearer' };
    const { status, body } = await WorkspaceSession.nobody(baseUrl).send('POST', '/sessions', asked);
    if (status !== 201) throw new Error(`${userName} could not sign in: ${JSON.stringify(body)}`);
    return new WorkspaceSession(baseUrl, body.token as string);
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<WorkspaceAnswer> {
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: {
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { status, headers: answered } = response;
    if (answered.get('content-type')?.startsWith('text/event-stream')) {
      await response.body?.cancel(); // it never ends: `EventStream` reads it
      return { status, headers: answered, body: undefined };
    }
    const text = await response.text();
    const type = answered.get('content-type');
    const json = type === null && text === '' ? undefined : bodyOf(type, text);
    const wrong = undocumented({ method, path: `/api${path}`, status, type, body: json });
    if (wrong !== undefined) throw new Error(wrong);
    return { status, headers: answered, body: json };
  }

  /** Listens to hints; at another gateway, where its address is given. */
  listen(baseUrl = this.baseUrl): Promise<EventStream> {
    return EventStream.open(baseUrl, this.token ?? '');
  }

  get(path: string): Promise<WorkspaceAnswer> {
    return this.send('GET', path);
  }

  /** With a key of its own, so that it has one effect. */
  post(path: string, body?: unknown, key = uuidv7()): Promise<WorkspaceAnswer> {
    return this.send('POST', path, body, { 'idempotency-key': key });
  }

  patch(path: string, body: unknown, headers: Record<string, string> = {}): Promise<WorkspaceAnswer> {
    return this.send('PATCH', path, body, headers);
  }
}

/** JSON is parsed; lines of an export are a text. */
const bodyOf = (type: string | null, text: string): unknown =>
  type === null || /^application\/([a-z]+\+)?json\b/.test(type) ? JSON.parse(text) : text;
