import { expect, it } from 'vitest';
import { whereToBegin } from './where-to-begin.js';

const of = { topic: 'events', partition: 3 };
const range = { ...of, low: 10, high: 20 };

it('goes on where the reader stands, also at the end of the log', () => {
  expect(whereToBegin(range, 10)).toEqual({ offset: 10 });
  expect(whereToBegin(range, 20)).toEqual({ offset: 20 });
});

it('begins at the first record, and says what was removed before', () => {
  expect(whereToBegin({ ...range, low: 0 }, undefined)).toEqual({ offset: 0 });
  expect(whereToBegin(range, undefined)).toEqual({
    offset: 10,
    missing: { ...of, from: 0, to: 10, why: 'begun-late' },
  });
});

it('says which records were removed while nobody read', () => {
  expect(whereToBegin(range, 7)).toEqual({ offset: 10, missing: { ...of, from: 7, to: 10, why: 'removed' } });
});

it('begins anew on a topic that is not the one that was read', () => {
  expect(whereToBegin({ ...range, low: 0 }, 21)).toEqual({
    offset: 0,
    missing: { ...of, from: 21, to: 0, why: 'made-anew' },
  });
});
