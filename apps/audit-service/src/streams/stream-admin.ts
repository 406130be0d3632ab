import { X509Certificate } from 'node:crypto';
import {
  maxAuditStreams,
  Refusal,
  requireVersion,
  type AuditStreamView,
  type AuditStreamWithSecret,
  type ChangeAuditStream,
  type CreateAuditStream,
  type RemoveAuditStream,
  type RotateAuditStreamSecret,
  type TestAuditStream,
  type WebhookAttempt,
} from '@rollcall/contracts';
import { newWebhookSecret, type SecretBox } from '@rollcall/delivery';
import type { Transaction } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { changeOf } from '../domain/streams/stream-change.js';
import { kindOf, requireTarget } from '../domain/streams/stream.js';
import { streamEntry, type StreamDetail, type StreamEntryType } from '../domain/streams/stream-entries.js';
import type { AuditStore } from '../persistence/audit-store.js';
import {
  addStream,
  changeStream,
  countStreams,
  lockStream,
  removeStream,
  rotateSecret,
} from '../persistence/streams/stream-changes.js';
import { streamView, type FoundStream, type StreamReadModel } from '../persistence/streams/stream-read-model.js';
import type { Outward } from './outward-settings.js';
import { secretOwner } from './stream-sender.js';
import type { Streams } from './streams.js';

const hourMs = 3_600_000;

/** An act of an admin. */
interface Act extends Pick<CreateAuditStream, 'accountId' | 'streamId' | 'actor' | 'requestId'> {
  /** Of the entry that tells of it, where the same act is done once. */
  readonly entryId?: string;
}

/** Does it, and says what the entry has of it; undefined: there was nothing to do. */
type Change = (tx: Transaction) => Promise<StreamDetail | undefined>;

export interface StreamAdminParts {
  readonly store: Pick<AuditStore, 'note'>;
  readonly streams: StreamReadModel;
  readonly sending: Pick<Streams, 'sender' | 'wake'>;
  readonly outward: Outward;
  readonly now?: () => Date;
}

/** What admins do with the streams of their account. Each act is saved with the entry that tells of it, in one transaction. */
export class StreamAdmin {
  constructor(private readonly parts: StreamAdminParts) {}

  async list(accountId: string): Promise<AuditStreamView[]> {
    return (await this.parts.streams.list(accountId)).map((row) => streamView(row, this.now()));
  }

  /** @throws Refusal audit-streams-off, audit-stream-invalid, too-many-audit-streams, account-not-found */
  async create(asked: CreateAuditStream): Promise<AuditStreamWithSecret> {
    const { accountId: account_id, streamId: id, url, ca = '', log, format, from } = asked;
    const box = this.requireBox();
    this.requireTarget({ url, ca });
    const present = await this.parts.streams.find(account_id, id);
    if (present) return { stream: streamView(present, this.now()) }; // an earlier request has made it
    const kind = kindOf(url);
    const secret = kind === 'webhook' ? newWebhookSecret() : undefined;
    const sealed = secret === undefined ? null : box.seal(secret, secretOwner({ account_id, id }));
    const isFromBeginning = from === 'beginning';
    const stream = { account_id, id, kind, url, ca: ca || null, log, format, secret: sealed, created_at: this.now() };
    const add = async (tx: Transaction) => {
      if ((await countStreams(tx, account_id)) >= maxAuditStreams)
        throw new Refusal('too-many-audit-streams', { most: maxAuditStreams });
      return (await addStream(tx, { ...stream, isFromBeginning })) ? { kind, log, format, from } : undefined;
    };
    const isMade = await this.note('audit.stream-created', { ...asked, entryId: id }, add);
    return this.shown(asked, isMade ? secret : undefined);
  }

  /** @throws Refusal audit-stream-not-found, version-mismatch, audit-stream-invalid, audit-streams-off */
  async change(asked: ChangeAuditStream): Promise<AuditStreamView> {
    this.requireBox();
    const key = { account_id: asked.accountId, id: asked.streamId };
    await this.note('audit.stream-changed', asked, async (tx) => {
      const before = await lockStream(tx, key);
      if (!before) return undefined;
      requireVersion(asked, before.version);
      const { after, changed } = changeOf(before, asked);
      if (asked.url !== undefined || asked.ca !== undefined)
        this.requireTarget({ url: after.url, ca: after.ca ?? undefined });
      if (changed.length === 0) return undefined;
      await changeStream(tx, { ...key, ...after });
      return { changed };
    });
    return this.view(asked);
  }

  /** What is to be sent is sent no more. @throws Refusal audit-stream-not-found, version-mismatch */
  async remove(asked: RemoveAuditStream): Promise<AuditStreamView> {
    const stream = await this.found(asked);
    const remove = async (tx: Transaction) => {
      const before = await lockStream(tx, stream);
      if (!before) return undefined;
      requireVersion(asked, before.version);
      await removeStream(tx, stream);
      return { kind: before.kind };
    };
    await this.noteDone('audit.stream-removed', asked, remove);
    return streamView(stream, this.now());
  }

  /**
   * Makes a new secret, once for each `entryId`: a repeated request gets none, and the secrets stay as they are.
   * @throws Refusal audit-stream-not-found, also of syslog, which has no secret; audit-streams-off
   */
  async rotateSecret(asked: RotateAuditStreamSecret): Promise<AuditStreamWithSecret> {
    const box = this.requireBox();
    const stream = await this.found(asked);
    if (stream.kind !== 'webhook') throw notFound(asked);
    const secret = newWebhookSecret();
    const sealed = box.seal(secret, secretOwner(stream));
    const { keepOldHours: hours } = asked;
    const oldEndsAt = hours === 0 ? undefined : new Date(this.now().getTime() + hours * hourMs);
    const rotate = async (tx: Transaction) => ((await rotateSecret(tx, stream, sealed, oldEndsAt)) ? {} : undefined);
    const isDone = await this.note('audit.stream-secret-rotated', asked, rotate);
    return this.shown(asked, isDone ? secret : undefined);
  }

  /** @throws Refusal audit-stream-not-found, audit-streams-off */
  async test(asked: TestAuditStream): Promise<WebhookAttempt> {
    const { sender } = this.parts.sending;
    if (!sender) throw new Refusal('audit-streams-off');
    const attempt = await sender.test(await this.found(asked));
    const detail = attempt.problem === undefined ? {} : { problem: attempt.problem };
    await this.noteDone('audit.stream-tested', asked, () => Promise.resolve(detail));
    return attempt;
  }

  /** @throws Refusal audit-stream-not-found where nothing was done */
  private async noteDone(type: StreamEntryType, act: Act, change: Change): Promise<void> {
    if (!(await this.note(type, act, change))) throw notFound(act);
  }

  /** Does something, and says so in the log. @returns whether it was done now; see `AuditStore.note` */
  private async note(type: StreamEntryType, act: Act, change: Change): Promise<boolean> {
    const { accountId, streamId, requestId, entryId = uuidv7() } = act;
    const { kind, id: actorId } = act.actor;
    const isDone = await this.parts.store.note(async (tx) => {
      const detail = await change(tx);
      const of = { accountId, streamId, actor: { kind, id: actorId }, requestId };
      return detail && streamEntry(type, { ...of, detail, id: entryId, at: this.now() });
    });
    if (isDone) this.parts.sending.wake();
    return isDone;
  }

  private requireBox(): SecretBox {
    const { box } = this.parts.outward;
    if (!box) throw new Refusal('audit-streams-off');
    return box;
  }

  private requireTarget(target: { readonly url: string; readonly ca?: string | undefined }): void {
    const { addresses, allowsHttp } = this.parts.outward;
    requireTarget(target, { allowsHttp, allowsAddress: (address) => addresses.allows(address) }, isPem);
  }

  private async found({ accountId, streamId }: Pick<Act, 'accountId' | 'streamId'>): Promise<FoundStream> {
    const row = await this.parts.streams.find(accountId, streamId);
    if (!row) throw notFound({ streamId });
    return row;
  }

  private async shown(of: Act, secret: string | undefined): Promise<AuditStreamWithSecret> {
    return { stream: await this.view(of), ...(secret === undefined ? {} : { secret }) };
  }

  private async view(of: Act): Promise<AuditStreamView> {
    return streamView(await this.found(of), this.now());
  }

  private now(): Date {
    return this.parts.now?.() ?? new Date();
  }
}

const notFound = ({ streamId }: Pick<Act, 'streamId'>) => new Refusal('audit-stream-not-found', { streamId });

function isPem(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}
