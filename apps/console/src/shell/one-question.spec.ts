import { expect, test } from 'vitest';
import { OneQuestion } from './one-question';

test('a question that two wait for is asked once, and answers both', async () => {
  const question = new OneQuestion();
  let calls = 0;
  question.subscribe(() => (calls += 1));
  const both = [question.isGiven(), question.isGiven()];
  expect([question.isAsked, calls]).toEqual([true, 1]);
  question.answer(true);
  expect(await Promise.all(both)).toEqual([true, true]);
  expect(question.isAsked).toBe(false);
});

test('who refuses refuses for all who wait, and is asked again by the next', async () => {
  const question = new OneQuestion();
  const both = [question.isGiven(), question.isGiven()];
  question.answer(false);
  expect(await Promise.all(both)).toEqual([false, false]);
  const next = question.isGiven();
  question.answer(true);
  expect(await next).toBe(true);
});
