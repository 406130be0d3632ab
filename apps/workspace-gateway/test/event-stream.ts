import { eventually } from '@rollcall/testing';

/** One event of a stream, or a comment. */
export interface StreamEvent {
  readonly event: string;
  // What it holds is the subject of each test, which says what it expects of it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly data: any;
  /** When it came, in milliseconds. */
  readonly at: number;
}

/** Listens to `GET /api/events` as a program does, and keeps what it hears. */
export class EventStream {
  readonly events: StreamEvent[] = [];
  /** As it was sent: to look for what must not be there. */
  text = '';
  ended = false;
  private unread = '';

  private constructor(
    readonly headers: Headers,
    private readonly abort: AbortController,
    body: ReadableStream<Uint8Array>,
  ) {
    void this.read(body)
      .catch(() => undefined)
      .then(() => (this.ended = true));
  }

  /** Resolves with the first event. @throws Error with the problem where the stream is refused */
  static async open(baseUrl: string, token: string): Promise<EventStream> {
    const abort = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${baseUrl}/events`, { headers, signal: abort.signal });
    if (response.status !== 200 || !response.body) throw new Error(`${response.status} ${await response.text()}`);
    const stream = new EventStream(response.headers, abort, response.body);
    await stream.until('the first event', ({ event }) => event === 'hello' || event === 'bye');
    return stream;
  }

  /** Waits for an event that fits, those that have come included. `within` in milliseconds; `eventually` has the usual. */
  async until(what: string, fits: (event: StreamEvent) => boolean, within?: number): Promise<StreamEvent> {
    const limit = within === undefined ? {} : { within };
    const look = () => {
      const found = this.events.find(fits);
      if (!found) throw new Error(`heard were ${this.events.map((each) => JSON.stringify(each)).join(', ')}`);
      return found;
    };
    return eventually(look, what, limit);
  }

  /** Waits for a hint that fits. */
  untilChanged(what: string, fits: (changed: StreamEvent['data']) => boolean): Promise<StreamEvent> {
    return this.until(what, ({ event, data }) => event === 'changed' && fits(data));
  }

  /** Forgets what has come. */
  forget(): void {
    this.events.length = 0;
  }

  close(): void {
    this.abort.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of body) {
      const text = decoder.decode(bytes, { stream: true });
      this.text += text;
      const frames = (this.unread + text).split('\n\n');
      this.unread = frames.pop() ?? '';
      for (const frame of frames) this.take(frame);
    }
  }

  private take(frame: string): void {
    const lines = frame.split('\n');
    const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    const [event, data] = [field('event'), field('data')];
    if (event !== undefined && data !== undefined)
      this.events.push({ event, data: JSON.parse(data) as unknown, at: performance.now() });
    else if (frame.startsWith(':')) this.events.push({ event: 'comment', data: undefined, at: performance.now() });
  }
}
