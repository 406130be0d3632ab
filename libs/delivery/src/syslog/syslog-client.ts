import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { AddressRules } from '../addresses/address-rules.js';
import { checkedLookup } from '../addresses/checked-connector.js';
import { problemOf, type Attempt, type AttemptProblem } from '../http/attempt.js';
import { octetCounted } from './syslog-message.js';

export interface SyslogClientOptions {
  readonly addresses: AddressRules;
  /** For everything. Default 10 s. */
  readonly timeoutMs?: number;
}

export interface SyslogTarget {
  readonly host: string;
  readonly port: number;
  /** PEM: who signs the certificate of the receiver, in place of those whom everybody trusts. */
  readonly ca?: string;
  /** Where this attempt must end sooner than others. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;
const maxWaitMs = 1_000;

/**
 * Sends messages to receivers of syslog over TLS (RFC 5425), which customers name: to allowed addresses only, and only where the
 * certificate is good for the name.
 */
export class SyslogClient {
  constructor(private readonly options: SyslogClientOptions) {}

  /**
   * Sends messages over one connection. Syslog has no answers: what counts as taken is a connection that the receiver has closed in order, after
   * all was written and this side was closed. One that breaks, or that it closes before, is a failure, and everything is to be sent again. Never throws for what a receiver does.
   */
  async send(target: SyslogTarget, messages: readonly string[]): Promise<Attempt> {
    const start = performance.now();
    const ended = (problem?: AttemptProblem): Attempt => ({
      ...(problem === undefined ? {} : { problem }),
      durationMs: Math.round(performance.now() - start),
    });
    const { addresses, timeoutMs = defaultTimeoutMs } = this.options;
    if (isIP(target.host) !== 0 && !addresses.allows(target.host)) return ended('address-refused');
    const limitMs = target.timeoutMs ?? timeoutMs;
    try {
      const socket = this.open(target, limitMs);
      await written(socket, messages.map(octetCounted).join(''), limitMs);
      return ended();
    } catch (error) {
      return ended(error instanceof TimedOut ? 'timed-out' : problemOf(error));
    }
  }

  private open({ host, port, ca }: SyslogTarget, limitMs: number): TLSSocket {
    return connect({
      host,
      port,
      minVersion: 'TLSv1.2',
      lookup: checkedLookup(this.options.addresses, limitMs),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === undefined ? {} : { ca }),
    });
  }
}

class TimedOut extends Error {}

/**
 * Writes once the certificate was checked, closes, and waits until the receiver has closed too. It waits as long as the handshake took before it closes: a receiver
 * that has closed by then has not done so because everything was read.
 */
function written(socket: TLSSocket, bytes: string, limitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const limit = setTimeout(() => socket.destroy(new TimedOut('no end in time')), limitMs);
    let isOver = false;
    let isTaken = false;
    socket.once('secureConnect', () => {
      const handshakeMs = Math.min(performance.now() - began, maxWaitMs);
      const close = () => {
        isOver = true;
        socket.end();
      };
      socket.write(bytes, () => setTimeout(close, handshakeMs));
      socket.resume(); // whatever it says: its end is waited for
    });
    socket.once('end', () => (isTaken = isOver));
    socket.once('error', reject);
    socket.once('close', () => {
      clearTimeout(limit);
      if (isTaken) resolve();
      else reject(new Broken());
    });
  });
}

/** The receiver closed before it could have read everything, or the connection broke. */
class Broken extends Error {}
