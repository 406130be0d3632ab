import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy before several servers on loopback: each request goes to the next one that takes connections, and streams are shared evenly. */
export class RoundRobin {
  private turn = 0;
  /** Streams that were asked for and have not ended, by the port that they were asked of. */
  private readonly streams = new Map<number, number>();
  private readonly server = createServer((incoming, answer) => this.pass(incoming, answer, this.inTurn(incoming)));

  private constructor(private readonly ports: readonly number[]) {}

  static async start(ports: readonly number[]): Promise<RoundRobin> {
    const proxy = new RoundRobin(ports);
    await new Promise<void>((done) => proxy.server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** How many streams were asked of a server and have not ended. */
  streamsOf(port: number): number {
    return this.streams.get(port) ?? 0;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private inTurn(incoming: IncomingMessage): number[] {
    this.turn += 1;
    const ports = this.ports.map((_, index) => this.ports[(this.turn + index) % this.ports.length] ?? 0);
    return isStream(incoming) ? ports.toSorted((a, b) => this.streamsOf(a) - this.streamsOf(b)) : ports;
  }

  private pass(incoming: IncomingMessage, answer: ServerResponse, [port, ...others]: readonly number[]): void {
    if (port === undefined) return void answer.writeHead(502).end();
    const { method, url, headers } = incoming;
    const sent = request({ host: '127.0.0.1', port, method, path: url, headers });
    if (isStream(incoming)) {
      this.streams.set(port, this.streamsOf(port) + 1);
      sent.on('close', () => this.streams.set(port, this.streamsOf(port) - 1));
    }
    sent.on('response', (received) => {
      answer.writeHead(received.statusCode ?? 502, received.headers);
      received.pipe(answer);
      received.on('close', () => {
        if (!received.complete) answer.destroy();
      });
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') this.pass(incoming, answer, others);
      else answer.destroy();
    });
    answer.on('close', () => sent.destroy());
    incoming.pipe(sent);
  }
}

const isStream = ({ url = '' }: IncomingMessage) => url.startsWith('/api/events');
