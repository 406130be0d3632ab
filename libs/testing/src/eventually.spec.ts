import { describe, expect, it } from 'vitest';
import { eventually, pauseAfter } from './eventually.js';

describe('eventually', () => {
  it('gives back what the check gave when it came true', async () => {
    let tries = 0;
    expect(await eventually(() => (++tries === 3 ? 'third' : undefined), 'three tries', { every: 1 })).toBe('third');
  });

  it('forgives errors until the time limit', async () => {
    let tries = 0;
    const check = () => {
      tries += 1;
      if (tries < 3) throw new Error('not yet');
      return tries;
    };
    expect(await eventually(check, 'three tries', { every: 1 })).toBe(3);
  });

  it('fails with its sentence and the last error', async () => {
    const failing = eventually(() => false, 'pigs fly', { within: 20, every: 5 });
    await expect(failing).rejects.toThrow('not within 20 ms: pigs fly');
    await expect(failing).rejects.toMatchObject({ cause: 'gave false' });
  });

  it('looks often at first, and less often at what takes long', () => {
    expect([0, 400, 2_000, 60_000].map(pauseAfter)).toEqual([25, 25, 100, 250]);
  });

  it('takes zero and the empty text for an answer', async () => {
    expect(await eventually(() => 0, 'a number')).toBe(0);
    expect(await eventually(() => '', 'a text')).toBe('');
  });
});
