import { beforeAll, expect, test } from 'vitest';
import type { MembershipExplanation, TokenExplanation, UserExplanation } from '../api/generated/types.gen';
import { sentences as german } from './de/sentences';
import { sentences as english } from './en/sentences';
import { dateTime } from './format';
import { loadSentences } from './sentences';
import { membershipAdvice, tokenAdvice, userStateAdvice, userTypeAdvice } from './why-sentence';

const at = '2026-05-03T14:05:00.000Z';
const asSaid = { sentence: 'as the API says it', todo: 'as the API says to do', entries: [] };
const directory = { kind: 'directory', id: '1', name: 'Okta prod' } as const;
const ben = { kind: 'admin', id: '2', name: 'ben@acme.example' } as const;
const membership = (verdict: string, more: object = {}) =>
  membershipAdvice(
    { ...asSaid, verdict, since: at, ...more } as unknown as MembershipExplanation['explanation'], // verdicts of a later version among them
    { who: 'Ann', team: 'Design' },
    'Okta',
  );

beforeAll(loadSentences);

test('why somebody is inactive is said with who did it, and when', () => {
  const state = {
    ...asSaid,
    verdict: 'inactive-by-directory',
    since: at,
    actor: directory,
  } as UserExplanation['state'];
  expect(userStateAdvice(state, 'Ann', 'Okta')).toEqual({
    sentence: `Ann is inactive because the identity provider said so: made inactive by Okta on ${dateTime(at)}.`,
    todo: 'To let the person in again, assign them to the app in the identity provider.',
  });
});

test('a user type is called as everywhere', () => {
  const type = { ...asSaid, verdict: 'type-by-hand', actor: ben, facts: { userType: 'x' } };
  const typeOf = (id: string) => `Contractor ${id}`;
  const { sentence } = userTypeAdvice(type as NonNullable<UserExplanation['userType']>, { who: 'Ann', typeOf }, 'Okta');
  expect(sentence).toBe('Ann has the user type “Contractor x”: it was chosen by hand by ben@acme.example.');
});

test('of a token that ended with its maker, who that was and what became of them', () => {
  const facts = { reason: 'creator-not-admin', purpose: 'scim', maker: { kind: 'user', id: '2', name: 'Ben' } };
  const token = { ...asSaid, verdict: 'revoked-with-its-maker', since: at, facts } as TokenExplanation['explanation'];
  const { sentence, todo } = tokenAdvice(token, 'Okta', 'Okta');
  expect(sentence).toContain('because Ben, who made it, is no admin any more');
  expect(todo).toContain('page Provisioning');
});

test('whoever was put out is told whose hand had put them in', () => {
  const entries = [{ type: 'team.members-added', at, actor: ben }];
  const actor = { kind: 'system', id: 'team-service/reconciler' };
  expect(membership('out-by-reconciler', { entries, actor }).sentence).toBe(
    `Ann is not in the team “Design”: added by hand by ben@acme.example on ${dateTime(at)}, and put out by the reconciler on ${dateTime(at)}, because the group does not name this person.`,
  );
});

test.each([
  ['paused', 'which would put the person back, is paused'],
  ['held', 'waits for an admin'],
  ['of-a-later-version', 'waits for an admin'],
])('why somebody is not put back: %s', (reason, sentence) => {
  expect(membership('out-restoration-withheld', { facts: { reason } }).sentence).toContain(sentence);
});

test('a verdict of a later version is said as the API does', () => {
  expect(membership('of-a-later-version')).toEqual({ sentence: asSaid.sentence, todo: asSaid.todo });
});

test.each(Object.keys(english.why.member))('every verdict is a whole sentence in both languages: %s', (verdict) => {
  const words = {
    who: 'Ann',
    team: 'X',
    done: ' (Ben)',
    withheld: 'w',
    awaited: 'a',
    until: 'u',
    since: 's',
    groupSize: 2,
  };
  for (const { why } of [english, german]) {
    const sentence = why.member[verdict as keyof typeof why.member](words);
    expect(sentence).toMatch(
      /^(?:Ann|The log has nothing of Ann|Whether Ann|Das Protokoll hat nichts über Ann|Ob Ann) .*\.$/,
    );
    expect(sentence).not.toMatch(/undefined|\s\s/);
  }
});
