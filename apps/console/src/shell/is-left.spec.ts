import { expect, test } from 'vitest';
import { ApiProblem } from '../api/api-problem';
import { isLeft } from './is-left';

test('who signs out of a session that has ended is signed out', () => {
  expect(isLeft(new ApiProblem(401, {}))).toBe(true);
});

test.each([0, 429, 500, 503])('who could not sign out is not: %i', (status) => {
  expect(isLeft(new ApiProblem(status, {}))).toBe(false);
});
