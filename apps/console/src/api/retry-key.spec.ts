import { expect, test } from 'vitest';
import { newRetryKey } from './retry-key.js';

test('a key is a UUIDv7 of its time, and no two are the same', () => {
  const key = newRetryKey(0x0190_0000_1234);
  expect(key).toMatch(/^01900000-1234-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newRetryKey(0x0190_0000_1234)).not.toBe(key);
});
