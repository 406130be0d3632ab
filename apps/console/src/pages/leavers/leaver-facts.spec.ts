import { expect, test } from 'vitest';
import { approvalOf, decliningOf, stateOf } from './leaver-facts.js';

test('the address says what is shown; those who wait where it says nothing that is known', () => {
  expect(stateOf('declined')).toBe('declined');
  expect(stateOf('nonsense')).toBe('held');
  expect(stateOf(undefined)).toBe('held');
});

test('all are approved by their number, some by name', () => {
  expect(approvalOf(24, undefined)).toEqual({ count: 24 });
  expect(approvalOf(2, ['a', 'b'])).toEqual({ userIds: ['a', 'b'] });
  expect(decliningOf(undefined)).toEqual({});
  expect(decliningOf(['a'])).toEqual({ userIds: ['a'] });
});
