import type { Actor } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, aUser, given, idOf, inWords, now, ofAnn, refusalOf, set } from '../../../test/support/given.js';
import { decideChangeUser } from '../user/change-user.js';
import { decideAcknowledgeNotice } from './acknowledge-notice.js';
import type { Notice } from './notice.js';

const actor: Actor = { kind: 'admin', id: idOf(50) };
const at = now.toISOString();
const made: Notice = {
  accountId,
  id: idOf(70),
  kind: 'admin-made-by-directory',
  subjectId: idOf(1),
  since: '2026-03-01T09:00:00.000Z',
};
const leavers: Notice = { ...made, kind: 'leavers-held', subjectId: accountId };
const acknowledge = (notice: Notice) => {
  const state = given([]);
  state.apply([{ kind: 'notice-acknowledged', notice }]);
  return decideAcknowledgeNotice({ accountId, noticeId: idOf(70), actor }, state, now);
};

describe('a notice', () => {
  it('that only tells of something ends when an admin acknowledges it', () => {
    const { changes, events, reply } = acknowledge(made);
    const notice = { ...made, acknowledged: { by: actor, at }, endedAt: at, outcome: 'seen' };
    expect(changes).toEqual([{ kind: 'notice-acknowledged', notice }]);
    expect(events.map(inWords)).toEqual(['account.notice-acknowledged']);
    expect(reply).toMatchObject({ state: 'ended', outcome: 'seen', acknowledgedBy: actor, acknowledgedAt: at });
  });

  it('of what waits for somebody goes on waiting', () => {
    expect(acknowledge(leavers).reply).toMatchObject({ state: 'waiting', acknowledgedBy: actor });
  });

  it('keeps the first who acknowledged it', () => {
    const by: Actor = { kind: 'admin', id: idOf(51) };
    const { changes, events, reply } = acknowledge({ ...leavers, acknowledged: { by, at } });
    expect([changes, events, reply?.acknowledgedBy]).toEqual([[], [], by]);
  });

  it('that there is not is refused', () => {
    const act = () => decideAcknowledgeNotice({ accountId, noticeId: idOf(70), actor }, given([]), now);
    expect(refusalOf(act).code).toBe('notice-not-found');
  });
});

describe('the directory', () => {
  const raised = (notice: string) => ({ kind: 'notice-raised', accountId, notice, subjectId: idOf(1), at });

  it('raises a notice with each admin that it makes, and with each new password of one (rule 6)', () => {
    const promote = { ...ofAnn, changes: [set('userType', 'admin')] };
    expect(decideChangeUser(promote, given([aUser()]), now).changes).toContainEqual(raised('admin-made-by-directory'));
    const change = { ...ofAnn, changes: [], passwordHash: 'hash' };
    const { changes } = decideChangeUser(change, given([aUser({ userType: 'admin' })]), now);
    expect(changes).toContainEqual(raised('admin-password-by-directory'));
    expect(decideChangeUser(change, given([aUser()]), now).changes.map(({ kind }) => kind)).not.toContain(
      'notice-raised',
    );
  });
});
