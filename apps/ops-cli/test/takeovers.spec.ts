import {
  AccountQueries,
  queryRequest,
  TakeoverQueries,
  UserQueries,
  type FindUserBriefs,
  type TakeoverDetails,
} from '@rollcall/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeSystem, ops } from './support/fake-connections.js';
import { acme, aUser, briefOf } from './support/views.js';

const takeoverId = '01890a5d-ac96-774b-bcce-b302099a8066';
const teamId = '01890a5d-ac96-774b-bcce-b302099a8061';
const bo = aUser({ id: '01890a5d-ac96-774b-bcce-b302099a8070', userName: 'bo@acme.example' });
const at = '2026-03-01T10:00:00.000Z';
const waiting: TakeoverDetails = {
  id: takeoverId,
  accountId: acme.id,
  teamId,
  version: 7,
  state: 'waiting',
  teamName: 'Design',
  displayName: 'Design',
  kept: false,
  pushedBy: { kind: 'directory', id: 'okta' },
  proposedAt: at,
  updatedAt: at,
  counts: { gain: 0, lose: 30, stay: 0, missing: 0 },
};
const { counts: _, ...view } = waiting;

let system: FakeSystem;

beforeEach(() => {
  system = new FakeSystem();
  const of = { accountId: acme.id, takeoverId };
  const people = { people: [{ userId: bo.id }], next: bo.id };
  system.answers = {
    'user-service': {
      [queryRequest(AccountQueries.find, { account: 'acme' }).path]: acme,
      [UserQueries.briefs.path]: ({ userIds }: FindUserBriefs) => (userIds.includes(bo.id) ? [briefOf(bo)] : []),
    },
    'team-service': {
      [queryRequest(TakeoverQueries.list, { accountId: acme.id, limit: 200 }).path]: { takeovers: [view] },
      [queryRequest(TakeoverQueries.list, { accountId: acme.id, limit: 200, state: 'done' }).path]: { takeovers: [] },
      [queryRequest(TakeoverQueries.find, of).path]: waiting,
      [queryRequest(TakeoverQueries.people, { ...of, side: 'lose', limit: 20 }).path]: {
        people: Array.from({ length: 20 }, () => ({ userId: bo.id })),
        next: bo.id,
      },
      [queryRequest(TakeoverQueries.people, { ...of, side: 'lose', limit: 1_000 }).path]: people,
      [queryRequest(TakeoverQueries.people, { ...of, side: 'lose', limit: 1_000, after: bo.id }).path]: {
        people: [{ userId: teamId }],
      },
    },
  };
});

describe('takeovers', () => {
  it('list tells what waits, and says when nothing does', async () => {
    expect((await ops(system, ['takeovers', 'list', 'acme'])).out).toMatch(/Design +Design +waiting +2026-03-01/);
    const none = await ops(system, ['takeovers', 'list', 'acme', '--state', 'done']);
    expect(none.out).toBe('The account acme has no such takeovers.');
  });

  it('show tells by name who would lose access, and --json tells all of them', async () => {
    const { out } = await ops(system, ['takeovers', 'show', 'acme', 'design']);
    expect(out).toContain('30 would lose access:\n  bo@acme.example');
    expect(out).toContain('… --json names all of them');
    const json = (await ops(system, ['takeovers', 'show', 'acme', takeoverId, '--json'])).out;
    expect(JSON.parse(json)).toMatchObject({ lose: [{ userId: bo.id }, { userId: teamId }], gain: [] });
  });

  it.each([
    [
      'allow',
      'allowed',
      'The directory may take over Design. Push the group again within 24 hours: in Okta, under Push Groups, "Push now"',
    ],
    ['allow', 'done', 'The directory has taken over Design.'],
    ['decline', 'declined', 'The directory may not take over Design: its pushes are refused.'],
    ['undo', 'undone', "Design is the workspace's again."],
  ] as const)('%s says what follows where it is %s then', async (how, state, sentence) => {
    system.replies = { [`team.${how}-takeover`]: { ok: true, body: { ...view, state, changed: true } } };
    const { code, out } = await ops(system, ['takeovers', how, 'acme', 'Design']);
    expect([code, out]).toEqual([0, expect.stringContaining(sentence) as string]);
    const payload = { accountId: acme.id, teamId, takeoverId, actor: { kind: 'operator', id: 'root' } };
    expect(system.sent).toEqual([{ type: `team.${how}-takeover`, payload }]);
  });

  it('says what cannot be done, and what is not there', async () => {
    system.replies = { 'team.undo-takeover': { ok: false, code: 'takeover-decided', facts: { state: 'declined' } } };
    const late = await ops(system, ['takeovers', 'undo', 'acme', 'Design']);
    expect(late.err).toBe('ops: the takeover is declined, so this cannot be done: see `takeovers list`');
    const none = await ops(system, ['takeovers', 'allow', 'acme', 'Chess']);
    expect(none.err).toBe('ops: the account acme has no takeover of a team "Chess": see `takeovers list acme`');
  });
});
