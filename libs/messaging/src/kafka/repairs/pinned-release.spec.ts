import { expect, test } from 'vitest';
import { checkRelease } from './pinned-release.js';

test('the repairs are made for the release of kafkajs that is installed, and refuse any other', () => {
  expect(() => checkRelease()).not.toThrow();
  expect(() => checkRelease('2.2.5')).toThrow('ADR 0011');
});
