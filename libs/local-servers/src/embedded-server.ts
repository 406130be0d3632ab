import { rememberPid } from './leftovers.js';
import type { OwnedProcess } from './owned-process.js';

/** Milliseconds within which a server must have started: a busy machine may be slow, and recovery may take time. */
const startsWithin = 180_000;

export interface EmbeddedServerParts {
  readonly process: OwnedProcess;
  /** The folder of the server's data; it also records the server's pid. */
  readonly folder: string;
  readonly port: number;
  /** The line of its output that means that clients can connect. */
  readonly readyLine: RegExp;
}

/**
 * A server as a child process on loopback, which can be stopped, killed, suspended and restarted on the same port and
 * data.
 */
export class EmbeddedServer {
  protected constructor(protected readonly parts: EmbeddedServerParts) {}

  get port(): number {
    return this.parts.port;
  }

  get pid(): number | undefined {
    return this.parts.process.pid;
  }

  /** Resolves when the current run has ended, for whatever reason. */
  get ended(): Promise<void> {
    return this.parts.process.ended;
  }

  get outcome(): string | undefined {
    return this.parts.process.outcome;
  }

  get log(): string {
    return this.parts.process.log;
  }

  /**
   * Starts the server again after `stop` or `kill`. Resolves when clients can connect; rejects with its output when it
   * is not ready in time.
   */
  async restart(): Promise<void> {
    const { process, folder, readyLine } = this.parts;
    process.start();
    await rememberPid(folder, process.pid);
    try {
      await process.line(readyLine, startsWithin);
    } catch (error) {
      await process.kill();
      throw error;
    }
  }

  /** Ends it in order, and kills it when it has not ended `withinMs`. */
  stop(withinMs?: number): Promise<void> {
    return this.parts.process.stop(withinMs);
  }

  /** Ends it as a crash does: connections break, and buffered data is lost. */
  kill(): Promise<void> {
    return this.parts.process.kill();
  }

  /** The server keeps running and keeps its connections, but answers nothing until `resume`. */
  suspend(): void {
    this.parts.process.suspend();
  }

  resume(): void {
    this.parts.process.resume();
  }
}
