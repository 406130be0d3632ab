import { validationProblems, type Class } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { listUsers } from '../contract/people-list-routes.js';
import { changeMe } from '../contract/sign-in-routes.js';
import { problemsByPlace } from './problems-by-place.js';

const problemsOf = (part: Class | undefined, given: unknown) =>
  part ? problemsByPlace(validationProblems(part, given, 'refused'), given) : undefined;
const ofBody = (body: unknown) => problemsOf(changeMe.body, body);
const ofProfile = (profile: unknown) => ofBody({ profile });

describe('what does not fit in a request', () => {
  it.each([
    ['something missing', {}, '/profile', 'is missing'],
    ['a list for one object', { profile: [] }, '/profile', 'must be an object'],
    ['nothing for what cannot be emptied', { profile: { name: null } }, '/profile/name', 'must be an object'],
    ['an empty text', { profile: { title: '' } }, '/profile/title', 'should not be empty'],
    ['one object for a list', { profile: { addresses: {} } }, '/profile/addresses', 'must be an array'],
    ['a list in a list', { profile: { addresses: [[{}]] } }, '/profile/addresses', 'each value must be an object'],
    ['what is not known', { profile: { emails: [] } }, '/profile/emails', 'is not known here'],
    ['a name that every object has', { profile: {}, constructor: 1 }, '/constructor', 'is not known here'],
    ['what a list does not take', { profile: { phoneNumbers: [{}] } }, '/profile/phoneNumbers/0/value', 'is missing'],
  ])('is named by its place, in a sentence: %s', (_, body, at, problem) => {
    expect(ofBody(body)).toEqual([{ at, problem: expect.stringMatching(new RegExp(`^${problem}`)) as string }]);
  });

  it('has one sentence for each place of a body, and never repeats a value', () => {
    const problems = ofProfile({ title: 7, phoneNumbers: [{ value: 'canary', primary: 'canary' }] });
    expect(problems).toEqual([
      { at: '/profile/title', problem: 'must be a string and must be shorter than or equal to 1000 characters' },
      { at: '/profile/phoneNumbers/0/primary', problem: 'must be a boolean value' },
    ]);
  });

  it('is nothing where a value is emptied, or a number stands in the query as text', () => {
    expect(ofProfile({ title: null, phoneNumbers: null, name: { givenName: null } })).toEqual([]);
    expect(problemsOf(listUsers.query, { limit: '20' })).toEqual([]);
    expect(problemsOf(listUsers.query, { limit: '201' })).toHaveLength(1);
  });

  it('is cut short: 50 places, 80 characters of a name', () => {
    const body = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`${'x'.repeat(100)}${n}`, 1]));
    const problems = ofBody(body);
    expect(problems).toHaveLength(50);
    expect(problems?.[0]).toEqual({ at: `/${'x'.repeat(80)}`, problem: 'is not known here' });
  });
});
