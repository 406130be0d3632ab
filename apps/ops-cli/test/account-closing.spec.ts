import { AccountQueries, queryRequest, type AccountBrief } from '@rollcall/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeSystem, ops } from './support/fake-connections.js';
import { acme } from './support/views.js';

const closing = { endsAt: '2026-03-31T12:00:00.000Z' };
const closed = { ...acme, closing };
let system: FakeSystem;

beforeEach(() => {
  system = new FakeSystem();
  system.answers = { 'user-service': { [queryRequest(AccountQueries.find, { account: 'acme' }).path]: acme } };
  system.replies = {
    'account.close': { ok: true, body: closed },
    'account.reopen': { ok: true, body: acme },
  };
});

const sent = () => system.sent.map(({ payload }) => (payload as { afterSeconds?: number }).afterSeconds);

describe('account close', () => {
  it('asks for the slug, and sends the usual term in the name of the operator', async () => {
    const { code, out, err } = await ops(system, ['account', 'close', 'acme'], 'acme');
    expect(code).toBe(0);
    expect(err).toBe('Acme has 4 users. To close it, type its slug (acme):');
    expect(out).toContain(
      'All of it is deleted after 2026-03-31T12:00:00.000Z; until then `account reopen acme` gives it',
    );
    expect(system.sent).toEqual([
      {
        type: 'account.close',
        payload: { accountId: acme.id, afterSeconds: 30 * 86_400, actor: { kind: 'operator', id: 'root' } },
      },
    ]);
  });

  it('sends nothing where something else is typed', async () => {
    const { code, err } = await ops(system, ['account', 'close', 'acme'], 'Acme');
    expect([code, system.sent]).toEqual([2, []]);
    expect(err).toContain('that is not "acme": nothing has changed');
  });

  it.each([
    [['--after', '7d', '--yes'], 7 * 86_400],
    [['--after', '0d', '--at-once', '--yes'], 0],
    [['--after', '365d', '--yes'], 365 * 86_400],
  ])('takes %j', async (options, seconds) => {
    expect((await ops(system, ['account', 'close', 'acme', ...options])).err).toBe('');
    expect(sent()).toEqual([seconds]);
  });

  it.each([
    ['0d', 'ops: --after 0d leaves no day to reopen the account: write at least 1d, or add --at-once if that is meant'],
    [
      '23h',
      'ops: --after 23h leaves no day to reopen the account: write at least 1d, or add --at-once if that is meant',
    ],
    ['366d', 'ops: --after "366d" is no term: write a length of time such as 30d, 365d at most'],
    ['soon', 'ops: --after "soon" is no term: write a length of time such as 30d, 365d at most'],
  ])('refuses %s before anything is asked', async (after, sentence) => {
    const { code, err } = await ops(system, ['account', 'close', 'acme', '--after', after, '--yes']);
    expect([code, err, system.sent]).toEqual([2, sentence, []]);
  });
});

describe('account reopen', () => {
  it('says that people sign in anew', async () => {
    const { code, out } = await ops(system, ['account', 'reopen', 'acme']);
    expect([code, out]).toEqual([0, 'acme is open. Sessions of before stay ended.']);
  });
});

describe('account list', () => {
  const brief = (slug: string, of: Partial<AccountBrief> = {}): AccountBrief => ({
    id: acme.id,
    slug,
    name: slug,
    ...of,
  });
  const path = (input: { limit: number; after?: string }) => queryRequest(AccountQueries.list, input).path;

  it('shows when those end that are being closed, and alone where asked', async () => {
    const page = [brief('acme', { closing }), brief('beta')];
    system.answers = { 'user-service': { [path({ limit: 1_000 })]: page } };
    expect((await ops(system, ['account', 'list'])).out.split('\n')).toEqual([
      expect.stringMatching(/^SLUG +ID +NAME +CLOSES$/),
      expect.stringMatching(/^acme .* 2026-03-31T12:00:00.000Z$/),
      expect.stringMatching(/^beta .* -$/),
    ]);
    const only = await ops(system, ['account', 'list', '--closing', '--json']);
    expect(JSON.parse(only.out)).toEqual([brief('acme', { closing })]);
  });

  it('goes on after a full page', async () => {
    const many = Array.from({ length: 1_000 }, (_, n) => brief(`a${n}`));
    system.answers = {
      'user-service': { [path({ limit: 1_000 })]: many, [path({ limit: 1_000, after: 'a999' })]: [brief('b')] },
    };
    expect(JSON.parse((await ops(system, ['account', 'list', '--json'])).out)).toHaveLength(1_001);
  });
});

describe('account show', () => {
  it('says when the account ends that is being closed', async () => {
    system.answers = { 'user-service': { [queryRequest(AccountQueries.find, { account: 'acme' }).path]: closed } };
    expect((await ops(system, ['account', 'show', 'acme'])).out).toMatch(/closes +2026-03-31T12:00:00.000Z/);
  });
});
