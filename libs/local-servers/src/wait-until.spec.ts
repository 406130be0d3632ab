import { describe, expect, it } from 'vitest';
import { waitUntil } from './wait-until.js';

describe('waitUntil', () => {
  it('says true as soon as the check is true', async () => {
    let asked = 0;
    expect(await waitUntil(() => ++asked === 3, { within: 10_000, every: 1 })).toBe(true);
    expect(asked).toBe(3);
  });

  it('says false at the time limit', async () => {
    expect(await waitUntil(() => false, { within: 20, every: 5 })).toBe(false);
  });

  it('asks once even where there is no time', async () => {
    expect(await waitUntil(() => Promise.resolve(true), { within: 0, every: 1 })).toBe(true);
  });

  it('throws what the check throws', async () => {
    const check = () => Promise.reject(new Error('no such container'));
    await expect(waitUntil(check, { within: 10_000, every: 1 })).rejects.toThrow('no such container');
  });
});
