import { cellsOf, csvCell, endLine, entryLines, headLines, verifyExport, type Proved } from '@rollcall/audit-proof';
import {
  auditExportFormats,
  ExportAuditEntries,
  ScimRequestRecorded,
  SessionEvents,
  TeamEvents,
  WorkspaceRequestRecorded,
  type AuditExportFormat,
  type AuditExportPage,
} from '@rollcall/contracts';
import { ListTurns } from '@rollcall/service-kit';
import { generateSignerKey, parseSignerKey } from '@rollcall/transparency-log';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { NameClient } from '../src/clients/name-client.js';
import { AuditReadModel } from '../src/persistence/audit-read-model.js';
import { ProofReadModel } from '../src/persistence/proofs/proof-read-model.js';
import { stateLogs } from '../src/persistence/proofs/state-logs.js';
import { ExportController } from '../src/queries/export.controller.js';
import { auditLog, noNames } from './support/audit-database.js';
import { aRecord, userRecords } from './support/records.js';

const { dataSource, store } = await auditLog();

const proofs = new ProofReadModel(dataSource);
const names = noNames();
const controller = new ExportController(new AuditReadModel(dataSource), names, new ListTurns());
const key = parseSignerKey(generateSignerKey('rollcall.example/audit'));

const accountId = uuidv7();
const [others, count] = [uuidv7(), 700];
const named = uuidv7();
const hostile = '=cmd|"/c calc"!A1, x';
beforeAll(async () => {
  const mixed = [
    { type: TeamEvents.membersAdded.type },
    { type: SessionEvents.refused.type },
    { type: WorkspaceRequestRecorded.type, payload: { address: '192.0.2.7', userAgent: hostile } },
    { type: ScimRequestRecorded.type, payload: { method: 'PATCH', status: 409, code: 'user-name-taken' } },
  ].map((of) => aRecord({ accountId, ...of, partition: 9 }));
  await store.save(userRecords(accountId, count));
  for (const each of mixed) await store.save([each]);
  const shown = [
    { type: TeamEvents.membersAdded.type },
    { type: TeamEvents.reconciled.type },
    { type: SessionEvents.started.type },
  ];
  const apostrophe = { type: WorkspaceRequestRecorded.type, payload: { address: '192.0.2.7', userAgent: "'=1" } };
  await store.save(
    [...shown, apostrophe].map((of, offset) => aRecord({ accountId: named, ...of, partition: 7, offset })),
  );
  await store.save(userRecords(others, 5).map((each) => ({ ...each, partition: 5 })));
  await stateLogs(dataSource, { current: key }, new Date());
});

const ask = (of: Partial<ExportAuditEntries>): Promise<AuditExportPage> =>
  controller.page({ accountId, log: 'changes', format: 'ndjson', limit: 300, ...of });

/** All pages of an export. */
async function fileOf(format: AuditExportFormat, of: Partial<ExportAuditEntries> = {}): Promise<string[]> {
  const lines: string[] = [];
  for (let next = of.after, isFirst = true; isFirst || next !== undefined; isFirst = false) {
    const page = await ask({ ...of, format, ...(next === undefined ? {} : { after: next }) });
    lines.push(...page.lines);
    next = page.next;
  }
  return lines;
}

async function* asAsync(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

async function proved(exported: readonly string[], after = 0, of = accountId): Promise<Proved> {
  const source = await proofs.source({ accountId: of, log: 'changes', after });
  if (!source) throw new Error('nothing was signed');
  const entries = await proofs.entries(of, 'changes', source.from, source.statement.size);
  const proof: string[] = [];
  for (const part of [headLines(source), entryLines(source, entries)]) for await (const line of part) proof.push(line);
  const trusted = { key: key.verifier, anchors: [], exported: asAsync(exported) };
  return verifyExport(asAsync([...proof, endLine(source)]), trusted);
}

/** Everybody and everything has a name. */
function everythingNamed(): NameClient {
  const ask = (_: unknown, { userIds, teamIds, tokenIds }: Readonly<Record<string, string[]>>) =>
    Promise.resolve(
      [userIds, teamIds, tokenIds].flatMap((ids) =>
        (ids ?? []).map((id) => ({ id, userName: `${id}@example.com`, displayName: 'Design', name: 'Okta' })),
      ),
    );
  const owner = { ask: ask as never };
  return new NameClient({ users: owner, teams: owner, tokens: owner }, { warn: () => undefined });
}

const seqOf = (line: string) => (JSON.parse(line) as { seq: number }).seq;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

describe('an export', () => {
  it('has every entry of the account once, in order, and none of another one', async () => {
    const lines = await fileOf('ndjson');
    expect(lines.map(seqOf)).toEqual(range(1, count + 4));
    expect(lines.join()).not.toContain(others);
    expect((await ask({ limit: 300 })).next).toBe(300);
  });

  it('goes on where it ended, and has the titles of CSV where it begins', async () => {
    expect((await fileOf('ndjson', { after: 698 })).map(seqOf)).toEqual(range(699, count + 4));
    expect(await ask({ after: count + 4 })).toEqual({ lines: [] });
    await expect(ask({ after: count + 5 })).rejects.toMatchObject({
      code: 'audit-question-invalid',
      facts: { problem: expect.stringContaining(`ends with entry ${count + 4}`) as string },
    });
    const [titles, first] = await fileOf('csv');
    expect([titles?.slice(0, 8), first?.slice(0, 2)]).toEqual(['seq,at,t', '1,']);
    expect((await fileOf('csv', { after: 1 }))[0]).toMatch(/^2,/);
    expect((await fileOf('csv', { after: 0 }))[0]).toBe(titles);
  });

  it('ends where the log ended when it began, however much comes meanwhile', async () => {
    const busy = uuidv7();
    await store.save(userRecords(busy, 5).map((each) => ({ ...each, partition: 6 })));
    const first = await ask({ accountId: busy, limit: 2 });
    expect([first.lines.length, first.next, first.upTo]).toEqual([2, 2, 5]);
    await store.save([aRecord({ accountId: busy, type: SessionEvents.refused.type, partition: 8 })]);
    const rest = await ask({ accountId: busy, after: 2, upTo: 5 });
    expect([rest.lines.map(seqOf), rest.next]).toEqual([[3, 4, 5], undefined]);
    expect((await ask({ accountId: busy, after: 2 })).lines.map(seqOf)).toEqual([3, 4, 5, 6]);
  });

  it('has what a search finds', async () => {
    const found = await fileOf('ndjson', { q: 'outcome:refused -type:session.*' });
    expect(found.map((line) => (JSON.parse(line) as { code?: string }).code)).toContain('user-name-taken');
    expect(found.length).toBeLessThan(4);
    await expect(ask({ q: 'nonsense' })).rejects.toMatchObject({ code: 'audit-question-invalid' });
  });

  it.each(auditExportFormats)('in the format %s is proved line by line', async (format) => {
    expect(await proved(await fileOf(format))).toMatchObject({ from: 1, to: count + 4, exported: count + 4 });
    const rest = await fileOf(format, { after: 520 });
    const withTitles = format === 'csv' ? [...(await fileOf('csv')).slice(0, 1), ...rest] : rest;
    expect(await proved(withTitles, 520)).toMatchObject({ from: 521, exported: count + 4 - 520 });
  });

  it.each(auditExportFormats)('in the format %s is proved where all have names, which no log holds', async (format) => {
    const withNames = new ExportController(new AuditReadModel(dataSource), everythingNamed(), new ListTurns());
    const { lines } = await withNames.page({ accountId: named, log: 'changes', format, limit: 300 });
    expect(lines.join()).toContain('@example.com');
    expect(await proved(lines, 0, named)).toMatchObject({ from: 1, to: 4, exported: 4 });
  });

  it.each(auditExportFormats)('in the format %s is found out where a line was changed', async (format) => {
    const lines = await fileOf(format);
    const at = lines.findIndex((line) => line.includes('user-name-taken'));
    const changed = lines.with(at, lines[at]?.replaceAll('user-name-taken', 'user-name-tamed') ?? '');
    await expect(proved(changed)).rejects.toThrow(/The export says of entry \d+ another "code" than was logged/);
  });

  it('is found out where a line was added, comes twice, or is told of another time', async () => {
    const lines = await fileOf('ndjson');
    const [first = '', second = ''] = lines;
    const forged = JSON.stringify({ ...(JSON.parse(first) as object), seq: count + 5 });
    await expect(proved([...lines, forged])).rejects.toThrow('the proof ends before it');
    await expect(proved([first, first])).rejects.toThrow('behind entry 1');
    await expect(proved([first], 1)).rejects.toThrow('the proof begins behind it');
    const later = JSON.stringify({ ...(JSON.parse(second) as object), at: '2020-01-01T00:00:00.000Z' });
    await expect(proved([first, later])).rejects.toThrow('entry 2 another "at"');
    const twice = JSON.stringify({ actorKind: 'system', ...(JSON.parse(second) as object) });
    await expect(proved([twice])).rejects.toThrow('not written as');
    const { detail: _, ...less } = JSON.parse(second) as { detail: unknown };
    await expect(proved([JSON.stringify(less)])).rejects.toThrow('entry 2 another "detail"');
  });

  it('as CSV is found out where a reader of the file would see something else than what was compared', async () => {
    const lines = await fileOf('csv');
    const [titles = '', first = ''] = lines;
    const renamed = [titles.replace('outcome', 'Outcome'), first.replace(',done,', ',refused,')];
    await expect(proved(renamed)).rejects.toThrow('no column of an export');
    const twice = [titles.replace('type', 'outcome'), first];
    await expect(proved(twice)).rejects.toThrow('no column of an export');
    for (const forged of ['done"refused"', '"done"refused', '"done"'])
      await expect(proved([titles, first.replace(',done,', `,${forged},`)])).rejects.toThrow('not written as');
    const at = lines.findIndex((line) => line.includes('=cmd'));
    await expect(proved([titles, lines[at]?.replace("'=cmd", '=cmd') ?? ''])).rejects.toThrow('not written as');
  });

  it.each([
    ['also', 'members-added'],
    ['detail', 'user.updated'],
    ['version', 'user.updated'],
    ['received_at', 'user.updated'],
  ])('as CSV has %s too, and is found out where it was changed or left out', async (title, type) => {
    const lines = await fileOf('csv');
    const at = lines[0]?.split(',').indexOf(title) ?? -1;
    expect(at).toBeGreaterThan(0);
    const line = lines.find((each) => each.includes(type)) ?? '';
    const cells = cellsOf(line) ?? [];
    expect(cells[at]).not.toBe('');
    const without = cells.with(at, '').map(csvCell).join(',');
    await expect(proved([lines[0] ?? '', without])).rejects.toThrow(/another "\w+" than was logged/);
  });

  it('as CSV is found out where it was cut off within quotes', async () => {
    const [titles = '', first = ''] = await fileOf('csv');
    await expect(proved([titles, first, '2,"what no program compares'])).rejects.toThrow('cut off');
  });

  it.each([
    ['what was done', /"activity_id":\d+/, '"activity_id":99'],
    ['how it ended', '"status_id":2', '"status_id":1'],
    ['how bad it was', '"severity_id":2', '"severity_id":1'],
    ['in whose account', /"tenant_uid":"[^"]*"/, '"tenant_uid":"01890a5d-ac96-774b-bcce-b302099a8099"'],
    ['by which operation', '"operation":"PATCH ', '"operation":"GET '],
    ['something more', /\}$/, ',"comment":"It was somebody else."}'],
  ])('as OCSF is found out where it says otherwise %s', async (_, said, forged) => {
    const lines = await fileOf('ocsf');
    const line = lines.find((each) => each.includes('user-name-taken')) ?? '';
    const changed = line.replace(said, forged);
    expect(changed).not.toBe(line);
    await expect(proved([changed])).rejects.toThrow(/another account|not written as/);
  });
});
