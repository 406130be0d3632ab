import type { SessionVerdict, SessionView } from '@rollcall/contracts';
import { problem } from '../errors/problem-table.js';
import type { StreamEnd } from '../contract/event-routes.js';
import { AccountHints } from './account-hints.js';
import { commentFrame, frameOf, retryFrame } from './frames.js';
import { HintStream, type Ended, type Outlet } from './hint-stream.js';
import { concernsAllSessions, concernsSessions } from './kinds.js';
import { SessionWatch } from './session-watch.js';
import { StreamPlaces, type StreamLimits } from './stream-places.js';
import type { HintSource, SourceListener } from './topic-hints.js';

/** A page, or program, that wants to listen. */
export interface NewListener {
  readonly session: SessionView;
  /** Looks whether the session is still alive, and is no use of it. */
  readonly check: () => Promise<SessionVerdict>;
  /** How long it waits for the first event at most. */
  readonly leftMs: number;
  /** Begins the answer. */
  readonly begin: () => Outlet;
}

export interface HintStreamsOptions {
  readonly limits: StreamLimits;
  /** Another one after an update. */
  readonly build: string;
  readonly source: (listener: SourceListener) => HintSource;
  readonly onRefused?: (limit: keyof StreamLimits) => void;
  readonly onEnded?: (why: Ended) => void;
  readonly checkEveryMs?: number;
}

/** A group is joined within this time where the brokers answer. */
const longestWaitMs = 5_000;
const lookEveryMs = 2_500;
/** Looks from one comment to the next: 15 seconds. */
const looksPerComment = 6;
/** So many looks in a row the topics may not be read, before streams no longer say that they tell everything. */
const maxSilentLooks = 2;

/** All open streams of hints of this instance. */
export class HintStreams {
  private readonly places: StreamPlaces;
  private readonly accounts = new Map<string, AccountHints>();
  private readonly open = new Map<HintStream, SessionWatch>();
  private readonly source: HintSource;
  private looks: NodeJS.Timeout | undefined;
  private looked = 0;
  private silentLooks = 0;
  private isClosed = false;

  constructor(private readonly options: HintStreamsOptions) {
    this.places = new StreamPlaces(options.limits);
    this.source = options.source({
      onMessage: ({ type, accountId, subject }) => this.take(type, accountId, subject),
      onLost: () => this.toAll(frameOf('resync', { why: 'lost' })),
    });
  }

  /** How many are open. */
  get count(): number {
    return this.open.size;
  }

  /**
   * Opens a stream once hints are read: everything that happens after its first event is told.
   * @throws Failure `too-many-streams`; `unavailable` where the topics cannot be read
   */
  async listen(listener: NewListener): Promise<void> {
    const { session, leftMs } = listener;
    if (this.isClosed) throw problem('unavailable');
    const { accountId, userId, sessionId = userId } = session;
    const owner = { session: sessionId, userId, accountId };
    const reached = this.places.take(owner);
    if (reached !== undefined) {
      this.options.onRefused?.(reached);
      throw problem('too-many-streams', { limit: reached, most: this.options.limits[reached] });
    }
    this.source.hold();
    const leave = () => {
      this.places.free(owner);
      this.source.letGo();
    };
    try {
      if (!(await this.source.isReadingWithin(Math.min(leftMs, longestWaitMs)))) throw problem('unavailable');
      this.begin(listener, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Ends all streams, and reads no more. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.endAll('shutdown');
    await this.source.close();
  }

  private begin({ session, check, begin }: NewListener, leave: () => void): void {
    const { accountId, userId, rights, expiresAt } = session;
    const account = this.accounts.get(accountId) ?? new AccountHints();
    const outlet = begin();
    const ends: (() => void)[] = [leave];
    const stream: HintStream = new HintStream({ userId, rights }, outlet, (why) => {
      for (const end of ends.splice(0)) end();
      this.options.onEnded?.(why);
    });
    if (!stream.isOpen) return; // the client has gone meanwhile
    const { checkEveryMs: everyMs } = this.options;
    const watch = new SessionWatch({ rights, check, onEnd: (why) => stream.end(why), ...(everyMs ? { everyMs } : {}) });
    this.accounts.set(accountId, account);
    account.streams.add(stream);
    this.open.set(stream, watch);
    this.looks ??= setInterval(() => this.look(), lookEveryMs).unref();
    ends.push(() => {
      watch.stop();
      this.open.delete(stream);
      account.streams.delete(stream);
      if (account.streams.size === 0) this.accounts.delete(accountId);
      if (this.open.size === 0) this.lookNoMore();
    });
    const { build } = this.options;
    const hello = { build, serverTime: new Date().toISOString(), sessionExpiresAt: expiresAt };
    stream.send(retryFrame + frameOf('hello', hello));
    if (this.isClosed) stream.end('shutdown');
    else watch.checkNow(); // what has happened since the session was checked, while this request waited, was not heard here
  }

  private take(type: string, accountId: string, subject: string): void {
    const account = this.accounts.get(accountId);
    if (!account) return;
    account.take(type, subject);
    if (concernsAllSessions(type)) for (const stream of account.streams) this.open.get(stream)?.checkSoon();
    if (!concernsSessions(type)) return;
    for (const stream of account.streams) if (stream.hearer.userId === subject) this.open.get(stream)?.checkNow();
  }

  private lookNoMore(): void {
    clearInterval(this.looks);
    this.looks = undefined;
    this.silentLooks = 0;
  }

  private look(): void {
    this.looked += 1;
    this.silentLooks = this.source.isReading ? 0 : this.silentLooks + 1;
    if (this.silentLooks >= maxSilentLooks) this.endAll('unavailable');
    if (this.looked % looksPerComment === 0) this.toAll(commentFrame);
  }

  private toAll(frames: string): void {
    for (const stream of this.open.keys()) stream.send(frames);
  }

  private endAll(why: StreamEnd): void {
    for (const stream of this.open.keys()) stream.end(why);
  }
}
