import { setTimeout as pause } from 'node:timers/promises';
import { HeaderWatch, type WatchedHeaders } from '@rollcall/messaging';
import { watchedTopics } from '@rollcall/contracts';
import type { ServiceFrame } from '@rollcall/service-kit';

type Kafka = ConstructorParameters<typeof HeaderWatch>[0];

export interface SourceListener {
  readonly onMessage: (message: WatchedHeaders) => void;
  /** What has happened meanwhile was not heard. */
  readonly onLost: () => void;
}

/** Where hints come from. */
export interface HintSource {
  /** Whether everything that happens is heard at this moment. */
  readonly isReading: boolean;
  /** A stream listens; until `letGo` is called as often. */
  hold(): void;
  letGo(): void;
  /** Waits until it reads. */
  isReadingWithin(ms: number): Promise<boolean>;
  close(): Promise<void>;
}

/** After the last stream has gone it reads on for this time: a page that is loaded again need not wait for the brokers. */
const readOnMs = 60_000;
/** How often a stream that waits for the first message looks whether it reads. */
const lookEveryMs = 20;

/** A watch of the topics, as far as this class needs one. */
export type Watch = Pick<HeaderWatch, 'start' | 'stop' | 'isReading'>;
type NewWatch = (onMessage: SourceListener['onMessage'], onBegin: () => void) => Watch;

/** Reads the topics of events while a stream listens, and only then: an instance without streams costs nothing. */
export class TopicHints implements HintSource {
  private listeners = 0;
  private watch: Watch | undefined;
  private stopLater: NodeJS.Timeout | undefined;
  private stopping: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(
    private readonly newWatch: NewWatch,
    private readonly listener: SourceListener,
  ) {}

  get isReading(): boolean {
    return this.watch?.isReading ?? false;
  }

  hold(): void {
    this.listeners += 1;
    clearTimeout(this.stopLater);
    if (!this.watch && !this.isClosed) this.begin();
  }

  letGo(): void {
    this.listeners -= 1;
    if (this.listeners === 0) this.stopLater = setTimeout(() => this.stop(), readOnMs).unref();
  }

  async isReadingWithin(ms: number): Promise<boolean> {
    const until = performance.now() + ms;
    while (!this.isReading && !this.isClosed && performance.now() < until) await pause(lookEveryMs);
    return this.isReading;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.stopLater);
    this.stop();
    await this.stopping;
  }

  private begin(): void {
    let beginnings = 0;
    const watch: Watch = this.newWatch(this.listener.onMessage, () => {
      beginnings += 1;
      if (beginnings > 1) this.listener.onLost();
    });
    this.watch = watch;
    watch.start();
  }

  private stop(): void {
    const { watch } = this;
    if (!watch) return;
    this.watch = undefined;
    this.stopping = Promise.all([this.stopping, watch.stop()]).then(() => undefined);
  }
}

/** The topics that this gateway may watch, in a group of this instance. */
export function watchTopics(kafka: Kafka, { name, instanceId, logger }: ServiceFrame, listener: SourceListener) {
  return new TopicHints((onMessage, onBegin) => {
    const topics = watchedTopics['workspace-gateway'];
    return new HeaderWatch(kafka, logger, { part: name, instance: instanceId, topics, onMessage, onBegin });
  }, listener);
}
