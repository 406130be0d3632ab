import { queryClient } from '../api/query-client';
import { session } from '../api/session';
import { apply, type Changed } from './hints';

/** What the page knows of its live updates. */
export interface LiveState {
  /** `interrupted`: no stream for more than five seconds; what is shown was true at `since`. */
  readonly state: 'starting' | 'live' | 'interrupted';
  /** Milliseconds since 1970. */
  readonly since: number;
  /** The server has another build of the console than this page. */
  readonly hasNewerBuild: boolean;
}

/** What the tab with the stream tells the others. */
type Message =
  | { readonly kind: 'open' | 'lost' | 'resync' }
  | { readonly kind: 'hello'; readonly build: string }
  | { readonly kind: 'changed'; readonly changed: Changed }
  | { readonly kind: 'bye'; readonly why: string };

const graceMs = 5_000;
const pollMs = 10_000;
const afterShutdownMs = 2_000;

let current: LiveState = { state: 'starting', since: Date.now(), hasNewerBuild: false };
let build: string | undefined;
let interruptedIn: ReturnType<typeof setTimeout> | undefined;
let polling: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

export const live = {
  get state(): LiveState {
    return current;
  },
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

function become(next: Partial<LiveState>): void {
  current = { ...current, ...next };
  for (const listener of listeners) listener();
}

/** Asks again for everything on the screen: whatever was missed, it is right afterwards. */
const refetch = () => void queryClient.invalidateQueries();

function heard(message: Message): void {
  switch (message.kind) {
    case 'open':
      clearTimeout(interruptedIn);
      clearInterval(polling);
      interruptedIn = polling = undefined;
      if (current.state !== 'starting') refetch();
      return become({ state: 'live', since: Date.now() });
    case 'hello':
      build ??= message.build;
      return become({ hasNewerBuild: message.build !== build });
    case 'changed':
      return apply(message.changed, queryClient);
    case 'resync':
      return refetch();
    case 'lost':
      interruptedIn ??= setTimeout(interrupt, graceMs);
      return;
    case 'bye':
      if (message.why === 'session-ended') void queryClient.invalidateQueries({ queryKey: ['me'] });
  }
}

function interrupt(): void {
  if (session.state !== 'signed-in') return;
  become({ state: 'interrupted', since: Date.now() - graceMs });
  polling ??= setInterval(refetch, pollMs);
}

/**
 * Listens for hints: one stream for all tabs of this browser, because HTTP/1.1 lets it have six connections to a host. The tab that
 * holds the lock has the stream and tells the others; when it closes, another gets the lock.
 * @returns stops listening
 */
export function listen(): () => void {
  const channel = new BroadcastChannel('rollcall.live');
  const stopped = new AbortController();
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => heard(data));
  const tell = (message: Message) => {
    channel.postMessage(message);
    heard(message);
  };
  // A tab that comes later hears `open` from whoever has the stream.
  channel.addEventListener('message', ({ data }: MessageEvent<{ kind: string }>) => {
    if (data.kind === 'who' && source?.readyState === EventSource.OPEN) channel.postMessage({ kind: 'open' });
  });
  channel.postMessage({ kind: 'who' });
  let source: EventSource | undefined;
  const hold = async () => {
    const released = new Promise<void>((resolve) => stopped.signal.addEventListener('abort', () => resolve()));
    source = openStream(tell, stopped.signal);
    await released;
  };
  navigator.locks.request('rollcall.live', { signal: stopped.signal }, hold).catch((error: unknown) => {
    if (!stopped.signal.aborted) throw error;
  });
  return () => {
    stopped.abort();
    source?.close();
    channel.close();
    clearTimeout(interruptedIn);
    clearInterval(polling);
    interruptedIn = polling = undefined;
    become({ state: 'starting' });
  };
}

/** The stream of `GET /api/events`. The browser connects again by itself, but not after an error that has a status. */
function openStream(tell: (message: Message) => void, stopped: AbortSignal): EventSource {
  const source = new EventSource('/api/events');
  const on = (name: string, say: (data: never) => Message) =>
    source.addEventListener(name, ({ data }: MessageEvent<string>) => tell(say(JSON.parse(data) as never)));
  source.addEventListener('open', () => tell({ kind: 'open' }));
  on('hello', ({ build }: { build: string }) => ({ kind: 'hello', build }));
  on('changed', (changed: Changed) => ({ kind: 'changed', changed }));
  on('resync', () => ({ kind: 'resync' }));
  on('bye', ({ why }: { why: string }) => ({ kind: 'bye', why }));
  source.addEventListener('error', () => {
    tell({ kind: 'lost' });
    if (source.readyState !== EventSource.CLOSED || stopped.aborted) return;
    const again = setTimeout(() => openStream(tell, stopped), afterShutdownMs * (1 + Math.random()));
    stopped.addEventListener('abort', () => clearTimeout(again));
  });
  stopped.addEventListener('abort', () => source.close());
  return source;
}
