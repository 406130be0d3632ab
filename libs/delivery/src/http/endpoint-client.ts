import { Agent, type Dispatcher } from 'undici';
import type { AddressRules } from '../addresses/address-rules.js';
import { checkedConnector } from '../addresses/checked-connector.js';
import { boundAnswers } from './answer-bound.js';
import { problemOf, type Attempt, type AttemptProblem } from './attempt.js';

export interface EndpointClientOptions {
  readonly addresses: AddressRules;
  /** Whether http: is taken too. */
  readonly allowsHttp: boolean;
  /** For everything, with redirects. Default 10 s. */
  readonly timeoutMs?: number;
}

export interface Posted {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Where this one must end sooner than others. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;
const connectTimeoutMs = 5_000;
const maxRedirects = 3;
/** So much of an answer is read, and thrown away; more ends the connection. */
const maxAnswerBytes = 16_384;
/** Those after which the same message goes to another address (RFC 9110 §15.4); after 303 it would not be a POST any more. */
const followed: ReadonlySet<number> = new Set([301, 302, 307, 308]);

/**
 * Posts messages to endpoints that customers name. Connects to allowed addresses only, after every look-up and redirect, and asks no
 * proxy. Never throws for what an endpoint does, and says nothing of what it answered but the status.
 */
export class EndpointClient {
  private readonly agent: Agent;

  constructor(private readonly options: EndpointClientOptions) {
    const connect = checkedConnector(options.addresses, connectTimeoutMs);
    this.agent = new Agent({
      connect: (to, callback) =>
        connect(to, (error, socket) => {
          if (error) return callback(error, null);
          boundAnswers(socket);
          callback(null, socket);
        }),
      allowH2: false,
      keepAliveTimeout: 10_000,
      maxHeaderSize: 16_384,
    });
  }

  /** Sends one message once. 2xx is success, everything else is not. */
  async post({ url, headers, body, timeoutMs = this.options.timeoutMs ?? defaultTimeoutMs }: Posted): Promise<Attempt> {
    const start = performance.now();
    const signal = AbortSignal.timeout(timeoutMs);
    const ended = (of: { problem?: AttemptProblem; status?: number }): Attempt => ({
      ...of,
      durationMs: Math.round(performance.now() - start),
    });
    try {
      let target = new URL(url);
      for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
        if (!this.isTaken(target)) return ended({ problem: 'plain-http' });
        const { status, location } = await this.request(target, { headers, body, signal });
        if (status >= 200 && status < 300) return ended({ status });
        if (!followed.has(status)) return ended({ problem: status === 303 ? 'redirects' : 'status', status });
        if (location === undefined || !URL.canParse(location, target.href))
          return ended({ problem: 'redirects', status });
        target = new URL(location, target.href);
      }
      return ended({ problem: 'redirects' });
    } catch (error) {
      return ended({ problem: signal.aborted ? 'timed-out' : problemOf(error) });
    }
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private isTaken({ protocol }: URL): boolean {
    return protocol === 'https:' || (this.options.allowsHttp && protocol === 'http:');
  }

  private async request(
    target: URL,
    { headers, body, signal }: { headers: Posted['headers']; body: string; signal: AbortSignal },
  ): Promise<{ status: number; location: string | undefined }> {
    const answer = await this.agent.request({
      origin: target.origin,
      path: target.pathname + target.search,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal,
    });
    const { location } = answer.headers;
    await readAway(answer, signal);
    return { status: answer.statusCode, location: Array.isArray(location) ? location[0] : location };
  }
}

/** The status says all: an answer whose rest is long, slow or broken is an answer. */
async function readAway({ body }: Dispatcher.ResponseData, signal: AbortSignal): Promise<void> {
  await body.dump({ limit: maxAnswerBytes, signal }).catch(() => undefined);
}
