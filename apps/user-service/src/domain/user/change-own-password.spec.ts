import { describe, expect, it } from 'vitest';
import { accountId, anAccount, aUser, given, idOf, now, outcomeOf, refusalOf } from '../../../test/support/given.js';
import { decideChangeOwnPassword } from './change-own-password.js';
import type { User } from './user.js';

const command = {
  accountId,
  userId: idOf(1),
  actor: { kind: 'admin', id: idOf(1) },
  passwordHash: '$argon2id$new',
  sessionDigest: 'b'.repeat(64),
} as const;
const change = (of: Partial<User> = {}, ifMatch: string[] = ['3']) =>
  decideChangeOwnPassword({ ...command, ifMatch }, given([aUser({ hasPassword: true, ...of })]), now);

describe('a change of one’s own password (rule 6)', () => {
  it('raises one event, and lets the session go on that it was made in', () => {
    const decision = change();
    expect(outcomeOf(decision).events).toEqual(['user.updated 4 (password)']);
    expect(decision.changes).toContainEqual({
      kind: 'password',
      accountId,
      userId: idOf(1),
      hash: '$argon2id$new',
      keptSession: command.sessionDigest,
    });
  });

  it('is taken of whom the directory keeps too, who stays so, and whatever the account says of the directory’s passwords', () => {
    const state = given([aUser({ hasPassword: true })], anAccount({ passwordSync: 'off' }));
    const { user, passwords } = outcomeOf(decideChangeOwnPassword({ ...command, ifMatch: ['3'] }, state, now));
    expect([user?.managedBy, passwords]).toEqual(['directory', ['$argon2id$new']]);
  });

  it('is refused for another version than the one whose password was compared', () => {
    expect(refusalOf(() => change({}, ['2'])).code).toBe('version-mismatch');
  });

  it.each([
    ['inactive', { active: false }],
    ['released', { active: false, released: true }],
  ])('is refused to somebody who is %s', (_, of) => {
    expect(refusalOf(() => change(of)).code).toBe('user-not-found');
  });
});
