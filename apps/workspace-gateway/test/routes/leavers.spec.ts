import {
  LeaverCommands,
  LeaverQueries,
  Refusal,
  TokenQueries,
  UserQueries,
  type LeaverView,
} from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, ann, byAnn, newKey, sharedGateway, userId } from '../gateway-under-test.js';
import {
  namedAnn,
  annsBrief,
  namedBob,
  bobsBrief,
  createdAt,
  cursorAfterOther,
  okta,
  otherId,
  tokenId,
} from '../views.js';

const gateway = await sharedGateway(new Refusal('no-held-leaver'));

const bob: LeaverView = {
  userId: otherId,
  state: 'declined',
  leaving: 'release',
  tokenId,
  firstAt: createdAt,
  lastAt: createdAt,
  times: 3,
  decided: { actor: ann, at: createdAt },
};
const post = (path: string, body: object | undefined, headers = {}) =>
  gateway.ask(`/api/leavers/${path}`, { method: 'POST', as: 'admin', ...(body ? { body } : {}), headers });

describe('GET /api/leavers', () => {
  it('shows a page of whom the brake keeps, with names of people and tokens, and how many are held', async () => {
    gateway.services.answer(LeaverQueries.list, { leavers: [bob], next: otherId, held: 24, passesUntil: createdAt });
    gateway.services.answer(TokenQueries.list, [okta]);
    gateway.services.answer(UserQueries.briefs, [bobsBrief, annsBrief]);
    const query = `state=declined&limit=1&cursor=${cursorAfterOther}`;
    const { status, json } = await gateway.ask(`/api/leavers?${query}`, { as: 'admin' });
    const { tokenId: _, decided: __, ...rest } = bob;
    const decided = { by: { ...ann, person: namedAnn }, at: createdAt };
    const shown = { ...rest, person: namedBob, token: { id: tokenId, name: 'Okta' }, decided };
    expect([status, json]).toEqual([200, { items: [shown], next: cursorAfterOther, held: 24, passesUntil: createdAt }]);
    expect(gateway.asked()).toEqual([
      [LeaverQueries.list, { accountId, limit: 1, after: otherId, state: 'declined' }],
      [TokenQueries.list, { accountId }],
      [UserQueries.briefs, { accountId, userIds: [otherId, userId], withNames: true }],
    ]);
  });
});

describe('POST /api/leavers/approve', () => {
  it.each([{ count: 24 }, { userIds: [otherId] }])('approves %j, once per Idempotency-Key', async (body) => {
    gateway.services.reply(LeaverCommands.approve, { decided: 24, held: 0 });
    const key = newKey();
    const { status, json } = await post('approve', body, { 'idempotency-key': key });
    expect([status, json]).toEqual([202, { decided: 24, held: 0 }]);
    expect(gateway.sent).toEqual([byAnn(LeaverCommands.approve, body, { key, of: 'approveLeavers' })]);
  });

  it.each([{}, { count: 1, userIds: [otherId] }, { count: 0 }, { count: 'all' }, { userIds: [] }])(
    'refuses %j with 422, and sends nothing',
    async (body) => {
      const { status, json } = await post('approve', body);
      expect([status, json['code'], gateway.sent]).toEqual([422, 'request-invalid', []]);
    },
  );

  it('refuses another number with 409 that says the right one', async () => {
    gateway.services.reply(LeaverCommands.approve, new Refusal('leavers-changed', { said: 24, held: 25 }));
    const { status, json } = await post('approve', { count: 24 });
    expect([status, json['code']]).toEqual([409, 'leavers-changed']);
    expect(json['detail']).toContain('25 people wait now');
  });
});

describe('POST /api/leavers/decline', () => {
  it.each([
    [undefined, {}],
    [{ userIds: [otherId] }, { userIds: [otherId] }],
  ])('declines all, or those named: %j', async (body, input) => {
    gateway.services.reply(LeaverCommands.decline, { decided: 1, held: 0 });
    const { status, json } = await post('decline', body);
    expect([status, json]).toEqual([200, { decided: 1, held: 0 }]);
    expect(gateway.sent).toEqual([byAnn(LeaverCommands.decline, input)]);
  });

  it('refuses where nobody is held with 409', async () => {
    const { status, json } = await post('decline', undefined);
    expect([status, json['code']]).toEqual([409, 'no-held-leaver']);
  });
});
