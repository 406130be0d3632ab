import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Hold } from './hold.js';

function held(leftMs = 10_000) {
  const response = new EventEmitter();
  const hold = new Hold(response as unknown as ConstructorParameters<typeof Hold>[0], { leftMs }); // it only listens
  const ended: string[] = [];
  hold.untilOver(() => ended.push('over'));
  return { hold, ended, close: () => response.emit('close') };
}

describe('what a request holds of its account’s share', () => {
  it('is held until its answer was sent, and no longer', () => {
    const { hold, ended, close } = held();
    hold.answered();
    expect(ended).toEqual([]);
    close();
    expect(ended).toEqual(['over']);
    hold.untilOver(() => ended.push('at once'));
    expect(ended).toEqual(['over', 'at once']);
  });

  it('is held while work goes on for a client that has gone, and the work hears of it', () => {
    const { hold, ended, close } = held();
    const { signal } = hold;
    close();
    expect([signal.aborted, hold.signal.aborted, ended]).toEqual([true, true, []]);
    hold.answered();
    expect(ended).toEqual(['over']);
  });

  it('tells who asks late that the client has gone', () => {
    const { hold, close } = held();
    close();
    expect(hold.signal.aborted).toBe(true);
  });
});
