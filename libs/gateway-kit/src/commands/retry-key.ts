import { createHash } from 'node:crypto';
import { timeOfUuid } from '@rollcall/contracts';

/** The client used the key for another request before: this one had no effect. */
export class RetryKeyReused extends Error {
  override readonly name = 'RetryKeyReused';
}

/** Inboxes keep the replies of commands for two days; a key is valid for half of that. */
const oldestMs = 24 * 3_600_000;
/** A client's clock may be ahead of the gateway's. */
const aheadMs = 5 * 60_000;

/**
 * A client's idempotency key for one request (`Idempotency-Key`). The command's id is derived from it, so that the
 * inbox of the service that handles the command recognizes a repeated request. The key is a UUIDv7, and the command's
 * id keeps its time, because inboxes purge entries by the age of their ids.
 */
export class RetryKey {
  private constructor(
    private readonly key: string,
    private readonly scope: string,
    /** Of the request's content: one key may be used for one content only. */
    readonly fingerprint: string,
  ) {}

  /** @param scope whose key it is, and for which address: keys of others never meet it */
  static of(key: string, scope: string, request: unknown): RetryKey {
    return new RetryKey(key.toLowerCase(), scope, fingerprintOf(JSON.stringify(request) ?? ''));
  }

  /**
   * The key for a request whose secrets are a part of what it asks for; `of` leaves them out, because JSON does.
   * @param scope whose key it is besides: a digest of what identifies the sender
   * @param digest of the secrets, which nobody can guess them from
   */
  boundTo(scope: string, digest: string): RetryKey {
    return new RetryKey(this.key, `${this.scope} ${scope}`, fingerprintOf(`${this.fingerprint} ${digest}`));
  }

  /** Whether a text is a valid key now: a UUIDv7 of the last 24 hours. */
  static isGood(key: string, now: number): boolean {
    const made = timeOfUuid(key);
    return made !== undefined && made > now - oldestMs && made < now + aheadMs;
  }

  /** A UUIDv7 with the key's time; the same key, scope and attempt give the same id. */
  commandId(attempt: number): string {
    const hash = createHash('sha256').update(`${this.scope}\n${this.key}\n${attempt}`).digest('hex');
    const time = this.key.slice(0, 13);
    return `${time}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
  }
}

const fingerprintOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);
