import { Worker } from 'node:worker_threads';
import { Failure } from '../failures/failure.js';

export interface BodyThreadOptions {
  /** The module that the thread runs: it answers each message with one message. */
  readonly module: URL;
  /** A body that needs more than this in the thread, in megabytes, ends the thread and not the process. */
  readonly maxHeapMb: number;
  /** How long one job may take, in milliseconds. */
  readonly jobMs: number;
  /** After so many milliseconds without a job the thread ends, and its memory is free. */
  readonly idleMs: number;
}

/**
 * Runs jobs in a thread of its own, one at a time in the order of the calls, so that a large body blocks no other request. The
 * thread starts with the first job.
 */
export class BodyThread<Job extends object, Result> {
  private thread: Worker | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly options: BodyThreadOptions) {}

  /**
   * @param transfer memory that is given to the thread, and is gone here afterwards
   * @throws Failure body-too-complex where the job takes too much memory or time; Error where the thread fails
   */
  run(job: Job, transfer: readonly ArrayBuffer[]): Promise<Result> {
    const done = this.last.then(() => this.runAlone(job, transfer));
    this.last = done.catch(() => undefined);
    return done;
  }

  async close(): Promise<void> {
    clearTimeout(this.idle);
    await this.last;
    await this.end();
  }

  private async runAlone(job: Job, transfer: readonly ArrayBuffer[]): Promise<Result> {
    clearTimeout(this.idle);
    const thread = (this.thread ??= this.start());
    thread.ref();
    try {
      return await answerOf<Result>(thread, this.options.jobMs, () => thread.postMessage(job, transfer));
    } catch (error) {
      await this.end();
      throw error;
    } finally {
      thread.unref();
      this.idle = setTimeout(() => void this.end(), this.options.idleMs).unref();
    }
  }

  private start(): Worker {
    const { module, maxHeapMb } = this.options;
    const thread = new Worker(module, {
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: 8 },
    });
    // One that was given up may still run out of memory before it ends: without a listener that would end the process.
    thread.on('error', () => undefined);
    // One that ends between two jobs answers none any more: the next job starts another.
    return thread.on('exit', () => {
      if (this.thread === thread) this.thread = undefined;
    });
  }

  private async end(): Promise<void> {
    const { thread } = this;
    this.thread = undefined;
    await thread?.terminate();
  }
}

function answerOf<Result>(thread: Worker, withinMs: number, send: () => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    const fail = (error: Error) => (end(), reject(error));
    const timer = setTimeout(() => fail(new Failure('body-too-complex')), withinMs);
    const onMessage = (result: Result) => (end(), resolve(result));
    const onError = (error: Error & { readonly code?: string }) =>
      fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Failure('body-too-complex') : error);
    const onExit = () => fail(new Error('the thread for large bodies ended'));
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    send();
  });
}
