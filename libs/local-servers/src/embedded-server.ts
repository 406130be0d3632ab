import { rememberPid } from './leftovers.js';
import type { OwnedProcess } from './owned-process.js';

/** Milliseconds that a server may take to start: long, for a busy machine and much to recover. */
const startsWithin = 180_000;

export interface EmbeddedServerParts {
  readonly process: OwnedProcess;
  /** Of its data; it remembers the pid too. */
  readonly directory: string;
  readonly port: number;
  /** The line of its output that says that clients may come. */
  readonly readyLine: RegExp;
}

/** A server as a child process on loopback, which can be ended, frozen and started again on the same port and data. */
export class EmbeddedServer {
  protected constructor(protected readonly parts: EmbeddedServerParts) {}

  get port(): number {
    return this.parts.port;
  }

  get pid(): number | undefined {
    return this.parts.process.pid;
  }

  /** Resolves when the present run is over, whoever ended it. */
  get ended(): Promise<void> {
    return this.parts.process.ended;
  }

  get outcome(): string | undefined {
    return this.parts.process.outcome;
  }

  get log(): string {
    return this.parts.process.log;
  }

  /** Starts it again after `stop` or `kill`; resolves when it is ready for clients, rejects with its output when it is not in time. */
  async restart(): Promise<void> {
    const { process, directory, readyLine } = this.parts;
    process.start();
    await rememberPid(directory, process.pid);
    try {
      await process.line(readyLine, startsWithin);
    } catch (error) {
      await process.kill();
      throw error;
    }
  }

  stop(): Promise<void> {
    return this.parts.process.stop();
  }

  /** As a crash: connections are cut, and nothing is written that was not written yet. */
  kill(): Promise<void> {
    return this.parts.process.kill();
  }

  /** Alive, holding its connections, and silent until `resume`. */
  suspend(): void {
    this.parts.process.suspend();
  }

  resume(): void {
    this.parts.process.resume();
  }
}
