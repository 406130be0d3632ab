import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AccountQueries,
  AuditHoldQueries,
  AuditProofQueries,
  AuditQueries,
  nilUuid,
  queryRequest,
  type AuditHold,
  type FindAuditEntries,
  type FindAuditProof,
  type HoldAuditLog,
} from '@rollcall/contracts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { MemoryInstallation } from '../../../libs/audit-proof/test/memory-installation.ts';
import { FakeSystem, ops } from './support/fake-connections.js';
import { acme } from './support/views.js';

const installation = new MemoryInstallation();
for (let n = 1; n <= 3; n++) installation.append({ type: 'user.updated', version: n });
const note = installation.checkpoint();
const key = installation.signers[0]?.verifier.verifierKey ?? '';
const folder = mkdtempSync(join(tmpdir(), 'rollcall-ops-audit-'));
const inFolder = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

let system: FakeSystem;
let asked: FindAuditProof[];
let lines: readonly string[];
let gaps: object[];
beforeEach(async () => {
  [asked, lines, gaps] = [[], await installation.export(), []];
  system = new FakeSystem();
  /** Two pages: what stands before the entries, and the entries. */
  const page = (body: FindAuditProof) => {
    asked.push(body);
    const begin = lines.findIndex((line) => line.startsWith('{"seq"'));
    return body.next === undefined
      ? { lines: lines.slice(0, begin), checkpoint: 4, next: 1 }
      : { lines: lines.slice(begin), checkpoint: 4 };
  };
  system.answers = {
    'user-service': { [queryRequest(AccountQueries.find, { account: 'acme' }).path]: acme },
    'audit-service': {
      [AuditProofQueries.proof.path]: page,
      [AuditProofQueries.checkpoint.path]: { key, note, signedAt: '2026-03-01T10:00:00.000Z' },
      [AuditProofQueries.strike.path]: { entries: 4 },
      [AuditQueries.entries.path]: ({ accountId }: FindAuditEntries) => ({
        entries: accountId === nilUuid ? gaps : [],
      }),
    },
  };
});

describe('audit verify', () => {
  it('asks for all pages by one checkpoint, and says what is proved', async () => {
    const { out, code } = await ops(system, ['audit', 'verify', 'acme']);
    expect([code, out]).toEqual([0, expect.stringContaining('entries 1 to 3 are what was logged, and all of them')]);
    expect(asked).toEqual([
      { accountId: acme.id, log: 'changes', anchors: [] },
      { accountId: acme.id, log: 'changes', checkpoint: 4, next: 1 },
    ]);
  });

  it('says what never arrived, as the log itself does', async () => {
    expect((await ops(system, ['audit', 'verify', 'acme'])).out).toContain('Nothing is known to be missing.');
    const sentence = '4 records of requests never arrived.';
    gaps = [
      {
        id: acme.id,
        log: 'changes',
        seq: 1,
        at: '2026-11-28T20:57:53.000Z',
        receivedAt: '2026-11-28T20:57:53.000Z',
        kind: 'gap',
        type: 'audit.requests-missing',
        outcome: 'failed',
        sentence,
      },
    ];
    const { out, code } = await ops(system, ['audit', 'verify', 'acme']);
    expect([code, out]).toEqual([0, expect.stringContaining(`Missing, as the log itself says:`)]);
    expect(out).toContain(`2026-11-28T20:57:53.000Z  ${sentence}`);
  });

  it('looks for what never arrived to the end of the log, and takes nothing else for it', async () => {
    const looked: FindAuditEntries[] = [];
    system.answers['audit-service'] = {
      ...system.answers['audit-service'],
      [AuditQueries.entries.path]: (question: FindAuditEntries) => {
        looked.push(question);
        return { entries: [], ...(question.cursor ? {} : { next: 'on', searchedBackTo: '2026-11-28T20:57:53.000Z' }) };
      },
    };
    await ops(system, ['audit', 'verify', 'acme']);
    expect(looked.map(({ accountId, cursor }) => [accountId, cursor])).toEqual([
      [acme.id, undefined],
      [acme.id, 'on'],
      [nilUuid, undefined],
      [nilUuid, 'on'],
    ]);
    for (const { type } of looked) expect(type).not.toMatch(/[*]|stream/);
  });

  it('names the first wrong entry', async () => {
    lines = lines.map((line) => line.replace('"version":2}', '"version":7}'));
    expect(await ops(system, ['audit', 'verify', 'acme'])).toMatchObject({
      code: 1,
      err: 'ops: NOT PROVED. Entry 2 is not what was logged.',
    });
  });

  it('takes a key and anchors from elsewhere', async () => {
    writeFileSync(inFolder('anchor.txt'), note);
    writeFileSync(inFolder('none.txt'), 'none');
    const verify = (...options: string[]) => ops(system, ['audit', 'verify', 'acme', ...options]);
    expect((await verify('--anchor', inFolder('anchor.txt'))).out).toContain('The anchor at 4 is a beginning of it');
    expect((await verify('--key', new MemoryInstallation().signers[0]?.verifier.verifierKey ?? '')).err).toContain(
      'No known key',
    );
    expect(await verify('--key', 'none')).toMatchObject({ code: 2 });
    expect(await verify('--anchor', inFolder('none.txt'))).toMatchObject({ code: 2 });
  });

  it('says that nothing was signed yet', async () => {
    system.answers['audit-service'] = {
      ...system.answers['audit-service'],
      [AuditProofQueries.proof.path]: { lines: [] },
    };
    expect(await ops(system, ['audit', 'verify', 'acme', '--key', key])).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nothing was signed of this log yet'),
    });
  });
});

it('audit prove writes the file that the offline verifier reads', async () => {
  const { code } = await ops(system, ['audit', 'prove', 'acme', inFolder('acme.ndjson')]);
  expect([code, readFileSync(inFolder('acme.ndjson'), 'utf8')]).toEqual([0, `${lines.join('\n')}\n`]);
});

describe('files', () => {
  const cannotBeRead = {
    code: 2,
    err: expect.stringMatching(/^ops: .*none-there.* cannot be read \(ENOENT\)/) as string,
  };
  const cannotBeWritten = {
    code: 2,
    err: expect.stringMatching(/^ops: .*none-there.* cannot be written \(ENOENT\)/) as string,
  };

  it('that are not there are told in a sentence, and nothing is asked', async () => {
    for (const command of [
      ['verify', 'acme'],
      ['prove', 'acme', inFolder('other.ndjson')],
    ])
      expect(await ops(system, ['audit', ...command, '--anchor', inFolder('none-there.txt')])).toMatchObject(
        cannotBeRead,
      );
    expect(asked).toEqual([]);
  });

  it('that cannot be written are told in a sentence', async () => {
    expect(await ops(system, ['audit', 'prove', 'acme', inFolder('none-there/acme.ndjson')])).toMatchObject(
      cannotBeWritten,
    );
  });

  it('are not called written, and a log not wrong, where the command was interrupted', async () => {
    const stopped = () => {
      const over = new AbortController();
      const { [AuditProofQueries.proof.path]: page, ...others } = system.answers['audit-service'] ?? {};
      const last = (body: FindAuditProof) => {
        over.abort();
        return (page as (body: FindAuditProof) => object)(body);
      };
      system.answers['audit-service'] = { ...others, [AuditProofQueries.proof.path]: last };
      return over.signal;
    };
    const interrupted = { code: 1, out: '', err: expect.stringContaining('interrupted') as string };
    expect(await ops(system, ['audit', 'prove', 'acme', inFolder('half.ndjson')], '', stopped())).toMatchObject(
      interrupted,
    );
    expect(await ops(system, ['audit', 'verify', 'acme'], '', stopped())).toMatchObject(interrupted);
  });
});

it('audit checkpoint prints the note alone, so that it can be kept', async () => {
  expect(await ops(system, ['audit', 'checkpoint'])).toMatchObject({ out: note.trimEnd(), err: `key: ${key}` });
});

it('audit strike wants an id and --yes, and strikes nobody who was not erased', async () => {
  const strike = (...more: string[]) => ops(system, ['audit', 'strike', 'acme', ...more]);
  expect(await strike('ann@acme.example', '--yes')).toMatchObject({ code: 2 });
  expect(await strike(acme.id)).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
  expect(system.put).toEqual([]);
  expect(await strike(acme.id, '--yes')).toMatchObject({ code: 0, out: '4 entries were changed.' });
  const record: unknown = JSON.parse(String(system.put[0]?.value));
  expect(record).toEqual({
    act: 'person-struck',
    operator: 'root',
    accountId: acme.id,
    personHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  system.answers['audit-service'] = { [AuditProofQueries.strike.path]: {} };
  expect(await strike(acme.id, '--yes')).toMatchObject({
    code: 1,
    err: expect.stringContaining('ops user erase comes first'),
  });
});

it('audit hold is recorded before it is set, or ended, and holds are listed', async () => {
  let holds: AuditHold[] = [];
  const set = ({ accountId, held }: HoldAuditLog) => {
    expect(system.put).toHaveLength(held ? 1 : 2);
    return (holds = held ? [{ accountId, since: '2026-03-01T10:00:00.000Z' }] : []);
  };
  const path = AuditHoldQueries.set.path;
  expect(AuditHoldQueries.list.path).toBe(path);
  system.answers['audit-service'] = { [path]: (body?: HoldAuditLog) => (body && 'held' in body ? set(body) : holds) };
  expect((await ops(system, ['audit', 'hold', 'acme'])).out).toBe('The log of acme is held.');
  expect((await ops(system, ['audit', 'holds'])).out).toContain(acme.id);
  expect((await ops(system, ['audit', 'hold', 'acme', '--end'])).out).toBe('The log of acme is not held any more.');
  expect((await ops(system, ['audit', 'holds'])).out).toBe('No log is held.');
  expect(system.put.map(({ value }) => JSON.parse(String(value)) as unknown)).toEqual([
    { act: 'audit-held', operator: 'root', accountId: acme.id },
    { act: 'audit-hold-ended', operator: 'root', accountId: acme.id },
  ]);
});
