import { closingTerm, type Actor } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, anAccount, given, now } from '../../../test/support/given.js';
import { decideCloseAccount, decideReopenAccount } from './close-account.js';

const actor: Actor = { kind: 'operator', id: 'ann' };
const close = (afterSeconds: number) => ({ accountId, actor, afterSeconds });
const inThirtyDays = '2026-03-31T10:00:00.000Z';
const closing = { endsAt: '2026-03-22T10:00:00.000Z' };
const account = anAccount();
const beingClosed = anAccount({}, { closing });

describe('closing an account', () => {
  it('begins the term, and tells so in a version of its own', () => {
    const { changes, events, reply } = decideCloseAccount(close(closingTerm.usual), given([], account), now);
    expect(changes).toEqual([
      { kind: 'account', before: account, after: { ...account, version: 5, closing: { endsAt: inThirtyDays } } },
    ]);
    expect(events).toEqual([
      {
        type: 'account.closing',
        accountId,
        aggregateId: accountId,
        version: 5,
        payload: { accountId, actor, endsAt: inThirtyDays },
      },
    ]);
    expect(reply).toMatchObject({ version: 5, closing: { endsAt: inThirtyDays } });
  });

  it('begins the term anew where one runs: an operator may shorten it', () => {
    const { reply } = decideCloseAccount(close(0), given([], beingClosed), now);
    expect(reply?.closing).toEqual({ endsAt: now.toISOString() });
  });

  it('is refused for an account that there is not', () => {
    const of = { ...close(0), accountId: '01890a5d-ac96-774b-bcce-b302099a8999' };
    expect(() => decideCloseAccount(of, given(), now)).toThrow('account-not-found');
  });
});

describe('reopening an account', () => {
  it('ends the term, and keeps all else', () => {
    const { changes, events, reply } = decideReopenAccount({ accountId, actor }, given([], beingClosed));
    expect(changes).toEqual([{ kind: 'account', before: beingClosed, after: { ...account, version: 5 } }]);
    expect(events).toMatchObject([{ type: 'account.reopened', version: 5, payload: { accountId, actor } }]);
    expect(reply).not.toHaveProperty('closing');
  });

  it('changes nothing of an account that nobody closes', () => {
    const { changes, events, reply } = decideReopenAccount({ accountId, actor }, given([], account));
    expect([changes, events, reply?.version]).toEqual([[], [], 4]);
  });
});
