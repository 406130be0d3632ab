import {
  AccountQueries,
  LeaverQueries,
  queryRequest,
  UserQueries,
  type FindUserBriefs,
  type LeaverPage,
} from '@rollcall/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeSystem, ops } from './support/fake-connections.js';
import { acme, aUser, briefOf } from './support/views.js';

const ann = aUser({ id: '01890a5d-ac96-774b-bcce-b302099a8058', userName: 'ann@acme.example' });
const tokenId = '01890a5d-ac96-774b-bcce-b302099a8059';
const at = '2026-03-01T11:00:00.000Z';
const page: LeaverPage = {
  held: 24,
  leavers: [{ userId: ann.id, state: 'held', leaving: 'release', tokenId, firstAt: at, lastAt: at, times: 2 }],
};
let system: FakeSystem;

beforeEach(() => {
  system = new FakeSystem();
  system.answers = {
    'user-service': {
      [queryRequest(AccountQueries.find, { account: 'acme' }).path]: acme,
      [queryRequest(LeaverQueries.list, { accountId: acme.id, limit: 1_000 }).path]: page,
      [UserQueries.briefs.path]: ({ userIds }: FindUserBriefs) => (userIds.includes(ann.id) ? [briefOf(ann)] : []),
    },
  };
  const reply = { ok: true, body: { decided: 24, held: 0 } } as const;
  system.replies = { 'account.approve-leavers': reply, 'account.decline-leavers': reply };
});

describe('leavers list', () => {
  it('says how many are held, and shows who, what for, since when and by which token', async () => {
    const { code, out } = await ops(system, ['leavers', 'list', 'acme']);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe('24 of acme are held (deprovisionBrake=off).');
    expect(out).toMatch(/ann@acme\.example +held +release +2026-03-01T11:00:00\.000Z +2026-03-01T11:00:00\.000Z +2 /);
    expect(out).toContain(tokenId);
  });
});

describe('leavers approve', () => {
  it('approves all by their number, in the name of the operator', async () => {
    const { code, out } = await ops(system, ['leavers', 'approve', 'acme', '--count', '24']);
    expect([code, out]).toEqual([0, '24 will leave acme now; nobody is held any more.']);
    const payload = { accountId: acme.id, count: 24, actor: { kind: 'operator', id: 'root' } };
    expect(system.sent).toEqual([{ type: 'account.approve-leavers', payload }]);
  });

  it('approves people who are named', async () => {
    await ops(system, ['leavers', 'approve', 'acme', ann.id.toUpperCase()]);
    expect(system.sent).toMatchObject([{ payload: { userIds: [ann.id] } }]);
  });

  it.each([[[]], [[ann.id, '--count', '24']], [['--count', 'all']], [['--count', '0']]])(
    'refuses what is neither people nor a number: %j',
    async (rest) => {
      const { code } = await ops(system, ['leavers', 'approve', 'acme', ...rest]);
      expect([code, system.sent]).toEqual([2, []]);
    },
  );

  it('says the number where another one is held', async () => {
    const facts = { said: 24, held: 25 };
    system.replies = { 'account.approve-leavers': { ok: false, code: 'leavers-changed', facts } };
    const { code, err } = await ops(system, ['leavers', 'approve', 'acme', '--count', '24']);
    expect([code, err]).toEqual([1, 'ops: not 24 but 25 people are held: see `leavers list`']);
  });
});

describe('leavers decline', () => {
  it.each([
    [[], {}],
    [[ann.id], { userIds: [ann.id] }],
  ])('declines all, or those named: %j', async (people, who) => {
    const { code, out } = await ops(system, ['leavers', 'decline', 'acme', ...people]);
    expect([code, out]).toEqual([0, '24 stay in acme; nobody is held any more.']);
    const payload = { accountId: acme.id, ...who, actor: { kind: 'operator', id: 'root' } };
    expect(system.sent).toEqual([{ type: 'account.decline-leavers', payload }]);
  });
});
