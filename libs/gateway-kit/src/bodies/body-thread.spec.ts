import { afterEach, describe, expect, it } from 'vitest';
import { BodyThread } from './body-thread.js';

/** Doubles numbers; uses up all memory, loops for ever, throws, or ends after its answer where it is told to. */
const module = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ number, what }) => {
      if (what === 'hoard') for (const all = [];;) all.push(new Array(1000).fill(number));
      if (what === 'loop') for (;;);
      if (what === 'throw') throw new Error('a defect');
      parentPort.postMessage(2 * number);
      if (what === 'end') setTimeout(() => process.exit(1), 10);
    });`)}`,
);
type Job = { readonly number: number; readonly what?: 'hoard' | 'loop' | 'throw' | 'end' };

const threads: BodyThread<Job, number>[] = [];
function thread(options: { readonly jobMs?: number; readonly idleMs?: number } = {}): BodyThread<Job, number> {
  const made = new BodyThread<Job, number>({ module, maxHeapMb: 16, jobMs: 20_000, idleMs: 20_000, ...options });
  threads.push(made);
  return made;
}

afterEach(async () => {
  for (const each of threads.splice(0)) await each.close();
});

describe('a thread for large bodies', () => {
  it('answers each job with its own result, in order', async () => {
    const doubling = thread();
    expect(await Promise.all([1, 2, 3].map((number) => doubling.run({ number }, [])))).toEqual([2, 4, 6]);
  });

  it('is given the memory of a body, not a copy', async () => {
    const bytes = new ArrayBuffer(8);
    await thread().run({ number: 1 }, [bytes]);
    expect(bytes.byteLength).toBe(0);
  });

  it('that takes too much memory refuses that body, and goes on with the next', async () => {
    const doubling = thread();
    const hoarding = doubling.run({ number: 1, what: 'hoard' }, []);
    const next = doubling.run({ number: 2 }, []);
    await expect(hoarding).rejects.toMatchObject({ code: 'body-too-complex' });
    expect(await next).toBe(4);
  });

  it('that takes too long refuses that body, and goes on with the next', async () => {
    const doubling = thread({ jobMs: 2_000 });
    await doubling.run({ number: 1 }, []); // has started
    const looping = doubling.run({ number: 1, what: 'loop' }, []);
    await expect(looping).rejects.toMatchObject({ code: 'body-too-complex' });
    expect(await doubling.run({ number: 2 }, [])).toBe(4);
  });

  it('that fails says so, and goes on with the next', async () => {
    const doubling = thread();
    await expect(doubling.run({ number: 1, what: 'throw' }, [])).rejects.toThrow('a defect');
    expect(await doubling.run({ number: 2 }, [])).toBe(4);
  });

  it('that ends by itself between two jobs is started again for the next', async () => {
    const doubling = thread({ jobMs: 2_000 });
    expect(await doubling.run({ number: 1, what: 'end' }, [])).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await doubling.run({ number: 2 }, [])).toBe(4);
  });

  it('ends when nothing is to be done, and starts again', async () => {
    const doubling = thread({ idleMs: 1 });
    expect(await doubling.run({ number: 1 }, [])).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await doubling.run({ number: 2 }, [])).toBe(4);
  });
});
