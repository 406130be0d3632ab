import { setTimeout as pause } from 'node:timers/promises';
import {
  fits,
  queryRequest,
  Refusal,
  refusalCodes,
  type QueryDefinition,
  type RefusalCode,
  type RefusalFacts,
} from '@rollcall/contracts';
import { Pool } from 'undici';
import { BaseUrls } from './base-urls.js';
import { FairSemaphore } from '../limits/fair-semaphore.js';
import { basic } from './caller-credentials.js';
import { correlationHeader } from './caller.js';
import { collectAnswer } from './collect-answer.js';
import { ServiceUnavailable, type UnavailableReason } from './service-unavailable.js';

export interface InternalHttpClientOptions {
  /** The service to call, as errors name it. */
  readonly service: string;
  /** Its instances, called in turn. */
  readonly urls: readonly string[];
  /** The calling service, and its secret. */
  readonly caller: string;
  readonly secret: string;
  /** Time from the call to the complete answer, including the wait for a connection. Default 2 s. */
  readonly timeoutMs?: number;
  /** Connections per instance. Default 16. */
  readonly connections?: number;
  /** How many calls may wait for a connection, in all; further ones are refused as `busy`. Default 1,024. */
  readonly maxWaiting?: number;
}

export interface CallOptions {
  /** Whose turn the call takes where calls wait. Default: the account that the query names. */
  readonly turnOf?: string;
  readonly timeoutMs?: number;
  readonly traceparent?: string | undefined;
  readonly correlationId?: string | undefined;
}

interface Call {
  readonly account: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: unknown;
  readonly repeatable: boolean;
}

/**
 * Calls another service over its internal port. Calls wait for a connection in turns of accounts. Resolves with the validated answer; rejects with `Refusal` where the
 * service refused, and with `ServiceUnavailable` for everything else. Never blocks beyond its timeout.
 *
 * A call that reached no instance, because no connection could be opened, goes to the next one until all were tried. One whose connection broke before an
 * answer began may have had an effect: an idempotent query is repeated, and any other is not. Where an instance is silent for half of the time that is
 * left, an idempotent query goes to the next one. When there is no other, a call is tried again after short pauses: one address may stand for several
 * instances (containers of one name), of which one has just gone.
 */
export class InternalHttpClient {
  private readonly urls: BaseUrls;
  private readonly pools: ReadonlyMap<string, { readonly pool: Pool; readonly prefix: string }>;
  private readonly authorization: string;
  private readonly turns: FairSemaphore;

  constructor(private readonly options: InternalHttpClientOptions) {
    this.urls = new BaseUrls(options.urls);
    this.pools = new Map(options.urls.map((url) => [url, this.poolFor(new URL(url))]));
    this.authorization = basic(options.caller, options.secret);
    const atOnce = (options.connections ?? defaultConnections) * options.urls.length;
    const maxWaiting = options.maxWaiting ?? 1_024;
    this.turns = new FairSemaphore({
      atOnce,
      atOncePerAccount: Math.ceil(atOnce * connectionsOfAccount),
      maxWaiting,
      maxWaitingPerAccount: Math.ceil(maxWaiting / 4),
      refusal: (why) => this.unavailable(why === 'late' ? 'timeout' : 'busy'),
    });
  }

  /** Sends one query. The answer has the shape of its definition. */
  async ask<Input extends object, Answer>(
    definition: QueryDefinition<Input, Answer>,
    input: NoInfer<Input>,
    options: CallOptions = {},
  ): Promise<Answer> {
    const { method, idempotent = true, answer } = definition;
    const { path, body } = queryRequest(definition, input);
    const account = options.turnOf ?? accountOf(input);
    const found = await this.call({ account, method, path, body, repeatable: idempotent }, options);
    if (!fits(answer, found))
      throw this.unavailable('bad-answer', 200, new Error(`not an answer to ${definition.path}`));
    return found;
  }

  /** Closes idle connections at once, and those in use after their answer. */
  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map(({ pool }) => pool.close()));
  }

  private poolFor(url: URL) {
    const pool = new Pool(url.origin, {
      connections: this.options.connections ?? defaultConnections,
      pipelining: 1,
      keepAliveTimeout: 30_000,
      connect: { timeout: 1_000 },
      // each call has a limit of its own
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return { pool, prefix: url.pathname.replace(/\/+$/, '') };
  }

  private async call(call: Call, options: CallOptions): Promise<unknown> {
    const timeoutMs = options.timeoutMs ?? this.options.timeoutMs ?? 2_000;
    const end = performance.now() + timeoutMs;
    await this.turns.enter(call.account, { leftMs: timeoutMs });
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), Math.max(0, end - performance.now()));
    try {
      return await this.sendInTurn(call, options, { signal: abort.signal, end });
    } finally {
      clearTimeout(timer);
      this.turns.leave(call.account);
    }
  }

  /** Sends a call, and repeats it at other instances as `InternalHttpClient` says. */
  private async sendInTurn(
    call: Call,
    options: CallOptions,
    { signal, end }: { readonly signal: AbortSignal; readonly end: number },
  ): Promise<unknown> {
    const tried = new Set<string>();
    const pauses = [...againMs];
    for (let broken = 0; ;) {
      const url = this.urls.take(Date.now(), tried);
      const hasOther = tried.size + 1 < this.options.urls.length;
      const silent = call.repeatable && hasOther ? abortIn((end - performance.now()) / 2) : undefined;
      try {
        return await this.send(url, call, options, silent?.signal ?? signal);
      } catch (error) {
        tried.add(url);
        const reason = error instanceof ServiceUnavailable && !signal.aborted ? error.reason : undefined;
        if (reason === 'timeout') {
          this.urls.failed(url, Date.now());
          continue;
        }
        const mayBeRepeated = reason === 'unreachable' || (reason === 'broken' && call.repeatable);
        if (!mayBeRepeated) throw error;
        if (reason === 'broken') broken += 1;
        if (reason === 'unreachable' ? hasOther : broken === 1) continue;
        const pauseMs = pauses.shift();
        if (pauseMs === undefined) throw error;
        await pause(pauseMs);
      } finally {
        clearTimeout(silent?.timer);
      }
    }
  }

  private async send(url: string, call: Call, options: CallOptions, signal: AbortSignal): Promise<unknown> {
    const target = this.pools.get(url);
    if (!target) throw new Error(`no pool for ${url}`);
    const { status, text, isStopping } = await this.exchanged(target, call, options, signal).catch((error: unknown) => {
      const reason = signal.aborted ? 'timeout' : connectionNeverWas(error) ? 'unreachable' : 'broken';
      if (reason === 'unreachable') this.urls.failed(url, Date.now());
      throw this.unavailable(reason, undefined, error);
    });
    if (isStopping) this.urls.failed(url, Date.now()); // its next calls go to another instance
    const body = this.decode(status, text);
    if (status >= 200 && status < 300) return body;
    throw refusalOf(status, body) ?? this.unavailable('bad-answer', status);
  }

  private async exchanged(
    target: { pool: Pool; prefix: string },
    call: Call,
    options: CallOptions,
    signal: AbortSignal,
  ) {
    const headers: Record<string, string> = { authorization: this.authorization, accept: 'application/json' };
    if (call.body !== undefined) headers['content-type'] = 'application/json';
    if (options.traceparent !== undefined) headers['traceparent'] = options.traceparent;
    if (options.correlationId !== undefined) headers[correlationHeader] = options.correlationId;
    const path = target.prefix + call.path;
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const answer = await collectAnswer(target.pool, { method: call.method, path, headers, body }, signal);
    return { ...answer, isStopping: answer.headers.connection === 'close' };
  }

  private decode(status: number, text: string): unknown {
    if (text === '') return undefined;
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw this.unavailable('bad-answer', status);
    }
  }

  private unavailable(reason: UnavailableReason, status?: number, cause?: unknown): ServiceUnavailable {
    return new ServiceUnavailable(this.options.service, reason, status, cause === undefined ? undefined : { cause });
  }
}

/** The refusal in an answer, if it is one of the contract; a 404 of an unknown route or another 409 is none. */
function refusalOf(status: number, body: unknown): Refusal | undefined {
  if (![404, 409, 422].includes(status) || typeof body !== 'object' || body === null || !('code' in body))
    return undefined;
  const code = refusalCodes.find((each: RefusalCode) => each === body.code);
  if (code === undefined) return undefined;
  return new Refusal(code, 'facts' in body ? ((body.facts ?? {}) as RefusalFacts) : {});
}

function abortIn(ms: number) {
  const abort = new AbortController();
  return { signal: abort.signal, timer: setTimeout(() => abort.abort(), Math.max(0, ms)) };
}

const defaultConnections = 16;

/** The pauses before a call is tried again, in milliseconds: by then the connections to an instance that has gone are known to be closed. */
const againMs = [50, 200];

/** The part of the connections that one account's calls may use: a call of another one finds a free connection. */
const connectionsOfAccount = 3 / 4;

/** The account that a query names, by id or slug; queries without one take turns together. */
function accountOf(input: { readonly accountId?: unknown; readonly account?: unknown }): string {
  const named = input.accountId ?? input.account;
  return typeof named === 'string' ? named : '';
}

const connectCodes = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** True where no connection was established, so that nothing can have happened. */
function connectionNeverWas(error: unknown): boolean {
  return error instanceof Error && 'code' in error && connectCodes.has(String(error.code));
}
