import { expect, test } from 'vitest';
import type { ProvisioningState } from '../api/generated/types.gen';
import { dateTime } from './format';
import { stateSentence } from './state-sentence';

const [at, later] = ['2026-05-03T14:05:00.000Z', '2026-05-03T22:05:00.000Z'];
const ada = { id: '1', userName: 'ada@acme.example', displayName: 'Ada Min', active: true };
const token = {
  id: '2',
  name: 'Okta',
  state: 'creator-deactivated',
  endedAt: at,
  expiresAt: later,
  creator: ada,
} as ProvisioningState['facts']['token'];
const said = (code: string, facts: object, since?: string) =>
  stateSentence(
    { code, facts, sentence: 'as the API says it', ...(since ? { since } : {}) } as unknown as ProvisioningState, // codes of a later version among them
    'Okta',
  );

test.each([
  ['token-died', { token }, undefined, `“Okta” ended when Ada Min was made inactive, on ${dateTime(at)}.`],
  ['dead-token-used', { token: { ...token, lastRefusedAt: later } }, undefined, `was refused on ${dateTime(later)}.`],
  ['token-ends-soon', { token }, undefined, `ends on ${dateTime(later)}`],
  [
    'paused',
    { by: { kind: 'admin', id: '1', person: ada }, reason: 'migration', until: later },
    at,
    `Ada Min paused the reconciler on ${dateTime(at)}: migration. It ends by itself on ${dateTime(later)}.`,
  ],
  ['report-only', { by: { kind: 'operator', id: 'x' } }, at, 'an operator set the reconciler to report only'],
  [
    'held-leavers',
    { count: 6 },
    undefined,
    '6 people are over the limit: they are still active, until an admin decides.',
  ],
  ['held-runs', { count: 1 }, undefined, 'One team has many members who are not in its group'],
  [
    'audit-stream-failing',
    { count: 2 },
    at,
    `2 receivers of the log have accepted nothing since ${dateTime(at)}. Nothing is lost: the entries are kept here, and sent when they accept them again.`,
  ],
  [
    'contended',
    { person: ada, teams: [{ id: '3', displayName: 'Sales' }], evictions: 5 },
    at,
    'Ada Min is not in the group of “Sales”',
  ],
])('%s is said with names and times of the reader', (code, facts, since, sentence) => {
  expect(said(code, facts, since)).toContain(sentence);
});

test.each([
  ['token-died', {}],
  ['paused', { reason: 'migration' }],
  ['contended', { evictions: 5 }],
  ['of-a-later-version', {}],
])('%s without its facts is said as the API does', (code, facts) => {
  expect(said(code, facts)).toBe('as the API says it');
});
