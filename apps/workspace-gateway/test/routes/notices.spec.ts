import {
  NoticeCommands,
  NoticeQueries,
  Refusal,
  TeamQueries,
  TokenQueries,
  UserQueries,
  type NoticeView,
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
  design,
  okta,
  otherId,
  teamId,
  tokenId,
} from '../views.js';

const gateway = await sharedGateway(new Refusal('notice-not-found'));

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
  sentence:
    'The identity provider made bob@acme.example an admin. If nobody meant that, set another userType there, such as member: then the person is no admin any more.',
  facts: {},
  link: `/api/users/${otherId}`,
  person: namedBob,
};

describe('GET /api/notices', () => {
  it('shows a page, each as a sentence with the names and numbers of now', async () => {
    const page = { notices: [leavers, made], next: otherId, heldLeavers: 24 };
    gateway.services.answer(NoticeQueries.list, page);
    gateway.services.answer(UserQueries.briefs, [bobsBrief]);
    const query = `state=waiting&limit=2&cursor=${cursorAfterOther}`;
    const { status, json } = await gateway.ask(`/api/notices?${query}`, { as: 'admin' });
    const { subjectId: _, ...rest } = leavers;
    const sentence = expect.stringContaining(
      '24 people are over the limit: they are still active, and wait for an admin. Approve, and they become inactive at once',
    ) as string;
    expect([status, json]).toEqual([
      200,
      {
        items: [
          { ...rest, sentence, facts: { count: 24 }, link: '/api/leavers' },
          { ...madeShown, state: 'waiting' },
        ],
        next: cursorAfterOther,
      },
    ]);
    expect(gateway.asked()).toEqual([
      [NoticeQueries.list, { accountId, limit: 2, before: otherId, state: 'waiting' }],
      [UserQueries.briefs, { accountId, userIds: [otherId], withNames: true }],
    ]);
  });

  it('names teams and tokens as their services name them, each asked once', async () => {
    const of = (kind: NoticeView['kind'], subjectId: string, more = {}): NoticeView => ({
      ...made,
      kind,
      subjectId,
      ...more,
    });
    const over = { state: 'ended', endedAt: createdAt } as const;
    const notices = [
      of('takeover-waiting', teamId),
      of('takeover-waiting', otherId, over),
      of('run-held', teamId),
      of('run-held', teamId, over),
      of('token-ended', otherId),
      of('token-ended', userId),
      of('token-ending', tokenId),
      of('token-ending', otherId, over),
    ];
    gateway.services.answer(NoticeQueries.list, { notices, heldLeavers: 0 });
    gateway.services.answer(TeamQueries.search, { total: 1, teams: [design] });
    const dead = { ...okta, id: otherId, name: 'Entra', state: 'creator-deactivated' } as const;
    gateway.services.answer(TokenQueries.list, [okta, dead]);
    const { json } = await gateway.ask('/api/notices', { as: 'admin' });
    const items = json['items'] as { sentence: string; link: string; facts: object }[];
    const team = { id: teamId, displayName: 'Design' };
    const token = { state: 'working', purpose: 'scim', expiresAt: okta.expiresAt };
    const entra = { ...token, id: otherId, name: 'Entra', state: 'creator-deactivated' };
    expect(items.map(({ facts }) => facts)).toEqual([
      { team },
      { team: { id: otherId } },
      { team },
      { team },
      { token: entra },
      {},
      { token: { ...token, id: tokenId, name: 'Okta' } },
      { token: entra },
    ]);
    expect(items.map(({ sentence, link }) => [sentence.split(/[:.;]/u)[0], link])).toEqual([
      ['The identity provider pushed a group to take over the team "Design"', '/api/takeovers?state=waiting'],
      ['The identity provider pushed a group to take over a team that is deleted', '/api/takeovers?state=waiting'],
      [
        'Many members of the team "Design" are not in its group in the identity provider',
        `/api/reconciler/teams/${teamId}/drift`,
      ],
      [
        'Many members of the team "Design" were not in its group in the identity provider',
        `/api/reconciler/teams/${teamId}/drift`,
      ],
      ['The SCIM token "Entra" died when the admin who made it was deactivated', '/api/scim/tokens'],
      ['The SCIM token that is not known any more works no more', '/api/scim/tokens'],
      ['The SCIM token "Okta" ends on 2099-01-01', '/api/scim/tokens'],
      [
        'The SCIM token "Entra", whose end was announced here, died when the admin who made it was deactivated',
        '/api/scim/tokens',
      ],
    ]);
    const filter = { is: 'one-of', attribute: 'id', values: [teamId, otherId] };
    expect(gateway.asked().slice(1)).toEqual([
      [TeamQueries.search, { accountId, filter, scope: 'all', offset: 0, limit: 2 }],
      [TokenQueries.list, { accountId }],
    ]);
  });

  it('says what it can of people who are not known any more', async () => {
    const changed: NoticeView = { ...made, kind: 'admin-password-by-directory' };
    gateway.services.answer(NoticeQueries.list, {
      notices: [changed, { ...leavers, state: 'ended', outcome: 'approved' }],
      heldLeavers: 0,
    });
    gateway.services.answer(UserQueries.briefs, []);
    const { json } = await gateway.ask('/api/notices', { as: 'admin' });
    expect((json['items'] as { sentence: string }[]).map(({ sentence }) => sentence)).toEqual([
      'The identity provider changed the password of somebody who is not known any more, an admin. If nobody meant that, somebody may be able to sign in as this admin: on the page of the person, sign them out everywhere and make a link for a new password. Then find out in the identity provider who did it. With passwordSync off, no password is taken from there any more.',
      expect.stringContaining('An admin approved: all who still waited became inactive.'),
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
    const by = { acknowledgedBy: { ...ann, person: namedAnn }, acknowledgedAt: createdAt };
    const sentence = 'The identity provider made bob@acme.example an admin. An admin has seen this.';
    expect([status, json]).toEqual([200, { ...madeShown, sentence, state: 'ended', endedAt: createdAt, ...by }]);
    expect(gateway.sent).toEqual([
      byAnn(NoticeCommands.acknowledge, { noticeId: tokenId }, { key, of: 'acknowledgeNotice' }),
    ]);
    expect(gateway.asked().at(-1)).toEqual([
      UserQueries.briefs,
      { accountId, userIds: [otherId, userId], withNames: true },
    ]);
  });

  it('refuses an unknown notice with 404', async () => {
    const { status, json } = await acknowledge();
    expect([status, json['code']]).toEqual([404, 'notice-not-found']);
  });
});
