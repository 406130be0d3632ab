import { EventEmitter } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Hold, type HeldExchange } from './hold.js';

function held({ leftMs = 10_000, isGone = false } = {}) {
  const [response, socket] = [new EventEmitter(), Object.assign(new EventEmitter(), { destroyed: isGone })];
  const exchange = { response, socket } as unknown as HeldExchange; // it only listens
  const hold = new Hold(exchange, { leftMs });
  const ended: string[] = [];
  hold.untilOver(() => ended.push('over'));
  const listeners = () => socket.listenerCount('close');
  return { hold, ended, close: () => response.emit('close'), hangUp: () => socket.emit('close'), listeners };
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

  it('ends with its connection where the response says nothing, as behind another answer (pipelining)', () => {
    const { hold, ended, hangUp, listeners } = held();
    hangUp();
    expect([hold.signal.aborted, ended]).toEqual([true, []]);
    hold.answered();
    expect([ended, listeners()]).toEqual([['over'], 0]);
  });

  it('ends of a client that went before it was made', () => {
    const { hold, ended } = held({ isGone: true });
    expect(hold.signal.aborted).toBe(true);
    hold.answered();
    expect(ended).toEqual(['over']);
  });

  it('ends without an answer, soon after the budget of a client that has gone', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { ended, close, listeners } = held({ leftMs: 5_000 });
    close();
    await vi.advanceTimersByTimeAsync(5_900);
    expect(ended).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect([ended, listeners()]).toEqual([['over'], 0]);
  });

  it('tells who asks late that the client has gone', () => {
    const { hold, close } = held();
    close();
    expect(hold.signal.aborted).toBe(true);
  });
});
