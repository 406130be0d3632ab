import { Refusal, Topics } from '@rollcall/contracts';
import { encodeDeadLetter } from '@rollcall/messaging';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LogRecord } from '../src/connections/ports.js';
import { FakeSystem, now, ops } from './support/fake-connections.js';
import { acme, aUser } from './support/views.js';

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const userId = '01890a5d-ac96-774b-bcce-b302099a8058';

interface Given extends Partial<Omit<LogRecord, 'key' | 'rawHeaders'>> {
  readonly type?: string;
  readonly payload?: object;
  readonly minutesAgo?: number;
  readonly key?: string;
}

function record(of: Given): LogRecord {
  const { type = 'user.updated', payload = {}, minutesAgo = 1, key = userId, headers, ...rest } = of;
  const time = new Date(now.getTime() - minutesAgo * 60_000);
  const ce = {
    ce_id: 'm1',
    ce_type: type,
    ce_time: time.toISOString(),
    ce_accountid: accountId,
    ce_correlationid: 'c1',
  };
  return {
    topic: Topics.userEvents,
    partition: 2,
    offset: '17',
    time,
    key: Buffer.from(key),
    headers: { ...ce, ...headers },
    rawHeaders: { ...ce, ...headers },
    value: Buffer.from(JSON.stringify(payload)),
    ...rest,
  };
}

/** The record of an act, as it was put on its topic. */
function actOf(put: FakeSystem['put'][number] | undefined): unknown {
  expect(put).toMatchObject({ topic: Topics.operatorRecords, headers: { ce_type: 'operator.acted' } });
  return JSON.parse(String(put?.value));
}

const lines = (text: string) => text.split('\n').filter((line) => line !== '');
let system: FakeSystem;

beforeEach(() => {
  system = new FakeSystem();
});

describe('topics snapshot', () => {
  const ids = { accountId: acme.id, id: userId };
  const otherId = '01890a5d-ac96-774b-bcce-b302099a8059';
  const team = { id: '01890a5d-ac96-774b-bcce-b302099a8061', accountId: acme.id, version: 3, displayName: 'Design' };
  const dates = { createdAt: now.toISOString(), updatedAt: now.toISOString() };

  const deleted = { ...team, id: '01890a5d-ac96-774b-bcce-b302099a8062' };

  it('tells ids, versions and access state, no name, and no members of a team that is deleted meanwhile', async () => {
    const people = ({ after }: { after?: string }) =>
      after === undefined
        ? { users: [aUser({ ...ids, version: 7, active: false })], next: userId }
        : { users: [aUser({ id: otherId })] };
    system.answers = {
      'user-service': {
        '/internal/account-list?limit=1000': [acme],
        '/internal/users/people': people,
      },
      'team-service': {
        '/internal/teams/search': {
          teams: [team, deleted].map((each) => ({ ...each, ownedBy: 'workspace', ...dates })),
          total: 0,
        },
        [`/internal/accounts/${acme.id}/teams/${team.id}/members?of=memberships&limit=1000`]: {
          userIds: ['a', 'b'],
          next: 'b',
        },
        [`/internal/accounts/${acme.id}/teams/${team.id}/members?of=memberships&limit=1000&after=b`]: {
          userIds: ['c'],
        },
        [`/internal/accounts/${acme.id}/teams/${deleted.id}/members?of=memberships&limit=1000`]: () => {
          throw new Refusal('team-not-found');
        },
      },
    };
    const { out } = await ops(system, ['topics', 'snapshot']);
    const { accountId } = ids;
    expect(lines(out).map((line) => JSON.parse(line) as object)).toEqual([
      { kind: 'begin', at: '2026-03-01T12:00:00.000Z' },
      { kind: 'user', ...ids, version: 7, userType: 'admin', active: false, managedBy: 'workspace' },
      { kind: 'user', accountId, id: otherId, version: 1, userType: 'admin', active: true, managedBy: 'workspace' },
      { kind: 'team', accountId, id: team.id, version: 3, ownedBy: 'workspace' },
      { kind: 'members', teamId: team.id, userIds: ['a', 'b'] },
      { kind: 'members', teamId: team.id, userIds: ['c'] },
      { kind: 'team', accountId, id: deleted.id, version: 3, ownedBy: 'workspace' },
      { kind: 'end' },
    ]);
  });
});

describe('topics watch', () => {
  it('tells a message in one line, without values of people', async () => {
    const payload = {
      accountId,
      userId,
      active: false,
      changed: ['active'],
      actor: { kind: 'directory', id: 't1' },
      profile: { title: 'Surveyor' },
    };
    system.records = [record({ type: 'user.deactivated', payload, headers: { ce_aggregateversion: '4' } })];
    const { out } = await ops(system, ['topics', 'watch', 'user.events']);
    expect(out).toBe(
      `2026-03-01T11:59:00.000Z user.events    user.deactivated v4 account=${accountId} key=${userId} ` +
        'by=directory:t1 active=false changed=active correlation=c1 @2/17',
    );
  });

  it('never shows hashes of secrets, not even with the payload', async () => {
    const payload = { passwordHash: '$argon2id$x', admin: { passwordHash: '$argon2id$y' }, digest: 'e3b0' };
    system.records = [record({ topic: Topics.userCommands, type: 'account.create', payload })];
    for (const option of ['--json', '--payload']) {
      const { out } = await ops(system, ['topics', 'watch', option]);
      expect(out).toContain('(hidden)');
      expect(out).not.toMatch(/argon2id|e3b0/);
    }
  });

  it.each([
    ['--account', accountId, 2],
    ['--account', '01890a5d-ac96-774b-bcce-b302099a8999', 0],
    ['--user', userId, 2],
    ['--user', '01890a5d-ac96-774b-bcce-b302099a80ff', 0],
    ['--user', userId.toUpperCase(), 2],
    ['--correlation', 'c1', 1],
    ['--type', 'user.*', 2],
    ['--type', 'user.created', 1],
    ['--since', '2h', 2],
    ['--since', '5m', 1],
    ['--since', '2026-03-01T11:58:00Z', 1],
  ])('%s %s leaves %i of two', async (option, value, count) => {
    system.records = [
      record({ type: 'user.created', minutesAgo: 60, headers: { ce_correlationid: 'c0' } }),
      record({ type: 'user.updated', key: 'other', payload: { actor: { kind: 'admin', id: userId } } }),
    ];
    const { code, out } = await ops(system, ['topics', 'watch', '--json', option, value]);
    expect([code, lines(out).length]).toEqual([0, count]);
  });

  it('shows also what cannot be read, and says why', async () => {
    system.records = [
      record({ value: Buffer.from([0xff, 0x00]) }),
      record({ value: null }),
      record({ type: 'user.exploded' }),
    ];
    const { out } = await ops(system, ['topics', 'watch']);
    expect(out).toMatch(/\(not JSON \(2 bytes\)\)\n.*\(a tombstone\)\n.*\(a type that nobody defined\)$/);
  });

  it('with payloads is recorded before it begins, and without is not (ADR 0058)', async () => {
    system.records = [record({})];
    await ops(system, ['topics', 'watch', 'user.events']);
    expect(system.put).toEqual([]);
    await ops(system, ['topics', 'watch', 'user.events', '--payload', '--account', accountId, '--user', userId]);
    const act = { act: 'topics-watched', operator: 'root', topics: [Topics.userEvents], accountId, userId };
    expect(system.put.map(actOf)).toEqual([act]);
    system.refusesRecords = true;
    const { code, out } = await ops(system, ['topics', 'watch', '--json']);
    expect([code === 0, out]).toEqual([false, '']);
  });

  it("does not let a message move the operator's cursor", async () => {
    system.records = [record({ key: '\u001b[2J\r\nfake line' })];
    const { out } = await ops(system, ['topics', 'watch']);
    expect(out).toContain('key=?[2J??fake line');
  });

  it('refuses topics, types and moments that there are not', async () => {
    for (const line of [['user.event'], ['--type', 'user.exploded'], ['--since', 'yesterday'], ['--user', 'ann']]) {
      const { code, err } = await ops(system, ['topics', 'watch', ...line]);
      expect([code, err]).toEqual([2, expect.stringMatching(/^ops: (there is no|--since|--user)/)]);
    }
  });
});

describe('dead letters', () => {
  const topic = 'rollcall.user-service.dead-letters';
  const value = Buffer.from(JSON.stringify({ userName: 'ann@example.com', passwordHash: '$sealed$x' }));

  const letter = (offset: string, type: string, minutesAgo: number, whole = true): LogRecord => {
    const headers = { ce_id: 'm1', ce_type: type, rollcall_deadline: '1', rollcall_replyto: 'rollcall.replies.gone' };
    const original = record({ topic: Topics.userCommands, partition: 5, offset: '99', value, headers });
    const failedAt = new Date(now.getTime() - minutesAgo * 60_000);
    const sent = encodeDeadLetter({
      original: { ...original, rawHeaders: headers },
      consumer: 'user-service',
      reason: 'Undecodable',
      failedAt,
      whole,
    });
    const bytes = { key: sent.key, value: sent.value, rawHeaders: sent.headers };
    const texts = Object.fromEntries(Object.entries(sent.headers).map(([name, text]) => [name, String(text)]));
    return { topic, partition: 0, offset, time: failedAt, headers: texts, ...bytes };
  };

  beforeEach(() => {
    system.records = [
      letter('0', 'user.create', 90),
      letter('1', 'user.change', 1),
      record({ topic, partition: 0, offset: '2' }),
    ];
  });

  it('are listed with their reason and where they came from', async () => {
    const { out } = await ops(system, ['dead-letters', 'list']);
    expect(lines(out)).toHaveLength(4);
    expect(out).toMatch(/user-service\/0\/0 +2026-03-01T10:30:00.000Z +user.create +user.commands .* Undecodable/);
  });

  it('are shown with what they hold, without hashes of secrets', async () => {
    for (const line of [
      ['show', 'user-service/0/1'],
      ['show', 'user-service/0/1', '--json'],
      ['list', '--json'],
    ]) {
      const { code, out } = await ops(system, ['dead-letters', ...line]);
      expect([code, out.includes('ann@example.com'), out.includes('$sealed')]).toEqual([0, true, false]);
    }
  });

  it('are put back as they were, without deadline and reply address, on the topic they came from', async () => {
    const { code } = await ops(system, ['dead-letters', 'replay', 'user-service/0/1']);
    expect(code).toBe(0);
    const headers = { ce_id: 'm1', ce_type: 'user.change' };
    const [recorded, putBack] = system.put;
    expect(actOf(recorded)).toEqual({
      act: 'dead-letter-replayed',
      operator: 'root',
      service: 'user-service',
      messageId: 'm1',
      messageType: 'user.change',
      topics: [Topics.userCommands],
    });
    expect(putBack).toEqual({ topic: Topics.userCommands, key: Buffer.from(userId), headers, value });
  });

  it('are only told by a dry run, and only those of the time that is asked', async () => {
    system.records.pop();
    const { out } = await ops(system, ['dead-letters', 'replay', '--all', '--since', '1h', '--dry-run']);
    expect(out).toBe('user-service/0/1 (user.change) would be put back on rollcall.user.commands');
    expect(system.put).toEqual([]);
  });

  it('are not replayed at all where one of them does not say what it was', async () => {
    const { code, err } = await ops(system, ['dead-letters', 'replay', '--all']);
    expect([code, err]).toEqual([1, 'ops: user-service/0/2 does not hold what it was: it cannot be replayed']);
    expect(system.put).toEqual([]);
  });

  it('are not replayed without their value', async () => {
    system.records = [letter('0', 'user.create', 1, false)];
    const { code, err } = await ops(system, ['dead-letters', 'replay', 'user-service/0/0']);
    expect([code, err]).toEqual([1, 'ops: user-service/0/0 does not hold what it was: it cannot be replayed']);
    expect((await ops(system, ['dead-letters', 'list'])).out).toContain('the value is at its old place only');
  });

  it('say in a watch of their topic where they lay, and why they are there', async () => {
    const { out } = await ops(system, ['topics', 'watch', 'user-service.dead-letters']);
    expect(out).toContain('(dead letter from rollcall.user.commands 5/99: Undecodable)');
  });

  it('must be named, or all be meant', async () => {
    expect((await ops(system, ['dead-letters', 'replay'])).code).toBe(2);
    expect((await ops(system, ['dead-letters', 'replay', 'user-service/0/1', '--all'])).code).toBe(2);
    expect((await ops(system, ['dead-letters', 'show', 'user-service/0/9'])).code).toBe(1);
    expect((await ops(system, ['dead-letters', 'show', '17'])).code).toBe(2);
  });
});

describe('lag', () => {
  it('adds up the partitions, the largest lag first', async () => {
    const topic = Topics.userCommands;
    system.partitionLag = [
      { group: 'token-service', topic: Topics.userEvents, partition: 0, lag: 1 },
      { group: 'user-service', topic, partition: 0, lag: 2 },
      { group: 'user-service', topic, partition: 1, lag: 3 },
    ];
    const { out } = await ops(system, ['lag']);
    expect(lines(out).slice(1)).toEqual(['user-service   user.commands    5', 'token-service  user.events      1']);
    expect(lines((await ops(system, ['lag', '--partitions'])).out)).toHaveLength(4);
  });
});
