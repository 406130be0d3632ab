import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { Pool } from 'undici';

export interface Backend {
  readonly name: string;
  /** Origin of the public port. */
  readonly origin: string;
  /** Answers 200 while the instance may get work. */
  readonly readyUrl: string;
}

interface Standing {
  readonly backend: Backend;
  readonly pool: Pool;
  isReady: boolean;
}

const pollMs = 200;

/**
 * A load balancer as people put before gateways: it sends each request to the next instance whose readiness check
 * passes, and repeats nothing. What it cannot deliver it answers with 502.
 */
export class ReadyProxy {
  readonly url: string;
  private readonly server: Server;
  private backends: readonly Standing[] = [];
  private readonly timer: NodeJS.Timeout;
  private next = 0;

  private constructor(server: Server, backends: readonly Backend[]) {
    this.server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.use(backends);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.pass(request, response));
    this.timer = setInterval(() => void this.look(), pollMs);
  }

  static async start(backends: readonly Backend[]): Promise<ReadyProxy> {
    const server = createServer({ keepAliveTimeout: 600_000 });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new ReadyProxy(server, backends);
  }

  /** Where instances are from now on: one that was started again may have another address. The others are kept as they stand. */
  use(backends: readonly Backend[]): void {
    const former = new Map(this.backends.map((each) => [`${each.backend.origin} ${each.backend.readyUrl}`, each]));
    const isFirst = former.size === 0;
    this.backends = backends.map(
      (backend) =>
        former.get(`${backend.origin} ${backend.readyUrl}`) ?? {
          backend,
          pool: new Pool(backend.origin, { connections: 64, headersTimeout: 70_000, bodyTimeout: 70_000 }),
          isReady: isFirst, // a new one when it has said so
        },
    );
    for (const each of former.values()) if (!this.backends.includes(each)) void each.pool.close();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await new Promise((closed) => this.server.close(closed).closeAllConnections());
    await Promise.all(this.backends.map(({ pool }) => pool.destroy()));
  }

  private async look(): Promise<void> {
    await Promise.all(
      this.backends.map(async (each) => {
        const answer = await fetch(each.backend.readyUrl, { signal: AbortSignal.timeout(2_000) }).catch(
          () => undefined,
        );
        await answer?.body?.cancel();
        each.isReady = answer?.ok ?? false;
      }),
    );
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const ready = this.backends.filter(({ isReady }) => isReady);
    const chosen = ready[(this.next += 1) % Math.max(1, ready.length)];
    const { host: _host, connection: _connection, 'transfer-encoding': encoding, ...headers } = request.headers;
    const { method = 'GET', url = '/' } = request;
    const hasBody = Number(headers['content-length'] ?? 0) > 0 || encoding !== undefined;
    const body = hasBody ? request : null;
    try {
      if (!chosen) throw new Error('no instance is ready');
      const answer = await chosen.pool.request({ method, path: url, headers, body });
      const { connection: _close, 'keep-alive': _keep, ...passed } = answer.headers;
      response.writeHead(answer.statusCode, passed);
      await pipeline(answer.body, response);
    } catch (error) {
      const detail = `${chosen?.backend.name ?? 'proxy'}: ${String(error)}`;
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { 'content-type': 'application/json' }).end(JSON.stringify({ detail }));
    }
  }
}
