import type { WebhookAttempt, WebhookProblem } from '@rollcall/contracts';
import {
  nextAttempt,
  signingSecrets,
  syslogMessage,
  webhookHeaders,
  type Attempt,
  type EndpointClient,
  type SecretBox,
  type SyslogClient,
} from '@rollcall/delivery';
import { v7 as uuidv7 } from 'uuid';
import type { NameClient } from '../clients/name-client.js';
import { syslogTarget } from '../domain/streams/stream.js';
import {
  countOf,
  cut,
  messageId,
  missingIn,
  syslogParts,
  testText,
  webhookBody,
  type StreamBatch,
} from '../domain/streams/stream-batch.js';
import { streamEntry } from '../domain/streams/stream-entries.js';
import type { AuditStore } from '../persistence/audit-store.js';
import type { AuditStreamRow } from '../persistence/entities/stream-row.js';
import type { EntrySearch } from '../persistence/entry-search.js';
import type { KeptView } from '../persistence/kept-entry.js';
import { batchSize, noteAnnounced, type StreamQueue, type TakenStream } from '../persistence/streams/stream-queue.js';
import { withSentences } from '../queries/with-sentences.js';

/** An admin waits for a test. */
const testLimitMs = 5_000;
/** So many messages one turn sends, and for so long; then others have their turn, however slow this receiver is. */
const messagesOfTurn = 20;
const turnMs = 5_000;

/** What is counted of a message. */
export type CountMessage = (kind: AuditStreamRow['kind'], outcome: 'delivered' | 'failed', entries: number) => void;

export interface StreamSenderParts {
  readonly queue: StreamQueue;
  readonly store: Pick<AuditStore, 'note'>;
  readonly search: Pick<EntrySearch, 'find'>;
  readonly names: NameClient;
  readonly webhooks: Pick<EndpointClient, 'post'>;
  readonly syslog: Pick<SyslogClient, 'send'>;
  /** Absent where the operator has set no key: no secret can be read. */
  readonly box?: SecretBox;
  /** A stream that fails for so long is told of in the log. */
  readonly announceAfterMs: number;
  readonly count: CountMessage;
}

type Addressed = Pick<
  AuditStreamRow,
  'account_id' | 'id' | 'kind' | 'url' | 'ca' | 'secret' | 'old_secret' | 'old_secret_ends_at'
>;

/** How an attempt went; the secret may be lost. */
type Tried = Omit<Attempt, 'problem'> & { readonly problem?: WebhookProblem };

/** Sends what streams have to send, one message after the other. */
export class StreamSender {
  constructor(private readonly parts: StreamSenderParts) {}

  /**
   * One turn of a stream: message after message until one fails, nothing is left, or others should have their turn; a heartbeat where nothing was sent for long. What
   * is sent is noted afterwards, so after a crash between the two the same message is sent again, with the same id.
   */
  async work(taken: TakenStream, signal: AbortSignal): Promise<void> {
    let stream: TakenStream | undefined = taken;
    const end = performance.now() + turnMs;
    const isOver = (n: number) => signal.aborted || n === messagesOfTurn || performance.now() >= end;
    for (let n = 0; stream !== undefined && !isOver(n); n += 1) {
      const batch: StreamBatch = await this.load(stream);
      const attempt: Tried = await this.send(stream, batch);
      this.parts.count(stream.kind, attempt.problem === undefined ? 'delivered' : 'failed', batch.entries.length);
      if (attempt.problem !== undefined) return this.failed(stream, attempt.problem, attempt.status);
      stream = await this.delivered(stream, batch, attempt.status);
    }
    await this.parts.queue.giveBack(taken);
  }

  /** Sends a message that says it is a test. Nothing of it is kept here. */
  async test(stream: Addressed): Promise<WebhookAttempt> {
    const [text, at] = [testText(stream.account_id, stream.id), new Date()];
    if (stream.kind === 'webhook') {
      const body = JSON.stringify({ type: 'audit.test', timestamp: at.toISOString(), data: text });
      return this.post(stream, uuidv7(), body, testLimitMs);
    }
    const message = syslogMessage({ severity: 6, at, msgId: 'audit.test', text: JSON.stringify(text) });
    return this.write(stream, [message], testLimitMs);
  }

  private async load(stream: TakenStream): Promise<StreamBatch> {
    const { account_id: accountId, id: streamId, log, format, seq, batch_to: to } = stream;
    const of = { streamId, accountId, log, format, from: seq + 1 };
    if (to === null) return { ...of, to: seq, entries: [] };
    const entries = await withSentences(accountId, await this.entriesOf(stream, to), this.parts.names);
    const whole = { ...of, to, entries };
    const batch = stream.failures === 0 || stream.is_new_batch ? cut(whole) : whole;
    if (batch.to < to) await this.parts.queue.shorten(stream, batch.to);
    return batch;
  }

  /** All that there are: a search that runs out of time is gone on with. */
  private async entriesOf({ account_id: accountId, log, seq }: TakenStream, upTo: number): Promise<KeptView[]> {
    const entries: KeptView[] = [];
    for (let after = seq; ;) {
      const search = { accountId, log, query: { terms: [] }, order: 'asc', limit: batchSize, after, upTo } as const;
      const found = await this.parts.search.find(search);
      entries.push(...found.entries);
      if (found.isOver || found.next === undefined || found.next >= upTo) return entries;
      after = found.next;
    }
  }

  private send(stream: TakenStream, batch: StreamBatch): Promise<Tried> {
    const now = new Date();
    if (stream.kind === 'webhook') return this.post(stream, messageId(batch, now), webhookBody(batch, now));
    return this.write(stream, syslogParts(batch, now).map(syslogMessage));
  }

  private async post(stream: Addressed, id: string, body: string, timeoutMs?: number): Promise<Tried> {
    const { box } = this.parts;
    const secrets = box ? signingSecrets(box, stream, secretOwner(stream)) : [];
    if (secrets.length === 0) return { problem: 'secret-lost', durationMs: 0 };
    const headers = { ...webhookHeaders({ id, at: new Date(), body }, secrets), 'user-agent': 'Rollcall' };
    return this.parts.webhooks.post({
      url: stream.url,
      headers,
      body,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  }

  private write({ url, ca }: Addressed, messages: readonly string[], timeoutMs?: number): Promise<Tried> {
    const target = { ...syslogTarget(url), ...(ca === null ? {} : { ca }) };
    return this.parts.syslog.send({ ...target, ...(timeoutMs === undefined ? {} : { timeoutMs }) }, messages);
  }

  private async delivered(
    stream: TakenStream,
    batch: StreamBatch,
    status: number | undefined,
  ): Promise<TakenStream | undefined> {
    const next = await this.parts.queue.delivered(stream, { to: batch.to, missed: countOf(missingIn(batch)), status });
    if (!stream.is_told) return next;
    await this.announce(stream, false, {});
    return next && { ...next, is_told: false };
  }

  /** It keeps its place, and cools down. */
  private async failed(stream: TakenStream, problem: WebhookProblem, status: number | undefined): Promise<void> {
    const now = new Date();
    const { endpointAt: nextAt } = nextAttempt({ ofMessage: 1, ofEndpoint: stream.failures + 1 }, now, Math.random());
    const noted = await this.parts.queue.failed(stream, { problem, status, nextAt });
    if (!noted) return this.parts.queue.giveBack(stream);
    const { failing_since: since, is_told: isAnnounced } = noted;
    if (since === null || isAnnounced || now.getTime() - since.getTime() < this.parts.announceAfterMs) return;
    await this.announce(stream, true, { problem, since: since.toISOString() });
  }

  /** Says in the log of the account, once, that its stream fails, or does no more. */
  private async announce(
    stream: TakenStream,
    isFailing: boolean,
    detail: { problem?: string; since?: string },
  ): Promise<void> {
    const { account_id: accountId, id: streamId } = stream;
    const type = isFailing ? 'audit.stream-failing' : 'audit.stream-recovered';
    const entry = streamEntry(type, { id: uuidv7(), at: new Date(), accountId, streamId, detail });
    await this.parts.store.note(async (tx) => ((await noteAnnounced(tx, stream, isFailing)) ? entry : undefined));
  }
}

/** What a secret is sealed for. */
export const secretOwner = ({ account_id, id }: Pick<AuditStreamRow, 'account_id' | 'id'>) =>
  `audit ${account_id} ${id}`;
