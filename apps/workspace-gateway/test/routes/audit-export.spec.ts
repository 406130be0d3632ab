import {
  AuditExportQueries,
  AuditProofQueries,
  AuditQueries,
  Refusal,
  SessionQueries,
  TokenQueries,
  type TokenVerdict,
} from '@rollcall/contracts';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountId, newTestToken, sharedGateway, tokenOf, userId } from '../gateway-under-test.js';
import { tokenId } from '../views.js';

const gateway = await sharedGateway(new Refusal('user-not-found'));
beforeEach(() => gateway.services.answer(AuditQueries.completeness, {}));

const works: TokenVerdict = {
  works: true,
  tokenId,
  accountId,
  creatorId: userId,
  expiresAt: '2030-01-01T00:00:00.000Z',
  purpose: 'audit',
};
const revoked: TokenVerdict = { works: false, why: 'revoked', accountId, tokenId };
const read = (query = '') => gateway.ask(`/api/audit/export${query}`, { as: 'admin' });

describe('GET /api/audit/export', () => {
  it('answers line by line, page after page, up to the end of the log', async () => {
    const pages = [{ lines: ['a', 'b'], next: 2, upTo: 9 }, { lines: [], next: 7, upTo: 9 }, { lines: ['c'] }];
    gateway.services.answerBy(AuditExportQueries.page, () => pages.shift() ?? { lines: [] });
    const { status, headers, text } = await read('?format=csv&type=user.*');
    expect([status, headers.get('content-type'), text]).toEqual([200, 'text/csv; charset=utf-8', 'a\nb\nc\n']);
    const asked = { accountId, log: 'changes', format: 'csv', type: 'user.*', limit: 2_000 };
    expect(gateway.asked().flatMap(([query, input]) => (query === AuditExportQueries.page ? [input] : []))).toEqual([
      asked,
      { ...asked, after: 2, upTo: 9 },
      { ...asked, after: 7, upTo: 9 },
    ]);
    expect(headers.get('rollcall-complete-since')).toBeNull();
  });

  it('refuses words of a search where the proof of the whole log is asked for, and names them', async () => {
    const { status, json } = await read('?format=proof&log=reads&after=3&type=user.*&q=by:system');
    expect([status, json]).toMatchObject([
      422,
      {
        code: 'request-invalid',
        problems: [{ at: '/type' }, { at: '/q', problem: expect.stringContaining('proof') as string }],
      },
    ]);
    expect(gateway.asked().map(([query]) => query)).not.toContain(AuditProofQueries.proof);
  });

  it('says since when the log is complete, before its lines', async () => {
    gateway.services.answer(AuditQueries.completeness, { completeSince: '2026-03-01T10:00:00.000Z' });
    gateway.services.answer(AuditExportQueries.page, { lines: ['a'] });
    const { headers, text } = await read();
    expect([headers.get('rollcall-complete-since'), text]).toEqual(['2026-03-01T10:00:00.000Z', 'a\n']);
  });

  it('asks for the next page only when the client takes it: a log of any length is held by pages', async () => {
    const line = 'x'.repeat(1_000_000);
    let pages = 0;
    gateway.services.answerBy(AuditExportQueries.page, () => ({ lines: [line], next: (pages += 1) }));
    const stop = new AbortController();
    const headers = { authorization: `Bearer ${tokenOf('admin')}` };
    const response = await fetch(`${gateway.url}/api/audit/export`, { headers, signal: stop.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    await expect.poll(() => pages).toBeGreaterThan(1);
    let before = -1;
    // What the sockets take has an end; then nothing more is asked for.
    await expect.poll(() => before === (before = pages), { interval: 300, timeout: 20_000 }).toBe(true);
    expect(pages).toBeLessThan(60);
    stop.abort();
  });

  it.each([
    [
      'a session that is signed out',
      () => tokenOf('admin'),
      () => gateway.services.answer(SessionQueries.check, { works: false }),
    ],
    [
      'an audit token that is revoked',
      () => newTestToken('audit'),
      () => gateway.services.answer(TokenQueries.check, revoked),
    ],
  ] as const)('breaks off within about a second for %s (rule 19)', async (_, credential, end) => {
    gateway.services.answer(TokenQueries.check, works);
    let next = 0;
    gateway.services.answerBy(AuditExportQueries.page, () => ({ lines: ['x'.repeat(100_000)], next: (next += 1) }));
    const response = await fetch(`${gateway.url}/api/audit/export`, {
      headers: { authorization: `Bearer ${credential()}` },
    });
    expect(response.status).toBe(200);
    end();
    const ended = performance.now();
    await expect(response.text()).rejects.toThrow();
    expect(performance.now() - ended).toBeLessThan(10_000);
  });

  it('looks no further where its client has gone, though nothing was sent yet', async () => {
    let pages = 0;
    gateway.services.answerBy(AuditExportQueries.page, () => ({ lines: [], next: (pages += 1) }));
    const stop = new AbortController();
    const headers = { authorization: `Bearer ${tokenOf('admin')}` };
    const asked = fetch(`${gateway.url}/api/audit/export?type=user.erased`, { headers, signal: stop.signal });
    await expect.poll(() => pages).toBeGreaterThan(2);
    stop.abort();
    await expect(asked).rejects.toThrow();
    let before = -1;
    await expect.poll(() => before === (before = pages), { interval: 200, timeout: 5_000 }).toBe(true);
  });

  it('runs at most twice at a time for one account', async () => {
    let next = 0;
    const line = 'x'.repeat(300_000);
    gateway.services.answerBy(AuditExportQueries.page, () => ({ lines: [line], next: (next += 1) }));
    const stop = new AbortController();
    const headers = { authorization: `Bearer ${tokenOf('admin')}` };
    const open = () => fetch(`${gateway.url}/api/audit/export`, { headers, signal: stop.signal });
    expect([(await open()).status, (await open()).status]).toEqual([200, 200]);
    expect(await read()).toMatchObject({ status: 429, json: { code: 'account-limit' } });
    stop.abort();
    gateway.services.answer(AuditExportQueries.page, { lines: ['a'] });
    await expect.poll(async () => (await read()).text, { timeout: 10_000 }).toBe('a\n');
  });

  it('breaks off where audit-service does, so that nobody takes a part for the whole', async () => {
    const line = 'x'.repeat(300_000);
    let pages = 0;
    gateway.services.answerBy(AuditExportQueries.page, () => {
      if ((pages += 1) > 1) throw new ServiceUnavailable('audit-service', 'unreachable');
      return { lines: [line], next: 1 };
    });
    await expect(read()).rejects.toThrow();
    expect((await read()).status).toBe(429);
  });

  it('says what cannot be read, before anything is sent', async () => {
    const problem = '"x" is no word of a search.';
    gateway.services.answer(AuditExportQueries.page, new Refusal('audit-question-invalid', { problem }));
    expect(await read('?q=x')).toMatchObject({ status: 400, json: { detail: problem } });
    expect((await read('?format=xml')).status).toBe(422);
    expect((await read('?after=-1')).status).toBe(422);
  });

  it('answers with what proves it, all by one checkpoint', async () => {
    const pages = [
      { lines: ['head'], checkpoint: 12, next: 41 },
      { lines: ['entry', 'end'], checkpoint: 12 },
    ];
    gateway.services.answerBy(AuditProofQueries.proof, () => pages.shift() ?? { lines: [] });
    expect((await read('?format=proof&after=40&log=reads')).text).toBe('head\nentry\nend\n');
    const asked = { accountId, after: 40, log: 'reads' };
    expect(gateway.asked().flatMap(([query, input]) => (query === AuditProofQueries.proof ? [input] : []))).toEqual([
      asked,
      { ...asked, checkpoint: 12, next: 41 },
    ]);
    const { status, headers, json } = await read('?format=proof');
    expect([status, headers.get('retry-after'), json['code']]).toEqual([429, '10', 'audit-not-signed']);
  });
});
