import { setCanChange, onAnswered } from '../api/availability';
import { Listeners } from '../api/listeners';
import { meQuery } from '../api/me';
import { queryClient } from '../api/query-client';
import { session } from '../api/session';
import { backOffMs, comeBackMs, longestUnavailableMs } from './back-off';
import { Freshness, type Changed } from './hints';

/** What the page knows of its live updates. */
export interface LiveState {
  /** `interrupted`: no stream for more than five seconds; what is shown was true at `since`. */
  readonly state: 'starting' | 'live' | 'interrupted';
  /** Milliseconds since 1970. */
  readonly since: number;
  /** The server has another build of the console than this page. */
  readonly hasNewerBuild: boolean;
}

/** What a tab says to whichever has the stream: that it is new. */
type Said = { readonly kind: 'who' };

/** What the tab with the stream tells the others. */
type Message =
  | { readonly kind: 'open' | 'lost' | 'resync' }
  /** The server said why it opens no stream. */
  | { readonly kind: 'refused'; readonly code: string }
  /** For a tab that has come later: there is a stream, and nothing was missed. */
  | { readonly kind: 'there' }
  | { readonly kind: 'hello'; readonly build: string }
  | { readonly kind: 'changed'; readonly changed: Changed }
  | { readonly kind: 'bye'; readonly why: string };

const graceMs = 5_000;
const pollMs = 10_000;
/** What the server says when it stops: it may be there again soon, or another one is. */
const shutdown = 'shutdown';
/** What the server says while its brokers do not answer. */
const unavailable = 'unavailable';

let current: LiveState = { state: 'starting', since: Date.now(), hasNewerBuild: false };
let build: string | undefined;
let interruptedIn: ReturnType<typeof setTimeout> | undefined;
let polling: ReturnType<typeof setInterval> | undefined;
const listeners = new Listeners();

export const live = {
  get state(): LiveState {
    return current;
  },
  subscribe: listeners.subscribe,
};

function become(next: Partial<LiveState>): void {
  current = { ...current, ...next };
  listeners.tell();
}

const freshness = new Freshness(queryClient, () => document.hidden);

/** Asks again for everything on the screen: whatever was missed, it is right afterwards. */
const refetch = () => freshness.takeAll();

function heard(message: Message): void {
  switch (message.kind) {
    case 'open':
      refetch(); // of what changed between a read and this moment no hint came
      return beLive();
    case 'there':
      return current.state === 'starting' ? beLive() : undefined;
    case 'hello':
      build ??= message.build;
      return become({ hasNewerBuild: message.build !== build });
    case 'changed':
      return freshness.take(message.changed);
    case 'resync':
      return refetch();
    case 'lost':
      interruptedIn ??= setTimeout(interrupt, graceMs);
      return;
    case 'refused':
      return setCanChange(message.code !== unavailable);
    case 'bye':
      if (message.why === unavailable) setCanChange(false);
      if (message.why === 'session-ended') lookWhetherSignedIn();
  }
}

/** Why no stream is opened: the browser does not say it. @returns the code of the problem; undefined where there is none now */
async function whyRefused(): Promise<string | undefined> {
  const given = new AbortController();
  try {
    const response = await fetch('/api/events', { signal: given.signal });
    if (response.ok) return undefined;
    return ((await response.json()) as { readonly code?: string }).code;
  } catch {
    return undefined; // nobody is there
  } finally {
    given.abort();
  }
}

/** A 401 shows by itself, also in a tab that nobody sees. */
function lookWhetherSignedIn(): void {
  void queryClient.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => undefined);
}

function beLive(): void {
  clearTimeout(interruptedIn);
  clearInterval(polling);
  interruptedIn = polling = undefined;
  setCanChange(true);
  become({ state: 'live', since: Date.now() });
}

function interrupt(): void {
  if (session.state !== 'signed-in') return;
  become({ state: 'interrupted', since: Date.now() - graceMs });
  refetch(); // what cannot be read is shown as old at once
  polling ??= setInterval(refetch, pollMs);
}

/**
 * Listens for hints: one stream for all tabs of this browser, because HTTP/1.1 lets it have six connections to a host. The tab that
 * holds the lock has the stream and tells the others; when it closes, another gets the lock.
 * @returns stops listening
 */
export function listen(): () => void {
  current = { ...current, state: 'starting', since: Date.now() };
  // Without TLS browsers have no locks: then each tab has a stream, and tells no other.
  const locks = navigator.locks as LockManager | undefined;
  const channel = new BroadcastChannel('rollcall.live');
  const stopped = new AbortController();
  const stream = new Stream((message) => {
    if (locks) channel.postMessage(message);
    heard(message);
  });
  channel.addEventListener('message', ({ data }: MessageEvent<Message | Said>) => {
    if (data.kind === 'who') stream.answer();
    else heard(data);
  });
  channel.postMessage({ kind: 'who' } satisfies Said);
  const forget = session.subscribe(() => {
    if (session.state === 'signed-in') stream.openAgain();
  });
  const forgetAnswers = onAnswered(() => stream.openAgain());
  const hold = () =>
    new Promise<void>((resolve) => {
      stopped.signal.addEventListener('abort', () => resolve());
      stream.open();
    });
  if (locks) {
    locks.request('rollcall.live', { signal: stopped.signal }, hold).catch((error: unknown) => {
      if (!stopped.signal.aborted) throw error;
    });
  } else void hold();
  return () => {
    forget();
    forgetAnswers();
    stopped.abort();
    stream.close();
    channel.close();
    clearTimeout(interruptedIn);
    clearInterval(polling);
    interruptedIn = polling = undefined;
    become({ state: 'starting' });
  };
}

/** The stream of `GET /api/events`. The browser connects again by itself, but not after an error that has a status. */
class Stream {
  private source: EventSource | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private lastHello: Message | undefined;
  private isMine = false;
  private refusals = 0;
  private isUnavailable = false;
  private readonly tell: (message: Message) => void;

  constructor(tell: (message: Message) => void) {
    this.tell = tell;
  }

  /** This tab has the stream from now on. */
  open(): void {
    this.isMine = true;
    const source = new EventSource('/api/events');
    this.source = source;
    const on = (name: string, say: (data: never) => Message) =>
      source.addEventListener(name, ({ data }: MessageEvent<string>) => this.tell(say(JSON.parse(data) as never)));
    source.addEventListener('open', () => {
      this.refusals = 0;
      this.isUnavailable = false;
      this.tell({ kind: 'open' });
    });
    on('hello', ({ build }: { build: string }) => (this.lastHello = { kind: 'hello', build }));
    on('changed', (changed: Changed) => ({ kind: 'changed', changed }));
    on('resync', () => ({ kind: 'resync' }));
    on('bye', ({ why }: { why: string }) => {
      this.isUnavailable = why === unavailable;
      if (why === shutdown) this.comeBack();
      return { kind: 'bye', why };
    });
    source.addEventListener('error', () => {
      this.tell({ kind: 'lost' });
      if (source.readyState === EventSource.CLOSED) this.retry();
    });
  }

  /** Tells a tab that has come later how it is. */
  answer(): void {
    if (!this.isMine) return;
    const isOpen = this.source?.readyState === EventSource.OPEN;
    this.tell({ kind: isOpen ? 'there' : 'lost' });
    if (isOpen && this.lastHello) this.tell(this.lastHello);
    if (!isOpen && this.isUnavailable) this.tell({ kind: 'refused', code: unavailable });
  }

  /** Connects at once if this tab has the stream and it was refused: somebody has signed in, or a service is there again. */
  openAgain(): void {
    if (!this.isMine || this.source?.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.again);
    this.refusals = 0;
    this.open();
  }

  close(): void {
    this.isMine = false;
    clearTimeout(this.again);
    this.source?.close();
  }

  private async lookWhy(): Promise<void> {
    lookWhetherSignedIn();
    const code = await whyRefused();
    if (code === undefined || this.source?.readyState !== EventSource.CLOSED) return;
    this.isUnavailable = code === unavailable;
    this.tell({ kind: 'refused', code });
  }

  /** Not while there is no session: the stream would be refused until somebody signs in. */
  private retry(): void {
    if (!this.isMine) return;
    this.refusals += 1;
    if (this.refusals === 1) void this.lookWhy();
    const longest = this.isUnavailable ? longestUnavailableMs : undefined;
    this.openIn(backOffMs(this.refusals, Math.random(), longest));
  }

  /** The browser would open the stream again after the time that it names, as those of all others. */
  private comeBack(): void {
    this.source?.close();
    this.tell({ kind: 'lost' });
    this.openIn(comeBackMs(Math.random()));
  }

  private openIn(ms: number): void {
    clearTimeout(this.again);
    this.again = setTimeout(() => {
      if (this.isMine && session.state === 'signed-in') this.open();
    }, ms);
  }
}
