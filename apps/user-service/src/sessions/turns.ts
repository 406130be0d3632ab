import { FairSemaphore } from '@rollcall/service-kit';

interface Queue {
  readonly turn: FairSemaphore;
  users: number;
}

/** Lets what has the same key happen one after the other, here in this process. */
export class Turns {
  private readonly queues = new Map<string, Queue>();

  /** @param refusal the error of whom the queue of a key has no room for */
  constructor(
    private readonly maxWaiting: number,
    private readonly refusal: () => Error,
  ) {}

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const queue = this.queues.get(key) ?? this.open(key);
    queue.users += 1;
    try {
      return await queue.turn.run(key, task);
    } finally {
      queue.users -= 1;
      if (queue.users === 0) this.queues.delete(key);
    }
  }

  private open(key: string): Queue {
    const turn = new FairSemaphore({ atOnce: 1, maxWaiting: this.maxWaiting, refusal: this.refusal });
    const queue = { turn, users: 0 };
    this.queues.set(key, queue);
    return queue;
  }
}
