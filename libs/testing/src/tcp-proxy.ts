import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

interface Pair {
  readonly client: Socket;
  /** Absent where no connection to the server was opened. */
  readonly server?: Socket;
}

/** A proxy before a server on loopback, which can delay, silence or break connections. */
export class TcpProxy {
  /** Milliseconds by which each chunk is delayed, in both directions. */
  latencyMs = 0;
  private state: 'open' | 'silent' | 'down' = 'open';
  private readonly pairs = new Set<Pair>();
  private readonly abandoned = new Set<Socket>();
  private readonly torn = new Set<Socket>();
  private readonly listener: Server;
  private readonly targetPort: number;

  private constructor(listener: Server, targetPort: number) {
    this.listener = listener;
    this.targetPort = targetPort;
  }

  static async start(targetPort: number): Promise<TcpProxy> {
    const listener = createServer({ allowHalfOpen: false });
    const proxy = new TcpProxy(listener, targetPort);
    listener.on('connection', (client) => proxy.take(client));
    await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
    return proxy;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /** Closes all connections, and each new one at once, until `mend`. */
  cut(): void {
    this.state = 'down';
    this.endAll((socket) => socket.destroy());
  }

  /** Resets all current connections; new ones work. */
  reset(): void {
    this.endAll((socket) => socket.resetAndDestroy());
  }

  /** Resets each current connection in the middle of the server's next data, until `mend`; new ones work. */
  tear(): void {
    for (const { server } of this.pairs) if (server) this.torn.add(server);
  }

  /** Half-open: connections stay open and new ones are accepted, but no data passes until `mend`. */
  silence(): void {
    this.state = 'silent';
    for (const { client, server } of this.pairs) {
      client.pause();
      server?.pause();
    }
  }

  /**
   * Current connections behave as if the server's machine were gone: they stay open and accept data, but never return
   * any. New ones work.
   */
  abandon(): void {
    for (const { client, server } of this.pairs) {
      if (!server) continue;
      this.abandoned.add(client);
      server.destroy();
    }
  }

  /**
   * Restores normal operation. After `silence`, data that was held back is delivered, or, with `forget`, the silenced
   * connections are closed.
   */
  mend({ forget = false } = {}): void {
    this.latencyMs = 0;
    this.state = 'open';
    this.torn.clear();
    for (const { client, server } of this.pairs) {
      if (forget || !server) client.destroy();
      client.resume();
      server?.resume();
    }
  }

  async close(): Promise<void> {
    this.endAll((socket) => socket.destroy());
    for (const client of this.abandoned) client.destroy();
    await new Promise((done) => this.listener.close(done));
  }

  private take(client: Socket): void {
    if (this.state === 'down') return void client.destroy();
    client.setNoDelay(true);
    const server = this.state === 'open' ? connect(this.targetPort, '127.0.0.1').setNoDelay(true) : undefined;
    const pair: Pair = { client, ...(server ? { server } : {}) };
    this.pairs.add(pair);
    const over = () => {
      this.pairs.delete(pair);
      if (server) this.torn.delete(server);
      if (client.destroyed) this.abandoned.delete(client);
      if (!this.abandoned.has(client)) client.destroy();
      server?.destroy();
    };
    for (const socket of [client, server]) socket?.on('error', over).on('close', over);
    if (!server) return void client.pause();
    this.pass(client, server);
    this.pass(server, client);
  }

  /** Forwards the data of one side to the other, in order, after the latency. */
  private pass(from: Socket, to: Socket): void {
    let before = Promise.resolve();
    from.on('data', (piece) => {
      if (this.torn.has(from)) {
        from.pause();
        return void to.write(piece.subarray(0, piece.length / 2), () => to.resetAndDestroy());
      }
      if (this.latencyMs === 0 && before === idle) return void to.write(piece);
      const due = setTimeout(this.latencyMs);
      before = before.then(async () => {
        await due;
        if (!to.destroyed) to.write(piece);
      });
      const mine = before;
      void mine.then(() => (before === mine ? (before = idle) : undefined));
    });
    before = idle;
  }

  private endAll(end: (socket: Socket) => void): void {
    for (const { client, server } of this.pairs) {
      end(client);
      if (server) end(server);
    }
  }
}

const idle = Promise.resolve();
