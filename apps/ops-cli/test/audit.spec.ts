import {
  AccountQueries,
  AuditExportQueries,
  AuditLookQueries,
  auditLogs,
  AuditQueries,
  ExplainQueries,
  nilUuid,
  queryRequest,
  Refusal,
  type AuditEntryView,
} from '@rollcall/contracts';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeSystem, ops } from './support/fake-connections.js';
import { acme } from './support/views.js';

const requestId = '01890a5d-ac96-774b-bcce-b302099a8061';
const at = '2026-03-01T10:00:00.000Z';
const entry: AuditEntryView = {
  id: requestId,
  log: 'changes',
  seq: 7,
  at,
  receivedAt: at,
  kind: 'event',
  type: 'user.created',
  outcome: 'done',
  sentence: 'Ada created ann@acme.example.',
  requestId,
};

let system: FakeSystem;
let asked: unknown[];
let pages: { lines: string[]; next?: number }[];
beforeEach(() => {
  asked = [];
  pages = [];
  system = new FakeSystem();
  const answers = (body: unknown) => {
    asked.push(body);
    return { entries: [entry], next: 'cursor', completeSince: at };
  };
  system.answers = {
    'user-service': { [queryRequest(AccountQueries.find, { account: 'acme' }).path]: acme },
    'audit-service': {
      [AuditQueries.entries.path]: answers,
      ...Object.fromEntries(
        [acme.id, nilUuid].flatMap((accountId) =>
          auditLogs.map((log) => [
            queryRequest(AuditQueries.completeness, { accountId, log }).path,
            { completeSince: at },
          ]),
        ),
      ),
      [AuditExportQueries.page.path]: (body: unknown) => {
        asked.push(body);
        return pages.shift() ?? { lines: ['last'] };
      },
      [AuditQueries.request.path]: {
        requestId,
        tree: [
          { entry: { ...entry, sentence: 'Ada sent it.' }, depth: 0 },
          { entry, depth: 1 },
        ],
      },
    },
  };
});

describe('audit', () => {
  it('search passes the words on as a phrase, and says where to go on and since when nothing is missing', async () => {
    const { out } = await ops(system, [
      'audit',
      'search',
      'acme',
      'outcome:refused',
      'actor:Ann Lee',
      '--',
      '-by:system',
    ]);
    expect(asked).toEqual([
      {
        accountId: acme.id,
        log: 'changes',
        order: 'desc',
        limit: 50,
        q: 'outcome:refused actor:"Ann Lee" -by:system',
      },
    ]);
    expect(out).toBe(
      `${at}  Ada created ann@acme.example.  ${requestId}\nGo on with --cursor cursor\nNothing is missing since ${at}.`,
    );
  });

  it('search finds everything only where it has no word', async () => {
    await ops(system, ['audit', 'search', 'acme', '']);
    expect(asked).toMatchObject([{ q: '' }]);
  });

  it('search does not say that there is nothing where it did not look to the end', async () => {
    const page = { entries: [], next: 'cursor', searchedBackTo: at };
    system.answers['audit-service'] = { ...system.answers['audit-service'], [AuditQueries.entries.path]: page };
    expect((await ops(system, ['audit', 'search', 'acme', 'code:x'])).out).toBe(
      `Searched back to ${at}: there was no time for more.\nGo on with --cursor cursor`,
    );
  });

  it('story and explain token take ids only', async () => {
    for (const line of [['story'], ['explain', 'token']])
      expect(await ops(system, ['audit', ...line, 'acme', 'x'])).toMatchObject({
        code: 2,
        err: expect.stringContaining('"x" is no id') as string,
      });
    expect(system.put).toEqual([]);
  });

  it('search takes the word installation for what belongs to no account', async () => {
    await ops(system, ['audit', 'search', 'installation']);
    await ops(system, ['audit', 'export', 'installation']);
    expect(asked).toMatchObject([{ accountId: nilUuid }, { accountId: nilUuid }]);
  });

  it('search says what is wrong with a word', async () => {
    const problem = '"x" is no word of a search.';
    system.answers['audit-service'] = {
      [AuditQueries.entries.path]: new Refusal('audit-question-invalid', { problem }),
    };
    expect(await ops(system, ['audit', 'search', 'acme', 'x'])).toMatchObject({ code: 1, err: `ops: ${problem}` });
    for (const limit of ['0', '501', '1e2', ''])
      expect((await ops(system, ['audit', 'search', 'acme', '--limit', limit])).err).toContain(
        `--limit takes a whole number from 1 to 500, not "${limit}"`,
      );
  });

  it('search, story and export are recorded as acts of the operator first', async () => {
    const acts = () => system.put.map(({ value }) => JSON.parse(String(value)) as unknown);
    await ops(system, ['audit', 'search', 'acme']);
    await ops(system, ['audit', 'story', 'acme', requestId]);
    const searched = { act: 'audit-searched', accountId: acme.id, operator: expect.any(String) as string };
    expect(acts()).toEqual([searched, searched]);
    await ops(system, ['audit', 'search', 'installation']);
    expect(acts()[2]).not.toHaveProperty('accountId');
  });

  it('search, story and export work while no broker takes records: audit-service notes that, or nothing is shown', async () => {
    system.refusesRecords = true;
    expect(await ops(system, ['audit', 'search', 'acme'])).toMatchObject({ code: 70, out: '' }); // nobody notes it
    const looks: unknown[] = [];
    const note = (look: unknown) => (looks.push(look), { noted: true });
    system.answers['audit-service'] = { ...system.answers['audit-service'], [AuditLookQueries.note.path]: note };
    const searched = await ops(system, ['audit', 'search', 'acme']);
    expect(searched).toMatchObject({ code: 0, err: expect.stringMatching(/^No broker takes records: /) as string });
    expect(searched.out).toContain('Ada created');
    expect((await ops(system, ['audit', 'story', 'installation', requestId])).code).toBe(0);
    expect((await ops(system, ['audit', 'export', 'acme'])).out).toBe('last');
    const id = expect.any(String) as string;
    expect(looks).toEqual([
      { id, act: 'audit-searched', operator: 'root', accountId: acme.id },
      { id, act: 'audit-searched', operator: 'root' },
      { id, act: 'audit-exported', operator: 'root', accountId: acme.id },
    ]);
  });

  it('story shows what followed from what', async () => {
    const { out } = await ops(system, ['audit', 'story', 'acme', requestId]);
    expect(out).toBe(`${at}  Ada sent it.\n  ${at}  Ada created ann@acme.example.`);
  });

  it('explain says why, what to do, and what it rests on', async () => {
    const explanation = { sentence: 'Ann is out.', todo: 'Push the group again.', entries: [entry] };
    const [team, user] = [
      { kind: 'team', id: requestId },
      { kind: 'user', id: requestId },
    ];
    system.answers['audit-service'] = {
      [ExplainQueries.membership.path]: (body: unknown) => {
        asked.push(body);
        return { team, user, explanation: { ...explanation, verdict: 'out-by-directory', isIn: false } };
      },
      [ExplainQueries.token.path]: {
        token: { kind: 'token', id: requestId },
        explanation: { ...explanation, verdict: 'expired' },
      },
      [ExplainQueries.user.path]: {
        user,
        state: { ...explanation, verdict: 'released' },
        userType: { sentence: 'A viewer.', entries: [], verdict: 'type-by-hand' },
      },
    };
    const text = `Ann is out.\nPush the group again.\n  ${at}  Ada created ann@acme.example.  ${requestId}`;
    const membership = ['audit', 'explain', 'membership', 'acme', 'Design', 'ann@acme.example'];
    expect(await ops(system, [...membership, '--at', at])).toMatchObject({ err: '', out: text });
    expect(asked).toEqual([{ accountId: acme.id, team: 'Design', user: 'ann@acme.example', at }]);
    expect((await ops(system, ['audit', 'explain', 'token', 'acme', requestId])).out).toBe(text);
    expect((await ops(system, ['audit', 'explain', 'user', 'acme', 'ann@acme.example'])).out).toBe(
      `${text}\n\nA viewer.`,
    );
    // A number without a unit, a time without its zone and a day of no calendar are other moments for a Date.
    for (const time of ['then', '5', '2026-01-31T08:00:00', '2026-02-30'])
      expect(await ops(system, [...membership, '--at', time])).toMatchObject({
        code: 2,
        err: expect.stringContaining(`--at "${time}" is no moment`) as string,
      });
    expect(await ops(system, [...membership, '--at', '2026-01-31'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--at "2026-01-31" is a day, in which much may change: write a moment') as string,
    });
  });

  it('export writes line by line, page after page, until the log is at its end', async () => {
    pages = [
      { lines: ['a', 'b'], next: 2 },
      { lines: [], next: 9 },
    ];
    const { out } = await ops(system, ['audit', 'export', 'acme', 'outcome:refused', '--format', 'ocsf', '--reads']);
    expect(out.split('\n')).toEqual(['a', 'b', 'last']);
    expect(system.put.map(({ value }) => String(value))).toEqual([expect.stringContaining('"act":"audit-exported"')]);
    const first = { accountId: acme.id, log: 'reads', format: 'ocsf', limit: 2_000, q: 'outcome:refused' };
    expect(asked).toEqual([first, { ...first, after: 2 }, { ...first, after: 9 }]);
  });

  it('export does not end as if it was whole where it was interrupted', async () => {
    const over = new AbortController();
    const page = () => (over.abort(), { lines: ['a'], next: 2 });
    system.answers['audit-service'] = { ...system.answers['audit-service'], [AuditExportQueries.page.path]: page };
    expect(await ops(system, ['audit', 'export', 'acme'], '', over.signal)).toMatchObject({
      code: 1,
      out: 'a',
      err: expect.stringContaining('interrupted') as string,
    });
  });

  it('export that breaks off says behind which entry to go on', async () => {
    const page = (asked: { after?: number }) => {
      if (asked.after === 2) throw new ServiceUnavailable('audit-service', 'broken');
      return { lines: ['a'], next: 2 };
    };
    system.answers['audit-service'] = {
      ...system.answers['audit-service'],
      [AuditExportQueries.page.path]: page,
    };
    expect(await ops(system, ['audit', 'export', 'acme'])).toMatchObject({
      code: 3,
      out: 'a',
      err: expect.stringContaining('go on with --after 2') as string,
    });
  });

  it('export moves no cursor of a screen, and changes nothing of a file', async () => {
    const line = '1,a\u001b[2J\u009b\u202e';
    pages = [{ lines: [line] }, { lines: [line] }];
    expect((await ops(system, ['audit', 'export', 'acme'])).out).toBe(line);
    system.isScreen = true;
    expect((await ops(system, ['audit', 'export', 'acme'])).out).toBe('1,a?[2J??');
  });

  it('export goes on behind an entry that is there already', async () => {
    await ops(system, ['audit', 'export', 'acme', '--after', '48210']);
    expect(asked).toMatchObject([{ format: 'ndjson', after: 48_210 }]);
    expect(await ops(system, ['audit', 'export', 'acme', '--after', 'then'])).toMatchObject({ code: 2 });
  });
});
