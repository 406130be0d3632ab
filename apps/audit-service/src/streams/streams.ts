import { DeliveryLoop, EndpointClient, SyslogClient } from '@rollcall/delivery';
import type { DataSource } from '@rollcall/persistence';
import { RegularJob, singleFlight, triesAgain, type Closable, type ServiceFrame } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import type { NameClient } from '../clients/name-client.js';
import type { AuditStore } from '../persistence/audit-store.js';
import type { EntrySearch } from '../persistence/entry-search.js';
import { StreamQueue, type Health, type TakenStream } from '../persistence/streams/stream-queue.js';
import type { StreamReadModel } from '../persistence/streams/stream-read-model.js';
import type { Outward } from './outward-settings.js';
import { resealSecrets } from './reseal-secrets.js';
import { StreamSender, type CountMessage } from './stream-sender.js';

/** After entries were stored so many others are waited for before streams are looked at. */
const lingerMs = 250;
/** How often each is looked for without being told: what another instance has stored, and what has cooled down. */
const everyMs: Readonly<Record<Health, number>> = { well: 10_000, failing: 2_000 };
/** How many streams one instance sends for at a time: those that fail hold up no others. A place is a socket that waits, mostly. */
const atOnce: Readonly<Record<Health, number>> = { well: 32, failing: 16 };
/** After the key was replaced, the one before is needed for so long at most. */
const resealEveryMs = 60_000;

export interface StreamsParts {
  readonly dataSource: DataSource;
  readonly store: Pick<AuditStore, 'note'>;
  readonly search: Pick<EntrySearch, 'find'>;
  readonly streams: StreamReadModel;
  readonly names: NameClient;
  readonly outward: Outward;
  readonly frame: Pick<ServiceFrame, 'logger' | 'metrics'>;
}

/**
 * Sends entries outward, for the streams of all accounts. Any number of instances may do so. It looks for work when entries were stored here, and now and then.
 */
export class Streams {
  /** Undefined where the operator has set no key for secrets: then streams are neither made nor tried. */
  readonly sender: StreamSender | undefined;
  private readonly loops: Readonly<Record<Health, DeliveryLoop<TakenStream>>>;
  private readonly closables: Closable[] = [];
  private waking: NodeJS.Timeout | undefined;

  constructor(private readonly parts: StreamsParts) {
    this.observe();
    const queue = new StreamQueue(parts.dataSource, parts.outward);
    const sender = this.senderOf(queue);
    // Without a key too: streams of syslog need none, and those of webhooks are seen to fail.
    this.loops = { well: this.loop(queue, sender, 'well'), failing: this.loop(queue, sender, 'failing') };
    if (parts.outward.box) this.sender = sender;
    this.resealWhereReplaced();
  }

  /** Entries were stored, or a stream was changed. Returns at once; several calls are one look. */
  wake(): void {
    this.waking ??= setTimeout(() => {
      this.waking = undefined;
      this.loops.well.wake(); // what has failed cools down, and is looked for in its own time
    }, lingerMs).unref();
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    clearTimeout(this.waking);
    await Promise.all([this.loops.well.close(), this.loops.failing.close()]);
    for (const closable of this.closables) await closable.close();
  }

  private senderOf(queue: StreamQueue): StreamSender {
    const { store, search, names, outward } = this.parts;
    const { box, addresses, allowsHttp, announceAfterMs } = outward;
    const webhooks = new EndpointClient({ addresses, allowsHttp });
    const syslog = new SyslogClient({ addresses });
    this.closables.push(webhooks);
    const parts = { queue, store, search, names, webhooks, syslog, announceAfterMs, count: this.counter() };
    return new StreamSender(box ? { ...parts, box } : parts);
  }

  private resealWhereReplaced(): void {
    const { dataSource, outward, frame } = this.parts;
    const { box } = outward;
    if (!box?.hasFormerKey) return;
    const run = () => resealSecrets(dataSource, box);
    const onFailure = triesAgain(frame.logger, 'secrets of streams could not be sealed with the present key');
    this.closables.push(new RegularJob({ everyMs: resealEveryMs, run, onFailure }));
  }

  private loop(queue: StreamQueue, sender: StreamSender, health: Health): DeliveryLoop<TakenStream> {
    return new DeliveryLoop({
      everyMs: everyMs[health],
      atOnce: atOnce[health],
      take: (free) => queue.take(free, health, uuidv7()),
      work: async (stream, signal) => {
        await sender.work(stream, signal).catch((error: unknown) => this.failed(error, stream));
        this.wake(); // there may be more of it, or another stream of the account
      },
      onFailure: (error) => this.failed(error),
    });
  }

  private failed(error: unknown, stream?: TakenStream): void {
    const of = stream && { accountId: stream.account_id, id: stream.id };
    this.parts.frame.logger.warn('entries could not be sent: it is tried again later', { ...of, error });
  }

  private counter(): CountMessage {
    const { metrics } = this.parts.frame;
    const messages = metrics.counter('rollcall_audit_stream_messages_total', 'Attempts to send entries outward', [
      'kind',
      'outcome',
    ]);
    const entries = metrics.counter('rollcall_audit_stream_entries_total', 'Entries that receivers have taken', [
      'kind',
    ]);
    return (kind, outcome, count) => {
      messages.inc({ kind, outcome });
      if (outcome === 'delivered') entries.inc({ kind }, count);
    };
  }

  private observe(): void {
    const { streams, frame } = this.parts;
    const { metrics } = frame;
    const counts = singleFlight(() => streams.counts()); // all gauges are collected at the same time
    const help = 'Streams of audit logs, by how they do';
    metrics.gauge('rollcall_audit_streams', help, ['state'], async (gauge) => {
      gauge.reset();
      for (const { state, streams: count } of await counts()) gauge.set({ state }, count);
    });
    const behind = 'Entries that are still to be sent outward, of streams that are not paused';
    metrics.gauge('rollcall_audit_stream_behind_entries', behind, [], async (gauge) => {
      const sending = (await counts()).filter(({ state }) => state !== 'paused');
      gauge.set(sending.reduce((sum, each) => sum + each.behind, 0));
    });
    const failing = 'For how long the stream has been failing that has been for longest, in seconds';
    metrics.gauge('rollcall_audit_stream_failing_seconds', failing, [], async (gauge) => {
      gauge.set(Math.max(0, ...(await counts()).map(({ failing_s }) => failing_s)));
    });
  }
}
