import { X509Certificate } from 'node:crypto';
import {
  maxAuditStreams,
  Refusal,
  type AuditStreamPart,
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
import { kindOf, requireTarget } from '../domain/streams/stream.js';
import { streamEntry, type StreamDetail, type StreamEntryType } from '../domain/streams/stream-entries.js';
import type { AuditStore } from '../persistence/audit-store.js';
import {
  addStream,
  changeStream,
  countStreams,
  removeStream,
  rotateSecret,
} from '../persistence/streams/stream-changes.js';
import { streamView, type FoundStream, type StreamReadModel } from '../persistence/streams/stream-read-model.js';
import type { Outward } from './outward-settings.js';
import { secretOwner } from './stream-sender.js';
import type { Streams } from './streams.js';

const hourMs = 3_600_000;

/** An act of an admin. */
type Act = Pick<CreateAuditStream, 'accountId' | 'streamId' | 'actor' | 'requestId'>;

export interface StreamDeskParts {
  readonly store: Pick<AuditStore, 'note'>;
  readonly streams: StreamReadModel;
  readonly sending: Pick<Streams, 'sender' | 'ring'>;
  readonly outward: Outward;
  readonly now?: () => Date;
}

/** What admins do with the streams of their account. Each act is saved with the entry that tells of it, in one transaction. */
export class StreamDesk {
  constructor(private readonly parts: StreamDeskParts) {}

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
    await this.note('audit.stream-created', asked, { kind, log, format, from }, async (tx) => {
      if ((await countStreams(tx, account_id)) >= maxAuditStreams)
        throw new Refusal('too-many-audit-streams', { most: maxAuditStreams });
      return addStream(tx, { ...stream, isFromBeginning });
    });
    return { stream: await this.view(asked), ...(secret === undefined ? {} : { secret }) };
  }

  /** @throws Refusal audit-stream-not-found, audit-stream-invalid, audit-streams-off */
  async change(asked: ChangeAuditStream): Promise<AuditStreamView> {
    const { url, ca, format, paused } = asked;
    this.requireBox();
    const before = await this.found(asked);
    const after = {
      url: url ?? before.url,
      ca: ca === undefined ? before.ca : ca || null,
      format: format ?? before.format,
      is_paused: paused ?? before.is_paused,
    };
    if (kindOf(after.url) !== before.kind) throw new Refusal('audit-stream-invalid', { problem: 'form' });
    if (url !== undefined || ca !== undefined) this.requireTarget({ url: after.url, ca: after.ca ?? undefined });
    const changed = changedParts(before, after);
    if (changed.length === 0) return streamView(before, this.now());
    const { account_id, id } = before;
    await this.note('audit.stream-changed', asked, { changed }, (tx) => changeStream(tx, { account_id, id, ...after }));
    return this.view(asked);
  }

  /** What is to be sent is sent no more. @throws Refusal audit-stream-not-found */
  async remove(asked: RemoveAuditStream): Promise<AuditStreamView> {
    const stream = await this.found(asked);
    await this.note('audit.stream-removed', asked, { kind: stream.kind }, (tx) => removeStream(tx, stream));
    return streamView(stream, this.now());
  }

  /** @throws Refusal audit-stream-not-found, also of syslog, which has no secret; audit-streams-off */
  async rotateSecret(asked: RotateAuditStreamSecret): Promise<AuditStreamWithSecret> {
    const box = this.requireBox();
    const stream = await this.found(asked);
    const secret = newWebhookSecret();
    const sealed = box.seal(secret, secretOwner(stream));
    const { keepOldHours: hours } = asked;
    const oldEndsAt = hours === 0 ? undefined : new Date(this.now().getTime() + hours * hourMs);
    const rotate = (tx: Transaction) => rotateSecret(tx, stream, sealed, oldEndsAt);
    await this.note('audit.stream-secret-rotated', asked, {}, rotate);
    return { stream: await this.view(asked), secret };
  }

  /** @throws Refusal audit-stream-not-found, audit-streams-off */
  async test(asked: TestAuditStream): Promise<WebhookAttempt> {
    const { sender } = this.parts.sending;
    if (!sender) throw new Refusal('audit-streams-off');
    const attempt = await sender.test(await this.found(asked));
    const detail = attempt.problem === undefined ? {} : { problem: attempt.problem };
    await this.note('audit.stream-tested', asked, detail, () => Promise.resolve(true));
    return attempt;
  }

  /** @throws Refusal audit-stream-not-found where the change finds none, account-not-found where its account was closed */
  private async note(
    type: StreamEntryType,
    { accountId, streamId, actor, requestId }: Act,
    detail: StreamDetail,
    change: (tx: Transaction) => Promise<boolean>,
  ): Promise<void> {
    const { kind, id: actorId } = actor;
    const of = { accountId, streamId, actor: { kind, id: actorId }, requestId, detail };
    const entry = streamEntry(type, { ...of, id: uuidv7(), at: this.now() });
    if (!(await this.parts.store.note(entry, change))) throw new Refusal('audit-stream-not-found', { streamId });
    this.parts.sending.ring();
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
    if (!row) throw new Refusal('audit-stream-not-found', { streamId });
    return row;
  }

  private async view(of: Act): Promise<AuditStreamView> {
    return streamView(await this.found(of), this.now());
  }

  private now(): Date {
    return this.parts.now?.() ?? new Date();
  }
}

type Changeable = Pick<FoundStream, 'url' | 'ca' | 'format' | 'is_paused'>;

function changedParts(before: Changeable, after: Changeable): AuditStreamPart[] {
  const parts = { url: 'url', ca: 'ca', format: 'format', paused: 'is_paused' } as const;
  return (Object.keys(parts) as AuditStreamPart[]).filter((part) => before[parts[part]] !== after[parts[part]]);
}

function isPem(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}
