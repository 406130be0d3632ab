/** What a message of syslog says. */
export interface SyslogMessage {
  /** From 0, an emergency, to 7 (RFC 5424 §6.2.1). */
  readonly severity: number;
  readonly at: Date;
  /** Printable US-ASCII; what is longer than 32 characters is cut. */
  readonly msgId: string;
  /** The place of the message among those of its sender (RFC 5424 §7.3.1). */
  readonly sequence?: number;
  readonly text: string;
}

/** "log audit" (RFC 5424 §6.2.1, table 1). */
const facility = 13;
const maxSequence = 2_147_483_647;
const maxMsgId = 32;

/**
 * A message as RFC 5424 §6 writes it. The text stands without a byte order mark: it is JSON, which begins with none (RFC 8259 §8.1).
 */
export function syslogMessage({ severity, at, msgId, sequence, text }: SyslogMessage): string {
  const priority = facility * 8 + severity;
  const id = msgId.replace(/[^\x21-\x7e]/g, '').slice(0, maxMsgId) || '-';
  // It begins again at 1 behind the largest.
  const meta = sequence === undefined ? '' : `[meta sequenceId="${((sequence - 1) % maxSequence) + 1}"]`;
  return `<${priority}>1 ${at.toISOString()} - rollcall - ${id} [origin software="rollcall"]${meta} ${text}`;
}

/** A message as it stands in a stream: its length in octets, a space, and the message (RFC 5425 §4.3). */
export function octetCounted(message: string): string {
  return `${Buffer.byteLength(message)} ${message}`;
}
