import { allMessageDefinitions, watchedTopics } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { areNoticesLate, concernsSessions, kindsOf } from './kinds.js';

/** What no page shows but the audit log. */
const silent = [
  'account.created',
  'account.last-admin-guarded',
  'account.user-type-fell-back',
  'scim.requests-missed',
  'session.refused',
];

const topics: readonly string[] = watchedTopics['workspace-gateway'];
const watched = allMessageDefinitions().filter(({ topic }) => topics.includes(topic));

describe('what a message hints at', () => {
  it('is something, or it is among those that no page shows', () => {
    const saysNothing = watched.filter(({ type }) => kindsOf(type).length === 0).map(({ type }) => type);
    expect(saysNothing.toSorted()).toEqual(silent);
  });

  it.each([
    ['user.updated', ['user']],
    ['team.members-removed', ['team']],
    ['team.reconciled', ['team', 'reconciler']],
    ['team.reconcile-held', ['team', 'reconciler', 'notices']],
    ['team.takeover-proposed', ['team', 'takeovers', 'notices']],
    ['token.revoked', ['token', 'notices']],
    ['scim.request-answered', ['requests']],
    ['account.settings-changed', ['settings']],
    ['session.started', ['sessions']],
    ['session.ended', ['sessions']],
    ['account.notifications-chosen', ['notifications']],
    ['user.leaving-held', ['user', 'leavers', 'notices']],
  ])('%s: %j', (type, kinds) => expect(kindsOf(type)).toEqual(kinds));

  it('is known of later types by what they are about', () => {
    expect([kindsOf('user.invented-later'), kindsOf('team.invented-later')]).toEqual([['user'], ['team']]);
    expect([kindsOf('invented.later'), kindsOf(''), kindsOf('nothing')]).toEqual([[], [], []]);
  });
});

it('notices that user-service makes of what others tell are late', () => {
  const types = watched.map(({ type }) => type).filter(areNoticesLate);
  expect(types.every((type) => /^(team|token|reconciler)\./.test(type))).toBe(true);
  expect(types).toContain('team.reconcile-held');
  expect([areNoticesLate('account.leavers-held'), areNoticesLate('team.updated')]).toEqual([false, false]);
});

it('sessions may be over after what ends them, and after what gives other rights', () => {
  const ends = ['session.ended', 'user.deactivated', 'user.released', 'user.type-changed', 'user.erased'];
  expect(ends.filter((type) => !concernsSessions(type))).toEqual([]);
  expect(['session.started', 'user.created', 'team.updated'].some(concernsSessions)).toBe(false);
});
