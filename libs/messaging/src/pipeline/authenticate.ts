import { actorIn, callerNamed, isOperator, rightsOf, type CommandSenderRights } from '@rollcall/contracts';
import {
  callerHeader,
  isSignedBy,
  signatureHeader,
  signingKeyOf,
  type SigningKey,
} from '../codec/command-signature.js';
import { isForgotten } from '../codec/command-age.js';
import type { Message } from '../codec/envelope.js';
import type { RawRecord } from '../codec/raw-record.js';
import { isReplayProvedBy, replayerHeader, replayIdHeader } from '../codec/replay-proof.js';
import type { MessagingLogger, MessagingObserver } from '../ports/observers.js';
import { isOrdered, type Delivery, type Policy } from './delivery.js';

/** It is not proved that the command's sender may send it. It has no effect. */
export class SenderNotAllowed extends Error {
  override readonly name = 'SenderNotAllowed';
}

/** The secrets that services share with their callers. */
export interface CallerSecrets {
  /** Those of one caller; two while they change. */
  secretsOf(caller: string): readonly string[];
}

/** Knows the senders of commands by their secrets, and what each may send. */
export class CommandSenders {
  private readonly keys = new Map<string, readonly SigningKey[]>();

  constructor(
    private readonly secrets: CallerSecrets,
    /** `accept` while senders are being updated that do not sign yet. A wrong signature is refused all the same. */
    private readonly unsigned: 'refuse' | 'accept',
    private readonly rights: (caller: string) => CommandSenderRights | undefined = rightsOf,
  ) {}

  /** Why this command is not proved to come from whom it names, or is not that sender's to send; undefined where it is. */
  problemOf(raw: RawRecord, message: Message): string | undefined {
    const { [callerHeader]: caller, [signatureHeader]: signature } = raw.headers;
    if (caller === undefined && signature === undefined)
      return this.unsigned === 'accept' ? undefined : 'it is not signed';
    if (caller === undefined || signature === undefined) return 'it is signed in part only';
    const { topic, headers, value } = raw;
    const parts = { topic, key: raw.key?.toString('utf8') ?? '', headers, value: value ?? '' };
    if (!this.keysOf(caller).some((key) => isSignedBy(parts, signature, key))) return 'its signature is not good';
    return this.rightProblem(caller, message);
  }

  /**
   * The id under which a command is handled: its own, or where that is older than what is remembered of commands the new one
   * under which an operator has put it back. Undefined where it is too old and no operator has: it may have been handled before,
   * and that is not known any more.
   */
  handledAs(raw: RawRecord, { id }: Message, now: number): string | undefined {
    if (!isForgotten(id, now)) return id;
    const { [replayerHeader]: replayer, [replayIdHeader]: replayId } = raw.headers;
    if (replayer === undefined || replayId === undefined || isForgotten(replayId, now)) return undefined;
    if (callerNamed(replayer).part !== 'ops-cli') return undefined;
    const parts = { topic: raw.topic, key: raw.key?.toString('utf8') ?? '', headers: raw.headers };
    return this.keysOf(replayer).some((key) => isReplayProvedBy(parts, key)) ? replayId : undefined;
  }

  private rightProblem(caller: string, { source, type, payload }: Message): string | undefined {
    const { part, operator } = callerNamed(caller);
    const rights = this.rights(caller);
    const actor = actorIn(payload);
    if (source !== part) return 'its source is not its sender';
    if (!rights?.types.has(type)) return `${part} may not send ${type}`;
    if (!actor || !rights.actors.includes(actor.kind)) return `${part} may not speak for this actor`;
    if (actor.kind === 'operator' && !isOperator(operator, actor.id)) return 'its operator is not its sender';
    return undefined;
  }

  private keysOf(caller: string): readonly SigningKey[] {
    const known = this.keys.get(caller);
    if (known) return known;
    const keys = this.secrets.secretsOf(caller).map(signingKeyOf);
    if (keys.length > 0) this.keys.set(caller, keys); // names that no caller has are not kept
    return keys;
  }
}

const tooOld = 'it is older than what is remembered of commands: it may have been handled before';

/**
 * Lets commands through whose sender is proved, and may send them; the others are marked with their failure, for the log, the
 * metrics and the program that waits for the reply. Events are guarded by the brokers' rules alone: only their owner can write them.
 */
export function authenticate(
  senders: CommandSenders | undefined,
  logger: MessagingLogger,
  observer: MessagingObserver,
): Policy {
  return (next) => async (deliveries) => {
    if (!senders) return next(deliveries);
    for (const delivery of deliveries) {
      const { raw, message } = delivery;
      if (!message || isOrdered(delivery)) continue;
      const id = senders.handledAs(raw, message, Date.now());
      const problem = senders.problemOf(raw, message) ?? (id === undefined ? tooOld : undefined);
      if (problem !== undefined) refuse(delivery, message, problem);
      else if (id !== undefined && id !== message.id) delivery.message = { ...message, id };
    }
    await next(deliveries.filter(({ failure }) => failure === undefined));
  };

  function refuse(delivery: Delivery, { type, id: messageId, source, accountId }: Message, reason: string): void {
    delivery.failure = new SenderNotAllowed(reason);
    observer.count('sender-not-allowed');
    const claims = { type, messageId, source: source.slice(0, 100), accountId };
    logger.error('a command was refused: its sender is not proved, or may not send it', { ...claims, reason });
  }
}
