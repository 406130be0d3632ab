import {
  NoticeCommands,
  ReconcilerEvents,
  TeamEvents,
  TokenEvents,
  type Actor,
  type MessageDefinition,
} from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { handOutNotices } from '../src/persistence/hand-out-notices.js';
import { forgetEndedNotices, NoticeReadModel } from '../src/persistence/notice-read-model.js';
import { newAccount } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { asking, inShort, instanceOn } from './support/direct-transport.js';

const operator: Actor = { kind: 'operator', id: 'specs' };
const admin: Actor = { kind: 'admin', id: uuidv7() };
const system: Actor = { kind: 'system', id: 'token-service' };
const began = Date.now();
const db = await serviceDatabase();
const [one, other] = [await instanceOn(await db.connect('one')), await instanceOn(await db.connect('other'))];
const list = new NoticeReadModel(await db.readPool());
let accountId: string;

beforeEach(async () => {
  ({ accountId } = await newAccount(one));
});

/** An event as it comes off the topic, made so many seconds after the beginning. */
function heard(definition: Pick<MessageDefinition, 'type' | 'version' | 'topic'>, key: string, of: object): Message {
  const { type, version: schemaVersion, topic } = definition;
  const id = uuidv7();
  const { seconds, ...facts } = of as { readonly seconds: number };
  return {
    id,
    type,
    schemaVersion,
    source: 'specs',
    time: new Date(began + seconds * 1_000),
    accountId,
    correlationId: id,
    payload: { accountId, ...facts },
    key,
    place: { topic, partition: 0, offset: '0' },
  };
}

const ofTeam = (type: keyof typeof TeamEvents, teamId: string, seconds: number, facts: object = {}) =>
  heard(TeamEvents[type], teamId, { seconds, teamId, ownedBy: 'workspace', actor: operator, ...facts });
const ofToken = (type: 'revoked' | 'endsSoon' | 'expired', tokenId: string, seconds: number, facts: object) =>
  heard(TokenEvents[type], tokenId, { seconds, tokenId, creatorId: tokenId, actor: system, ...facts });

const shown = async (subjectId: string) =>
  (await list.page({ accountId, limit: 100 })).notices
    .filter((notice) => notice.subjectId === subjectId)
    .map(({ kind, state, outcome, acknowledgedBy }) =>
      [kind, state, ...(outcome ? [`(${outcome})`] : []), ...(acknowledgedBy ? ['acknowledged'] : [])].join(' '),
    )
    .sort();
const acknowledge = async (subjectId: string) => {
  const { notices } = await list.page({ accountId, state: 'waiting', limit: 100 });
  const noticeId = notices.find((notice) => notice.subjectId === subjectId)?.id ?? '';
  return inShort(await one.handle(asking(NoticeCommands.acknowledge, { accountId, noticeId, actor: admin })))[0];
};
const words = () => db.rows('SELECT 1 FROM notice_words WHERE account_id = $1', [accountId]);

describe('a takeover that waits', () => {
  it('raises one notice, however often its event comes, on whichever instance, which ends with the decision', async () => {
    const [teamId, takeoverId] = [uuidv7(), uuidv7()];
    const proposed = ofTeam('takeoverProposed', teamId, 0, { takeoverId });
    await Promise.all([one.handle(proposed, proposed), other.handle(proposed)]);
    expect(await shown(teamId)).toEqual(['takeover-waiting waiting']);
    expect(await list.counts(accountId)).toMatchObject({
      kinds: [{ kind: 'takeover-waiting', waiting: 1, unseen: 1 }],
    });
    expect(await acknowledge(teamId)).toBe('done');
    expect(await shown(teamId)).toEqual(['takeover-waiting waiting acknowledged']);
    const allowed = ofTeam('takeoverAllowed', teamId, 5, { takeoverId });
    await one.handle(allowed, ofTeam('takenOver', teamId, 5, { gained: 1, lost: 0, takeoverId }));
    await other.handle(allowed, proposed);
    expect(await shown(teamId)).toEqual(['takeover-waiting ended (allowed) acknowledged']);
  });

  it('was allowed, also where it happens in the same batch', async () => {
    const [teamId, takeoverId] = [uuidv7(), uuidv7()];
    const facts = { takeoverId, gained: 1, lost: 0 };
    await one.handle(ofTeam('takeoverProposed', teamId, 0, { takeoverId }));
    await one.batch(ofTeam('takeoverAllowed', teamId, 5, { takeoverId }), ofTeam('takenOver', teamId, 5, facts));
    expect(await shown(teamId)).toEqual(['takeover-waiting ended (allowed)']);
  });

  it.each([
    ['takeoverDeclined', 'declined'],
    ['takeoverWithdrawn', 'withdrawn'],
    ['takeoverLapsed', 'lapsed'],
    ['takenOver', 'taken-over'],
    ['deleted', 'team-deleted'],
  ] as const)(
    'ends with %s, which may come first, and in the same batch, and says that it is %s',
    async (end, outcome) => {
      const [first, second, takeoverId] = [uuidv7(), uuidv7(), uuidv7()];
      const facts = { takeoverId, gained: 0, lost: 0 };
      const third = uuidv7();
      await one.handle(ofTeam('takeoverProposed', third, 1, { takeoverId }));
      await one.handle(ofTeam(end, third, 9, facts));
      expect(await shown(third)).toEqual([`takeover-waiting ended (${outcome})`]);
      await one.handle(ofTeam(end, first, 9, facts));
      await one.handle(ofTeam('takeoverProposed', first, 1, { takeoverId }));
      await one.batch(ofTeam('takeoverProposed', second, 1, { takeoverId }), ofTeam(end, second, 9, facts));
      expect([await shown(first), await shown(second)]).toEqual([[], []]);
      await one.handle(ofTeam('takeoverProposed', first, 20, { takeoverId: uuidv7() }));
      expect(await shown(first)).toEqual(['takeover-waiting waiting']);
    },
  );

  it('of one account is no notice of another', async () => {
    const [teamId, takeoverId] = [uuidv7(), uuidv7()];
    await one.handle(ofTeam('takeoverProposed', teamId, 0, { takeoverId }));
    expect((await list.page({ accountId: uuidv7(), limit: 100 })).notices).toEqual([]);
  });
});

describe('a held run', () => {
  it.each([
    ['reconciled', 'put-right'],
    ['heldRunEnded', 'not-needed'],
    ['handedBack', 'handed-back'],
    ['takeoverUndone', 'handed-back'],
    ['deleted', 'team-deleted'],
  ] as const)('is a notice until %s, and then says that it is %s', async (end, outcome) => {
    const teamId = uuidv7();
    const facts = { runId: uuidv7(), wouldEvict: 41, wouldRestore: 0, endIsTold: true };
    await one.handle(ofTeam('reconcileHeld', teamId, 0, facts));
    expect(await shown(teamId)).toEqual(['run-held waiting']);
    const over = { runId: uuidv7(), evicted: [], restored: [], takeoverId: uuidv7(), returned: 0, lost: 0 };
    await one.handle(ofTeam(end, teamId, 1, over));
    expect(await shown(teamId)).toEqual([`run-held ended (${outcome})`]);
  });

  it('was approved, whatever the run then does', async () => {
    const teamId = uuidv7();
    const facts = { runId: uuidv7(), wouldEvict: 41, wouldRestore: 0, endIsTold: true };
    await one.handle(ofTeam('reconcileHeld', teamId, 0, facts));
    const of = { seconds: 1, teamId, ownedBy: 'directory', actor: admin };
    await one.handle(heard(ReconcilerEvents.approved, teamId, of));
    await one.handle(ofTeam('reconciled', teamId, 2, { runId: uuidv7(), evicted: [], restored: [] }));
    expect(await shown(teamId)).toEqual(['run-held ended (approved)']);
  });
});

describe('a SCIM token', () => {
  const expiresAt = new Date(began + 86_400_000).toISOString();

  it('that dies with its admin is a notice, which ends by being acknowledged', async () => {
    const tokenId = uuidv7();
    const revoked = ofToken('revoked', tokenId, 0, { reason: 'creator-deactivated' });
    await Promise.all([one.handle(revoked), other.handle(revoked)]);
    expect(await shown(tokenId)).toEqual(['token-ended waiting']);
    await acknowledge(tokenId);
    await one.handle({ ...revoked, id: uuidv7() });
    expect(await shown(tokenId)).toEqual(['token-ended ended (seen) acknowledged']);
  });

  it('that ends soon is told anew with fewer days left, and no more once an admin has revoked it', async () => {
    const tokenId = uuidv7();
    await one.handle(ofToken('endsSoon', tokenId, 0, { expiresAt }));
    await acknowledge(tokenId);
    await one.handle(ofToken('endsSoon', tokenId, 1, { expiresAt }), ofToken('endsSoon', tokenId, 2, { expiresAt }));
    expect(await shown(tokenId)).toEqual(['token-ending ended (seen) acknowledged', 'token-ending waiting']);
    await one.handle(ofToken('revoked', tokenId, 3, { reason: 'revoked' }));
    expect(await shown(tokenId)).toEqual([
      'token-ending ended (seen) acknowledged',
      'token-ending ended (token-ended)',
    ]);
  });

  it('that ends soon is told anew with fewer days left, also where nobody has acknowledged it', async () => {
    const tokenId = uuidv7();
    const handed = () => db.rows('SELECT FROM notices WHERE subject_id = $1 AND handed_out_at IS NOT NULL', [tokenId]);
    const sevenDays = ofToken('endsSoon', tokenId, 1, { expiresAt });
    await one.handle(ofToken('endsSoon', tokenId, 0, { expiresAt }));
    const handOut = await db.connect('hands-out');
    await handOutNotices(handOut, { sendsMail: false });
    expect(await handed()).toHaveLength(1);
    await one.handle(sevenDays);
    expect(await handed()).toEqual([]);
    await handOutNotices(handOut, { sendsMail: false });
    await Promise.all([one.handle({ ...sevenDays, id: uuidv7() }), other.handle(sevenDays)]);
    expect(await handed()).toHaveLength(1);
    expect(await shown(tokenId)).toEqual(['token-ending waiting']);
  });

  it('that has expired is told instead', async () => {
    const tokenId = uuidv7();
    await one.handle(ofToken('endsSoon', tokenId, 0, { expiresAt }), ofToken('expired', tokenId, 1, { expiresAt }));
    expect(await shown(tokenId)).toEqual(['token-ended waiting']);
  });
});

describe('the words of other services', () => {
  it('go when nothing older can come, but for those of what waits', async () => {
    const [waiting, over] = [uuidv7(), uuidv7()];
    const takeoverId = uuidv7();
    await one.handle(ofTeam('takeoverProposed', waiting, 0, { takeoverId }), ofTeam('deleted', over, 0));
    expect(await words()).toHaveLength(3);
    await forgetEndedNotices(await db.connect('job'));
    expect(await words()).toHaveLength(3);
    await db.rows(`UPDATE notice_words SET at = at - interval '32 days' WHERE account_id = $1`, [accountId]);
    await forgetEndedNotices(await db.connect('job'));
    expect(await words()).toHaveLength(1);
  });
});
