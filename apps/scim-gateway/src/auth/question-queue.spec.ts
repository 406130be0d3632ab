import { describe, expect, it } from 'vitest';
import { NoTurn, QuestionQueue } from './question-queue.js';

/** A queue of one place at a time, and what was asked in which order. */
function setUp() {
  const queue = new QuestionQueue({ running: 1, waitingPerSource: 3, waiting: 5 });
  const asked: string[] = [];
  const ends: (() => void)[] = [];
  const ask = async (source: string, name: string, waitMs = 60_000) =>
    queue.ask(source, waitMs, () => {
      asked.push(name);
      return new Promise<string>((resolve) => ends.push(() => resolve(name)));
    });
  const endAll = async () => {
    for (let end = ends.shift(); end; end = ends.shift()) {
      end();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { ask, asked, endAll };
}

describe('a queue of questions', () => {
  it('gives sources their turns, however many questions one of them has', async () => {
    const { ask, asked, endAll } = setUp();
    const answers = [ask('a', 'a1'), ask('a', 'a2'), ask('a', 'a3'), ask('a', 'a4'), ask('b', 'b1')];
    await endAll();
    expect(await Promise.all(answers)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1']);
    expect(asked).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
  });

  it('refuses what finds no place, of one source and of all', async () => {
    const { ask, endAll } = setUp();
    const answers = ['a1', 'a2', 'a3', 'a4'].map(async (name) => ask('a', name));
    await expect(ask('a', 'a5')).rejects.toBeInstanceOf(NoTurn);
    answers.push(ask('b', 'b1'), ask('c', 'c1'));
    await expect(ask('d', 'd1')).rejects.toBeInstanceOf(NoTurn);
    await endAll();
    expect(await Promise.all(answers)).toHaveLength(6);
  });

  it('refuses what has waited too long, and never asks it', async () => {
    const { ask, asked, endAll } = setUp();
    const first = ask('a', 'a1');
    await expect(ask('a', 'a2', 5)).rejects.toBeInstanceOf(NoTurn);
    await endAll();
    await first;
    const second = ask('b', 'b1');
    await endAll();
    expect([await second, asked]).toEqual(['b1', ['a1', 'b1']]);
  });
});
