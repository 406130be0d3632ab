import { verify } from '@node-rs/argon2';
import {
  AccountQueries,
  digestOf,
  isWellFormedScimToken,
  parseAuditToken,
  OpsQueries,
  queryRequest,
  Refusal,
  TokenQueries,
  UserQueries,
  type CreateAccount,
  type SearchUsers,
} from '@rollcall/contracts';
import { ServiceUnavailable, SettingsError } from '@rollcall/service-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeSystem, ops } from './support/fake-connections.js';
import { acme, aParkedMessage, aToken, aUser } from './support/views.js';

const adminId = '01890a5d-ac96-774b-bcce-b302099a8058';
const token = aToken;

let system: FakeSystem;

beforeEach(() => {
  system = new FakeSystem();
  system.answers = {
    'user-service': {
      [queryRequest(AccountQueries.find, { account: 'acme' }).path]: acme,
      [queryRequest(AccountQueries.find, { account: 'nope' }).path]: new Refusal('account-not-found'),
      [UserQueries.search.path]: ({ filter }: SearchUsers) => ({
        total: 1,
        users: filter?.is === 'equals' && filter.value === 'ada@acme.example' ? [aUser({ id: adminId })] : [],
      }),
    },
    'token-service': {
      [queryRequest(TokenQueries.list, { accountId: acme.id }).path]: [token],
      [TokenQueries.sign.path]: { keyId: 'key1', signature: 'signature00' },
    },
  };
});

describe('account', () => {
  const create = ['account', 'create', '--slug', 'acme', '--name', 'Acme', '--admin-email', 'ada@acme.example'];
  const person = ['--admin-given', 'Ada', '--admin-family', 'Min'];

  it('create sends only the hash of the password, and prints the ids', async () => {
    system.replies = { 'account.create': { ok: true, body: { ...acme, adminId } } };
    const { code, out } = await ops(system, [...create, ...person, '--admin-password-stdin'], 'correct horse');
    expect(code).toBe(0);
    expect(out).toContain(adminId);
    const payload = system.sent[0]?.payload as CreateAccount;
    expect(payload.actor).toEqual({ kind: 'operator', id: 'root' });
    expect(payload.admin.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verify(payload.admin.passwordHash ?? '', 'correct horse')).toBe(true);
    expect(JSON.stringify(payload)).not.toContain('correct horse');
  });

  it.each([
    ['is too short', 'short-1', 'too short'],
    ['people use most', 'password12', 'that people use most'],
    ['is the address', 'ada@acme.example', "the person's own name or address"],
  ])('create refuses a password that %s, without repeating it, and sends nothing', async (_, password, why) => {
    const { code, out, err } = await ops(system, [...create, ...person, '--admin-password-stdin'], password);
    expect([code, out, system.sent]).toEqual([2, '', []]);
    expect(err).toContain(why);
    expect(err).not.toContain(password);
  });

  it('create says why it was refused, and what to do', async () => {
    system.replies = { 'account.create': { ok: false, code: 'slug-taken', facts: { slug: 'acme' } } };
    const { code, out, err } = await ops(system, [...create, ...person]);
    expect([code, out, err]).toEqual([1, '', 'ops: the slug "acme" belongs to another account: choose another one']);
  });

  it('create names what is missing on the command line', async () => {
    const { code, err } = await ops(system, create);
    expect(code).toBe(2);
    expect(err).toContain("required option '--admin-given <name>' not specified");
    expect(system.sent).toEqual([]);
  });

  it('show tells settings and counts, to people and to scripts', async () => {
    expect((await ops(system, ['account', 'show', 'acme'])).out).toMatch(/emailCase +normalise/);
    expect(JSON.parse((await ops(system, ['account', 'show', 'acme', '--json'])).out)).toEqual(acme);
    const { code, err } = await ops(system, ['account', 'show', 'nope']);
    expect([code, err]).toEqual([1, 'ops: there is no account "nope": give its slug or its id']);
  });

  it('set sends the named settings and refuses what cannot be', async () => {
    system.replies = { 'account.change-settings': { ok: true, body: acme } };
    expect((await ops(system, ['account', 'set', 'acme', 'emailCase=refuse', 'passwordSync=off'])).code).toBe(0);
    expect(system.sent[0]?.payload).toMatchObject({ settings: { emailCase: 'refuse', passwordSync: 'off' } });
    const { code, err } = await ops(system, ['account', 'set', 'acme', 'emailCase=never']);
    expect([code, err]).toEqual([2, 'ops: emailCase cannot be "never": choose normalise or refuse']);
  });

  it('set names every setting with its values in its help', async () => {
    const { code, out } = await ops(system, ['account', 'set', '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/manualChanges +evict \| refuse/);
    expect(out).toMatch(/fallbackUserType +viewer \| member \| guest \| ID of a role/);
  });
});

describe('user', () => {
  const ada = aUser({ id: adminId, userType: 'member', version: 2 });

  it('set-type and deactivate change one thing of somebody, in the name of the operator', async () => {
    system.replies = { 'user.edit': { ok: true, body: ada } };
    const { code, out } = await ops(system, ['user', 'set-type', 'acme', 'ada@acme.example', 'member']);
    expect([code, out]).toEqual([0, expect.stringMatching(/type +member/)]);
    expect((await ops(system, ['user', 'deactivate', 'acme', 'ada@acme.example'])).code).toBe(0);
    const ids = { accountId: acme.id, userId: adminId, actor: { kind: 'operator', id: 'root' } };
    expect(system.sent.map(({ payload }) => payload)).toEqual([
      { ...ids, changes: [{ change: 'set', attribute: 'userType', value: 'member' }] },
      { ...ids, changes: [{ change: 'set', attribute: 'active', value: false }] },
    ]);
  });

  it('erase needs --yes, and finds who was released by the e-mail address', async () => {
    const gone = aUser({ id: adminId, userName: 'Zoe@acme.example', released: true });
    const asked = () => ({ users: [aUser({ id: acme.id, userName: 'zoe@acme.example.org' }), gone] });
    system.answers = { 'user-service': { ...system.answers['user-service'], [UserQueries.people.path]: asked } };
    system.replies = { 'user.erase': { ok: true, body: { id: adminId, changed: true } } };
    const unsaid = await ops(system, ['user', 'erase', 'acme', 'zoe@acme.example']);
    expect([unsaid.code, unsaid.err, system.sent]).toEqual([2, expect.stringContaining('--yes'), []]);
    const { code, out } = await ops(system, ['user', 'erase', 'acme', 'zoe@acme.example', '--yes']);
    expect([code, out]).toEqual([0, expect.stringMatching(/erased +now/)]);
    const payload = { accountId: acme.id, userId: adminId, actor: { kind: 'operator', id: 'root' } };
    expect(system.sent).toEqual([{ type: 'user.erase', payload }]);
  });

  it('erase names the ids where several people had the address, and takes an id as it is', async () => {
    const both = [aUser({ id: adminId }), aUser({ id: acme.id })].map((user) => ({
      ...user,
      userName: 'zoe@acme.example',
    }));
    system.answers = {
      'user-service': { ...system.answers['user-service'], [UserQueries.people.path]: () => ({ users: both }) },
    };
    const several = await ops(system, ['user', 'erase', 'acme', 'zoe@acme.example', '--yes']);
    expect([several.code, several.err]).toEqual([1, expect.stringContaining(`${adminId}, ${acme.id}`)]);
    system.replies = {
      'user.erase': { ok: false, code: 'not-removed', facts: { active: true, managedBy: 'directory' } },
    };
    const refused = await ops(system, ['user', 'erase', 'acme', adminId.toUpperCase(), '--yes']);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('remove the person there first')]);
    expect(system.sent.map(({ payload }) => payload)).toMatchObject([{ userId: adminId }]);
  });

  it('says why not, and who is not there', async () => {
    const facts = { userName: 'ada@acme.example', action: 'demote' };
    system.replies = { 'user.edit': { ok: false, code: 'last-admin', facts } };
    const refused = await ops(system, ['user', 'set-type', 'acme', 'ada@acme.example', 'member']);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('somebody else an admin first')]);
    const { code, err } = await ops(system, ['user', 'deactivate', 'acme', 'bo@acme.example']);
    expect([code, err]).toEqual([1, expect.stringContaining('no user bo@acme.example')]);
  });
});

describe('token', () => {
  it('create shows the secret once and sends only its digest', async () => {
    system.replies = { 'token.create': { ok: true, body: { ...token, expiresAt: '2027-03-01T12:00:00.000Z' } } };
    const line = ['token', 'create', 'acme', '--admin', 'ada@acme.example', '--json'];
    const { code, out, err } = await ops(system, line);
    const { secret } = JSON.parse(out) as { secret: string };
    expect([code, isWellFormedScimToken(secret)]).toEqual([0, true]);
    expect(err).toContain('Copy the secret now');
    const expiresAt = '2027-03-01T12:00:00.000Z';
    expect(secret).toContain('key1signature00');
    const hint = `rollcall_scim_…${secret.slice(-4)}`;
    expect(system.sent[0]?.payload).toMatchObject({ creatorId: adminId, digest: digestOf(secret), hint, expiresAt });
    expect(JSON.stringify(system.sent)).not.toContain(secret);
  });

  it('create --strict asks for a token whose requests have nothing beyond the standard, and says so', async () => {
    system.replies = { 'token.create': { ok: true, body: { ...token, leniency: 'none' } } };
    const { out } = await ops(system, ['token', 'create', 'acme', '--admin', 'ada@acme.example', '--strict']);
    expect(system.sent[0]?.payload).toMatchObject({ leniency: 'none' });
    expect(out).toMatch(/^leniency +none$/m);
  });

  it('create --provider says which identity provider the token is for, among those that are known', async () => {
    system.replies = { 'token.create': { ok: true, body: { ...token, provider: 'entra' } } };
    const line = ['token', 'create', 'acme', '--admin', 'ada@acme.example', '--provider'];
    const { out } = await ops(system, [...line, 'entra']);
    expect(system.sent[0]?.payload).toMatchObject({ provider: 'entra' });
    expect(out).toMatch(/^provider +entra$/m);
    expect(await ops(system, [...line, 'nobody'])).toMatchObject({ code: 2 });
    expect(await ops(system, [...line, 'okta', '--for', 'audit'])).toMatchObject({ code: 2 });
  });

  it('create --for audit makes a token that opens the audit log, and takes no --strict', async () => {
    system.replies = { 'token.create': { ok: true, body: { ...token, purpose: 'audit' } } };
    const line = ['token', 'create', 'acme', '--admin', 'ada@acme.example', '--for', 'audit'];
    const { out } = await ops(system, line);
    expect(out).toMatch(/^for +audit$/m);
    const secret = /^secret +(\S+)$/m.exec(out)?.[1] ?? '';
    const sent = { purpose: 'audit', name: 'SIEM', digest: parseAuditToken(secret)?.digest };
    expect(system.sent[0]?.payload).toMatchObject(sent);
    expect(await ops(system, [...line, '--strict'])).toMatchObject({ code: 2 });
  });

  it('create shows no secret where none was made', async () => {
    system.replies = { 'token.create': { ok: false, code: 'not-an-admin', facts: {} } };
    const { code, out } = await ops(system, ['token', 'create', 'acme', '--admin', 'ada@acme.example']);
    expect([code, out]).toEqual([1, '']);
  });

  it('create asks for an e-mail address that the account knows, and an end in the future', async () => {
    const unknown = await ops(system, ['token', 'create', 'acme', '--admin', 'bob@acme.example']);
    expect(unknown.err).toBe('ops: the account acme has no user bob@acme.example: check the e-mail address');
    const past = await ops(system, [
      'token',
      'create',
      'acme',
      '--admin',
      'ada@acme.example',
      '--expires',
      '2020-01-01',
    ]);
    expect(past.code).toBe(2);
  });

  it('revoke takes the id or the hint', async () => {
    system.replies = { 'token.revoke': { ok: true, body: token } };
    expect((await ops(system, ['token', 'revoke', 'acme', token.hint])).code).toBe(0);
    expect(system.sent[0]?.payload).toMatchObject({ tokenId: token.id });
    expect((await ops(system, ['token', 'revoke', 'acme', 'other'])).code).toBe(1);
  });

  it('list shows hints and states', async () => {
    expect((await ops(system, ['token', 'list', 'acme'])).out).toMatch(/Okta +rollcall_scim_…x7Kq +working/);
  });
});

describe('outbox and parked', () => {
  const parked = aParkedMessage;

  beforeEach(() => {
    system.answers = {
      'user-service': {
        [OpsQueries.outbox.path]: { rows: 7, oldestSeconds: 7200, lanes: [{ lane: 3, rows: 7, oldestSeconds: 7200 }] },
        [OpsQueries.parked.path]: [],
      },
      'team-service': {
        [OpsQueries.outbox.path]: { rows: 0, oldestSeconds: 0, lanes: [] },
        [OpsQueries.parked.path]: [],
      },
      'token-service': {
        [OpsQueries.outbox.path]: { rows: 0, oldestSeconds: 0, lanes: [] },
        [OpsQueries.parked.path]: [parked],
        [queryRequest(OpsQueries.retryParked, { id: 'm1' }).path]: { done: 2 },
        [queryRequest(OpsQueries.skipParked, { id: 'm1' }).path]: { done: 1 },
      },
    };
  });

  it('outbox shows what waits, by service or by lane', async () => {
    expect((await ops(system, ['outbox'])).out).toMatch(/user-service +7 +2h\nteam-service +0 +-\ntoken-service +0 +-/);
    expect((await ops(system, ['outbox', '--lanes'])).out).toMatch(/user-service +3 +7 +2h$/);
  });

  it.each([
    ['retry', OpsQueries.retryParked, 'parked-retried', 2],
    ['skip', OpsQueries.skipParked, 'parked-skipped', 1],
  ] as const)('parked %s finds the service that holds the message, and is recorded', async (word, query, act, done) => {
    const { code, out } = await ops(system, ['parked', word, 'm1']);
    expect([code, out]).toEqual([0, `${done} left the parking place of token-service.`]);
    expect(system.posted).toEqual([queryRequest(query, { id: 'm1' }).path]);
    expect(system.put.map(({ value }) => JSON.parse(String(value)) as unknown)).toMatchObject([
      { act, service: 'token-service', messageId: 'm1', messageType: parked.type, accountId: parked.accountId },
    ]);
  });

  it('what is not parked is neither tried again nor skipped', async () => {
    expect((await ops(system, ['parked', 'skip', 'm2'])).err).toBe('ops: no message m2 is parked: see `parked list`');
    expect([system.posted, system.put]).toEqual([[], []]);
  });
});

describe('every failure is one sentence and one exit code', () => {
  const failing = (error: Error) => {
    system.answers = { 'user-service': { [queryRequest(AccountQueries.find, { account: 'acme' }).path]: error } };
    return ops(system, ['account', 'show', 'acme']);
  };

  it.each([
    [new ServiceUnavailable('user-service', 'unreachable'), 3, /cannot be reached: is it running/],
    [new ServiceUnavailable('user-service', 'bad-answer', 401), 3, /INTERNAL_SECRET/],
    [new SettingsError(['USER_SERVICE_URL is missing']), 2, /USER_SERVICE_URL is missing: set it/],
    [new TypeError('x is not a function'), 70, /please report/],
  ])('the failure %s is told in one line', async (error, code, sentence) => {
    const failure = await failing(error);
    expect(failure.code).toBe(code);
    expect(failure.err).toMatch(sentence);
    expect(failure.err).not.toContain('\n');
    expect(system.closed).toBe(true);
  });

  it('an unknown command names itself and asks for nothing', async () => {
    const { code, err } = await ops(system, ['acount']);
    expect(code).toBe(2);
    expect(err).toContain("unknown command 'acount'");
  });

  it('every command has examples in its help', async () => {
    const groups = {
      account: ['create', 'show', 'set', 'list', 'close', 'reopen'],
      token: ['create', 'list', 'revoke'],
      role: ['create', 'list'],
      team: ['list', 'show', 'create', 'rename', 'delete', 'add-member', 'remove-member'],
      reconcile: ['status', 'run', 'pause', 'resume', 'report-only', 'release'],
      topics: ['watch'],
      'dead-letters': ['list', 'show', 'replay'],
      parked: ['list', 'retry', 'skip'],
    };
    const leaves = Object.entries(groups).flatMap(([group, names]) => names.map((name) => `${group} ${name}`));
    for (const leaf of [...leaves, 'outbox', 'lag']) {
      const { code, out } = await ops(system, [...leaf.split(' '), '--help']);
      expect([leaf, code, out.includes('Examples:\n  ops ')]).toEqual([leaf, 0, true]);
      expect(out.includes('--json')).toBe(true);
    }
  });
});
