import { NoticeCommands, NoticeQueries, Refusal, UserQueries, type NoticeView } from '@rollcall/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountId, ann, byAnn, newKey, startGateway, userId } from '../gateway-under-test.js';
import { annBeside, annsBrief, bobBeside, bobsBrief, createdAt, cursorAfterOther, otherId, tokenId } from '../views.js';

let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeAll(async () => {
  gateway = await startGateway(new Refusal('notice-not-found'));
});
beforeEach(() => gateway.forget());
afterAll(() => gateway.close());

const leavers = {
  id: otherId,
  kind: 'leavers-held',
  subjectId: accountId,
  since: createdAt,
  state: 'waiting',
} as const;
const made: NoticeView = { ...leavers, id: tokenId, kind: 'admin-made-by-directory', subjectId: otherId };
const acknowledged: NoticeView = {
  ...made,
  state: 'ended',
  endedAt: createdAt,
  acknowledgedBy: ann,
  acknowledgedAt: createdAt,
};
const madeShown = {
  id: tokenId,
  kind: 'admin-made-by-directory',
  since: createdAt,
  sentence: 'The identity provider made bob@acme.example an admin.',
  link: `/api/users/${otherId}`,
  person: bobBeside,
};

describe('GET /api/notices', () => {
  it('shows a page, each as a sentence with the names and numbers of now', async () => {
    const page = { notices: [leavers, made], next: otherId, heldLeavers: 24 };
    gateway.services.answer(NoticeQueries.list, page);
    gateway.services.answer(UserQueries.briefs, [bobsBrief]);
    const query = `state=waiting&limit=2&cursor=${cursorAfterOther}`;
    const { status, json } = await gateway.ask(`/api/notices?${query}`, { as: 'admin' });
    const { subjectId: _, ...rest } = leavers;
    const sentence = expect.stringContaining('24 are held: approve or decline.') as string;
    expect([status, json]).toEqual([
      200,
      {
        items: [
          { ...rest, sentence, link: '/api/leavers' },
          { ...madeShown, state: 'waiting' },
        ],
        next: cursorAfterOther,
      },
    ]);
    expect(gateway.asked()).toEqual([
      [NoticeQueries.list, { accountId, limit: 2, before: otherId, state: 'waiting' }],
      [UserQueries.briefs, { accountId, userIds: [otherId] }],
    ]);
  });

  it('says what it can of people who are not known any more', async () => {
    const changed: NoticeView = { ...made, kind: 'admin-password-by-directory' };
    gateway.services.answer(NoticeQueries.list, { notices: [changed, { ...leavers, state: 'ended' }], heldLeavers: 0 });
    gateway.services.answer(UserQueries.briefs, []);
    const { json } = await gateway.ask('/api/notices', { as: 'admin' });
    expect((json['items'] as { sentence: string }[]).map(({ sentence }) => sentence)).toEqual([
      'The identity provider changed the password of the admin somebody who is not known any more.',
      expect.stringContaining('all of it is decided'),
    ]);
  });
});

describe('POST /api/notices/:noticeId/acknowledge', () => {
  const acknowledge = (headers = {}) =>
    gateway.ask(`/api/notices/${tokenId}/acknowledge`, { method: 'POST', as: 'admin', headers });

  it('acknowledges once per Idempotency-Key, and shows by whom', async () => {
    gateway.services.reply(NoticeCommands.acknowledge, acknowledged);
    gateway.services.answer(NoticeQueries.counts, { kinds: [], heldLeavers: 0 });
    gateway.services.answer(UserQueries.briefs, [bobsBrief, annsBrief]);
    const key = newKey();
    const { status, json } = await acknowledge({ 'idempotency-key': key });
    const by = { acknowledgedBy: { ...ann, person: annBeside }, acknowledgedAt: createdAt };
    expect([status, json]).toEqual([200, { ...madeShown, state: 'ended', endedAt: createdAt, ...by }]);
    expect(gateway.sent).toEqual([
      byAnn(NoticeCommands.acknowledge, { noticeId: tokenId }, { key, of: 'acknowledgeNotice' }),
    ]);
    expect(gateway.asked().at(-1)).toEqual([UserQueries.briefs, { accountId, userIds: [otherId, userId] }]);
  });

  it('refuses an unknown notice with 404', async () => {
    const { status, json } = await acknowledge();
    expect([status, json['code']]).toEqual([404, 'notice-not-found']);
  });
});
