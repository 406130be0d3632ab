import {
  Refusal,
  TakeoverCommands,
  TakeoverQueries,
  UserQueries,
  type TakeoverDetails,
  type TakeoverReply,
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
  otherId,
  teamId,
  tokenId,
} from '../views.js';

const gateway = await sharedGateway(new Refusal('takeover-not-found'));

const takeoverId = '01890a5d-ac96-774b-bcce-b302099a8066';
const pushedBy = { kind: 'directory', id: tokenId } as const;
const waiting: TakeoverDetails = {
  id: takeoverId,
  accountId,
  teamId,
  version: 7,
  state: 'waiting',
  teamName: 'Design',
  displayName: 'design',
  kept: true,
  pushedBy,
  proposedAt: createdAt,
  updatedAt: createdAt,
  endsAt: createdAt,
  counts: { gain: 1, lose: 1, stay: 0, missing: 0 },
};
const { counts: _counts, ...view } = waiting;
const { accountId: _, ...shown } = view;
const decided: TakeoverReply = { ...view, state: 'done', decidedBy: ann, decidedAt: createdAt, changed: true };
const url = `/api/takeovers/${takeoverId}`;

describe('GET /api/takeovers', () => {
  it('shows a page of one state, newest first, each with a sentence', async () => {
    gateway.services.answer(TakeoverQueries.list, { takeovers: [view], next: otherId });
    gateway.services.answer(UserQueries.briefs, []);
    const { status, json } = await gateway.ask(`/api/takeovers?state=waiting&limit=1&cursor=${cursorAfterOther}`, {
      as: 'admin',
    });
    const sentence = expect.stringContaining(
      'pushed the group "design", which would take over the team "Design"',
    ) as string;
    expect([status, json]).toEqual([200, { items: [{ ...shown, sentence }], next: cursorAfterOther }]);
    expect(gateway.asked()).toEqual([
      [TakeoverQueries.list, { accountId, limit: 1, state: 'waiting', before: otherId }],
    ]);
  });

  it.each(['member', 'viewer', 'guest'] as const)('is not for a %s', async (as) => {
    expect((await gateway.ask('/api/takeovers', { as })).status).toBe(403);
  });
});

describe('GET /api/takeovers/:takeoverId', () => {
  it('names who would gain and lose access, how each came, and asks only for sides that have somebody', async () => {
    gateway.services.answer(TakeoverQueries.find, waiting);
    const came = { source: 'manual', addedAt: createdAt, addedBy: ann } as const;
    gateway.services.answer(TakeoverQueries.people, { people: [{ userId: otherId, ...came }] });
    gateway.services.answer(UserQueries.briefs, [bobsBrief, annsBrief]);
    const { status, headers, json } = await gateway.ask(url, { as: 'admin' });
    const item = { userId: otherId, person: namedBob, ...came, addedBy: { ...ann, person: namedAnn } };
    const one = { count: 1, items: [item] };
    const none = { count: 0, items: [] };
    expect([status, headers.get('etag')]).toEqual([200, 'W/"7"']);
    expect(json).toMatchObject({ id: takeoverId, gain: one, lose: one, stay: none, missing: none });
    expect(json['sentence']).toContain('1 person would gain access (bob@acme.example), 1 person would lose it');
    const of = { accountId, takeoverId };
    expect(gateway.asked()).toEqual([
      [TakeoverQueries.find, of],
      [TakeoverQueries.people, { ...of, side: 'gain', limit: 20 }],
      [TakeoverQueries.people, { ...of, side: 'lose', limit: 20 }],
      [UserQueries.briefs, { accountId, userIds: [otherId, userId], withNames: true }],
    ]);
  });

  it('refuses an unknown takeover with 404', async () => {
    const { status, json } = await gateway.ask(url, { as: 'admin' });
    expect([status, json['code']]).toEqual([404, 'takeover-not-found']);
  });
});

describe('GET /api/takeovers/:takeoverId/people', () => {
  it('shows a page of one side', async () => {
    gateway.services.answer(TakeoverQueries.people, { people: [{ userId: otherId }], next: otherId });
    gateway.services.answer(UserQueries.briefs, [bobsBrief]);
    const { json } = await gateway.ask(`${url}/people?side=gain&limit=1`, { as: 'admin' });
    expect(json).toEqual({ items: [{ userId: otherId, person: namedBob }], next: cursorAfterOther });
  });

  it('needs to know which side', async () => {
    expect((await gateway.ask(`${url}/people`, { as: 'admin' })).status).toBe(422);
  });
});

describe.each([
  ['allow', TakeoverCommands.allow, 'allowTakeover'],
  ['decline', TakeoverCommands.decline, 'declineTakeover'],
  ['undo', TakeoverCommands.undo, 'undoTakeover'],
] as const)('POST /api/takeovers/:takeoverId/%s', (how, command, route) => {
  const decide = (headers: Record<string, string> = {}) =>
    gateway.ask(`${url}/${how}`, { method: 'POST', as: 'admin', headers });

  it('decides what was shown, once per Idempotency-Key', async () => {
    gateway.services.answer(TakeoverQueries.find, waiting);
    gateway.services.reply(command, decided);
    gateway.services.answer(UserQueries.briefs, [annsBrief]);
    const key = newKey();
    const { status, headers, json } = await decide({ 'if-match': 'W/"7"', 'idempotency-key': key });
    expect([status, headers.get('etag')]).toEqual([200, 'W/"7"']);
    expect(json).toMatchObject({ state: 'done', decidedBy: { ...ann, person: namedAnn } });
    expect(json).not.toHaveProperty('changed');
    expect(gateway.sent).toEqual([byAnn(command, { teamId, takeoverId, ifMatch: ['7'] }, { key, of: route })]);
  });

  it.each([
    ['waiting', 'has not happened yet: it waits for an admin'],
    ['allowed', 'was allowed, and has not happened yet'],
    ['done', 'has happened already, or the team has been taken over again since'],
    ['undone', 'was undone'],
  ])('refuses what does not fit its state with 409, and says so: %s', async (state, sentence) => {
    gateway.services.answer(TakeoverQueries.find, waiting);
    gateway.services.reply(command, new Refusal('takeover-decided', { state }));
    const { status, json } = await decide();
    expect([status, json['detail']]).toEqual([409, `This cannot be done: the takeover ${sentence}.`]);
  });
});
