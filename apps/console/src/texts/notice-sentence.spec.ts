import { beforeAll, expect, test } from 'vitest';
import type { Notice } from '../api/generated/types.gen';
import { dateTime } from './format';
import { noticeSentence } from './notice-sentence';
import { loadSentences } from './sentences';

const at = '2026-05-03T14:05:00.000Z';
const person = { id: '1', userName: 'ada@acme.example', displayName: 'Ada Min', active: true };
const team = { id: '2', displayName: 'Design' };
const token = { id: '3', name: 'Okta', state: 'working', expiresAt: at, purpose: 'scim' } as const;
const said = (kind: string, facts: Partial<Notice['facts']>, more: Partial<Notice> = {}) =>
  noticeSentence({ kind, facts, state: 'waiting', sentence: 'as the API says it', ...more } as Notice);
const over = { state: 'ended' } as const;

beforeAll(loadSentences);

test.each([
  ['leavers-held', { count: 24 }, {}, '24 people are over the limit'],
  ['leavers-held', {}, { ...over, outcome: 'declined' }, 'all who still waited stay active.'],
  ['leavers-held', {}, over, 'the log says what became of them.'],
  ['takeover-waiting', { team }, {}, 'to take over the team “Design”. The team would then'],
  ['takeover-waiting', { team: { id: '2' } }, { ...over, outcome: 'lapsed' }, 'a team that is deleted. Nobody decided'],
  ['run-held', { team }, {}, 'Many members of the team “Design” are not in its group'],
  ['run-held', { team }, { ...over, outcome: 'put-right' }, 'Later they were fewer than the limit'],
  [
    'token-ended',
    { token: { ...token, state: 'revoked' } },
    {},
    'The SCIM token “Okta” was revoked by an admin. Whatever',
  ],
  ['token-ended', {}, over, 'The SCIM token that is not known any more works no more. An admin has seen this.'],
  ['token-ending', { token: { ...token, purpose: 'audit' } }, {}, `The audit token “Okta” ends on ${dateTime(at)}.`],
  ['token-ending', { token: { ...token, state: 'expired' } }, {}, 'whose end was announced here, has expired.'],
  ['admin-made-by-directory', {}, { person }, 'made Ada Min an admin. If nobody meant that'],
  ['admin-password-by-directory', {}, over, 'password of somebody who is not known any more, an admin. An admin has'],
] as const)('%s of %o is said with what is known now', (kind, facts, more, sentence) => {
  expect(said(kind, facts, more as Partial<Notice>)).toContain(sentence);
});

test.each([
  ['of-a-later-version', { count: 1 }],
  ['leavers-held', {}],
] as const)('%s without what it needs is said as the API does', (kind, facts) => {
  expect(said(kind, facts)).toBe('as the API says it');
});

test('an outcome of a later version is one that is not known', () => {
  expect(said('run-held', { team }, { ...over, outcome: 'something-new' as never })).toContain(
    'does not wait any more',
  );
});
