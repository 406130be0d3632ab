import { describe, expect, it } from 'vitest';
import { Peppers } from './peppers.js';

const overlapMs = 1_000;

/** Peppers of an instance that has just started after a rotation, and its clock. */
function rotated() {
  const clock = { now: 0 };
  return { clock, peppers: new Peppers({ current: 'new', previous: 'old', overlapMs, now: () => clock.now }) };
}
const before = new Peppers({ current: 'old' });
const after = new Peppers({ current: 'new' });

describe('the peppers of stored hashes', () => {
  it('make another hash each, under another id', () => {
    expect(before.storedHashOf('aa').hash).not.toEqual(after.storedHashOf('aa').hash);
    expect(before.currentId).not.toBe(after.currentId);
    expect(before.currentId).toMatch(/^[0-9a-f]{8}$/);
  });

  it('find a token by the current and by the previous one', () => {
    const { peppers } = rotated();
    expect(peppers.hashesOf('aa')).toEqual([after.storedHashOf('aa').hash, before.storedHashOf('aa').hash]);
  });

  it('store nothing that the instances before the rotation cannot find, while such may run', () => {
    const { peppers, clock } = rotated();
    clock.now = overlapMs - 1;
    expect(peppers.storedHashOf('aa')).toEqual(before.storedHashOf('aa'));
    expect(peppers.movedHashOf(before.currentId, 'aa')).toBeUndefined();
  });

  it('move what is used from the previous one to the current one, and back never', () => {
    const { peppers, clock } = rotated();
    expect(peppers.movedHashOf(after.currentId, 'aa')).toBeUndefined();
    clock.now = overlapMs;
    expect(peppers.storedHashOf('aa')).toEqual(after.storedHashOf('aa'));
    expect(peppers.movedHashOf(before.currentId, 'aa')).toEqual(after.storedHashOf('aa'));
    expect(peppers.movedHashOf('', 'aa')).toEqual(after.storedHashOf('aa'));
    expect(peppers.movedHashOf(after.currentId, 'aa')).toBeUndefined();
  });

  it('are one where both settings say the same', () => {
    const peppers = new Peppers({ current: 'old', previous: 'old' });
    expect(peppers.areTwo).toBe(false);
    expect(peppers.hashesOf('aa')).toHaveLength(1);
  });
});
