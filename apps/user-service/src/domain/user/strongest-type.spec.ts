import { describe, expect, it } from 'vitest';
import {
  accountId,
  anAccount,
  aUser,
  contractor,
  directory,
  given,
  idOf,
  now,
  ofAnn,
  outcomeOf,
  refusalOf,
  set,
} from '../../../test/support/given.js';
import { decideChangeUser } from './change-user.js';
import { decideCreateUser } from './create-user.js';

const editor = { id: idOf(901), name: 'Editor', basedOn: 'member' } as const;
const account = anAccount({}, { roles: [contractor, editor] });
const typed = (userTypes: string[]) => {
  const command = { accountId, userId: idOf(9), actor: directory, userName: 'x@example.com', profile: {}, userTypes };
  return outcomeOf(decideCreateUser(command, given([], account), now)).user?.userType;
};
const changed = (types: string[]) =>
  outcomeOf(
    decideChangeUser(
      { ...ofAnn, changes: [set('userType', types)] },
      given([aUser({ userType: 'guest' })], account),
      now,
    ),
  ).user?.userType;

describe('of several types (rule 3)', () => {
  it.each([
    [['guest', 'Admin', 'member'], 'admin'],
    [['viewer', editor.id, 'guest'], editor.id],
    [['guest', contractor.id], contractor.id],
    [['boss', 'viewer'], 'viewer'],
  ])('%s, the strongest counts, whatever their order', (types, strongest) => {
    for (const order of [types, types.toReversed()])
      expect([typed(order), changed(order)]).toEqual([strongest, strongest]);
  });

  it('none of which is known, one is refused', () => {
    expect(refusalOf(() => typed(['boss', 'chief'])).code).toBe('user-type-unknown');
  });

  it('none means no type', () => {
    expect(typed([])).toBe('member');
  });
});
