import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';
const secretBytes = 32;

/** A new secret of an endpoint: `whsec_` and 32 random bytes in base64, as Standard Webhooks recommends. */
export function newWebhookSecret(): string {
  return `${prefix}${randomBytes(secretBytes).toString('base64')}`;
}

export interface SignedMessage {
  /** The same at each attempt, so that a receiver knows a repetition. */
  readonly id: string;
  /** Of this attempt: a receiver refuses old ones. */
  readonly at: Date;
  /** The body, byte by byte as it is sent. */
  readonly body: string;
}

/**
 * The headers by which a receiver knows that a message came from here and was not changed (Standard Webhooks, "Symmetric signatures").
 * With two secrets, while one replaces the other, there are two signatures, and either is enough.
 * @throws Error where a secret is none
 */
export function webhookHeaders({ id, at, body }: SignedMessage, secrets: readonly string[]): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signed = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', keyOf(secret)).update(signed).digest('base64')}`,
  );
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

function keyOf(secret: string): Buffer {
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  if (!secret.startsWith(prefix) || key.length === 0) throw new Error('a secret of a webhook begins with whsec_');
  return key;
}
