import type { CreateAccount } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import {
  accountId,
  anAccount,
  contractor,
  directory,
  given,
  idOf,
  inWords,
  now,
  outcomeOf,
  refusalOf,
} from '../../../test/support/given.js';
import { decideChangeSettings } from './change-settings.js';
import { decideCreateAccount } from './create-account.js';
import { decideCreateRole } from './create-role.js';

const actor = { kind: 'operator', id: 'root' } as const;
const creating = (of: Partial<CreateAccount> = {}): CreateAccount => ({
  accountId: idOf(500),
  actor,
  slug: 'beta-2',
  name: 'Beta',
  admin: { userId: idOf(1), userName: 'Ada@beta.example', givenName: 'Ada', familyName: 'Min' },
  ...of,
});

describe('a new account', () => {
  it('begins with one active admin made in the product, and the default settings', () => {
    const decision = decideCreateAccount(creating(), given(), now);
    expect(decision.events.map(inWords)).toEqual([
      'account.created 1',
      'user.created 1 (displayName, emails, name.familyName, name.givenName, userName)',
    ]);
    expect(outcomeOf(decision).user).toMatchObject({
      userType: 'admin',
      active: true,
      managedBy: 'workspace',
      version: 1,
    });
    expect(decision.reply).toMatchObject({
      slug: 'beta-2',
      version: 1,
      adminId: idOf(1),
      settings: { lastAdminGuard: 'on' },
    });
  });

  it.each(['', 'Beta', '-beta', 'beta-', 'be ta', 'b'.repeat(64), '01890a5d-ac96-774b-bcce-b302099a8057'])(
    'may not be called "%s"',
    (slug) => {
      expect(refusalOf(() => decideCreateAccount(creating({ slug }), given(), now)).code).toBe('slug-invalid');
    },
  );

  it('may not have the slug or the id of another', () => {
    expect(refusalOf(() => decideCreateAccount(creating({ slug: 'acme' }), given(), now)).code).toBe('slug-taken');
    expect(refusalOf(() => decideCreateAccount(creating({ accountId }), given(), now)).code).toBe('slug-taken');
  });

  it('needs an admin who keeps rules 1 and 2', () => {
    const admin = { userId: idOf(1), userName: 'ada@beta.example', givenName: 'Ada', familyName: 'Min' };
    const refused = (of: object) =>
      refusalOf(() => decideCreateAccount(creating({ admin: { ...admin, ...of } }), given(), now)).code;
    expect(refused({ userName: 'ada' })).toBe('user-name-invalid');
    expect(refused({ givenName: '<Ada>' })).toBe('name-character');
  });
});

describe('settings', () => {
  const change = (settings: Record<string, unknown>, account = anAccount()) =>
    decideChangeSettings({ accountId, actor, settings: settings as Record<string, string> }, given([], account));

  it('change by name and leave the others', () => {
    const { events, reply } = change({ emailCase: 'refuse', passwordSync: 'on' });
    expect(events).toMatchObject([
      {
        type: 'account.settings-changed',
        version: 5,
        payload: { changed: ['emailCase'], former: { emailCase: 'normalise' }, settings: { emailCase: 'refuse' } },
      },
    ]);
    expect(reply).toMatchObject({
      version: 5,
      settings: { emailCase: 'refuse', passwordSync: 'on', lastAdminGuard: 'on' },
    });
  });

  it('that are so already change nothing', () => {
    expect(change({ emailCase: 'normalise' })).toMatchObject({ changes: [], events: [], reply: { version: 4 } });
  });

  it('take a custom role as the fallback type', () => {
    expect(change({ fallbackUserType: contractor.id }).reply?.settings.fallbackUserType).toBe(contractor.id);
  });

  it.each([
    ['emailCase', 'upper'],
    ['fallbackUserType', 'admin'],
    ['fallbackUserType', idOf(901)],
    ['colour', 'red'],
    ['constructor', 'x'],
    ['emailCase', 7],
  ])('refuse %s = %s, naming what is allowed', (setting, value) => {
    const { code, facts } = refusalOf(() => change({ [setting]: value }));
    expect(code).toBe('setting-invalid');
    expect(facts).toMatchObject({ setting, value: String(value), allowed: expect.any(Array) });
  });
});

describe('a custom role', () => {
  const create = (of: object = {}, roles = anAccount().roles) =>
    decideCreateRole(
      { accountId, actor: directory, roleId: idOf(901), name: 'Auditor', basedOn: 'guest', ...of },
      given([], anAccount({}, { roles })),
    );

  it('raises the version of its account', () => {
    expect(create().events).toMatchObject([
      { type: 'role.created', version: 5, aggregateId: accountId, payload: { roleId: idOf(901) } },
    ]);
  });
  it('has a name of its own, whatever the case', () => {
    expect(refusalOf(() => create({ name: ' CONTRACTOR ' })).code).toBe('role-name-taken');
  });
  it('has an id of its own', () => {
    expect(refusalOf(() => create({ roleId: contractor.id })).code).toBe('invalid-message');
  });
  it('is one of at most 500: all are read with each write of a person (rule 24)', () => {
    const roles = Array.from({ length: 500 }, (_, n) => ({ ...contractor, id: idOf(1_000 + n), name: `Role ${n}` }));
    const { code, facts } = refusalOf(() => create({}, roles));
    expect([code, facts]).toEqual(['too-many-roles', { most: 500 }]);
    expect(create({}, roles.slice(1)).reply).toMatchObject({ name: 'Auditor' });
  });
});
