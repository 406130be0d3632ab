import { UserCommands, WorkspaceUserCommands, type CreateUser, type MessageDefinition } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, expect, it } from 'vitest';
import { newAccount } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { askAsGateway, asking, inShort, instanceOn } from './support/direct-transport.js';

const db = await serviceDatabase();
const one = await instanceOn(await db.connect('one'));
const other = await instanceOn(await db.connect('other'));
const okta = { kind: 'directory', id: uuidv7() } as const;
let accountId: string;
let adminId: string;

beforeEach(async () => {
  ({ accountId, adminId } = await newAccount(one));
});

const creation = (userName: string, externalId: string, of: Partial<CreateUser> = {}) =>
  asking(UserCommands.create, { accountId, userId: uuidv7(), actor: okta, userName, externalId, profile: {}, ...of });
const ask = async <Payload extends { accountId: string }>(definition: MessageDefinition<Payload>, payload: Payload) =>
  inShort([await askAsGateway(one, asking(definition, payload))].flatMap((outcome) => outcome ?? []))[0];
const push = async (userName: string, externalId: string, of: Partial<CreateUser> = {}) => {
  const outcome = await askAsGateway(one, creation(userName, externalId, of));
  return (outcome as { reply: { body: { id: string; outcome: string } } }).reply.body;
};
const release = (userId: string) => ask(UserCommands.release, { accountId, userId, actor: okta });
const edit = (userId: string, changes: Record<string, unknown>) =>
  ask(WorkspaceUserCommands.edit, {
    accountId,
    userId,
    actor: { kind: 'admin', id: adminId },
    changes: Object.entries(changes).map(([attribute, value]) => ({ change: 'set' as const, attribute, value })),
  });
const count = async (table: 'password_hashes' | 'password_links') => {
  const [row] = await db.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE account_id = $1`, [
    accountId,
  ]);
  return row?.n;
};

it('a released name goes to a new user, and back by hand only under another', async () => {
  const ann = await push('ann@example.com', 'okta-1');
  expect(await release(ann.id)).toBe('done');
  const next = await push('ann@example.com', 'okta-2');
  expect([next.outcome, next.id === ann.id]).toEqual(['created', false]);
  expect(await edit(ann.id, { active: true })).toBe('user-name-taken');
  expect(await edit(ann.id, { active: true, userName: 'ann.old@example.com' })).toBe('changed');
});

it('of several released users of one name, the one with the externalId comes back', async () => {
  const first = await push('ann@example.com', 'okta-1');
  await release(first.id);
  const second = await push('ann@example.com', 'okta-2');
  await release(second.id);
  expect(await push('ann@example.com', 'okta-1')).toMatchObject({ id: first.id, outcome: 'restored' });
  expect(await push('ann.new@example.com', 'okta-2')).toMatchObject({ id: second.id, outcome: 'restored' });
});

it('a release deletes password and link in its transaction, and the restoring password is taken', async () => {
  const passwordHash = '$argon2id$x';
  const ann = await push('ann@example.com', 'okta-1', { passwordHash });
  const link = { digest: 'a'.repeat(64), expiresAt: new Date(Date.now() + 60_000).toISOString() };
  const actor = { kind: 'admin', id: adminId } as const;
  await ask(WorkspaceUserCommands.link, { accountId, userId: ann.id, actor, link });
  expect([await count('password_hashes'), await count('password_links')]).toEqual([1, 1]);
  await release(ann.id);
  expect([await count('password_hashes'), await count('password_links')]).toEqual([0, 0]);
  await push('ann@example.com', 'okta-1', { passwordHash });
  expect(await count('password_hashes')).toBe(1);
});

it('another person in one batch with the former one’s release has the former one’s place in no table', async () => {
  const passwordHash = '$argon2id$x';
  const ann = await push('ann@example.com', 'okta-1', { passwordHash });
  const inactive = asking(UserCommands.change, {
    accountId,
    userId: ann.id,
    actor: okta,
    changes: [{ change: 'set', attribute: 'active', value: false }],
  });
  const outcomes = await one.batch(inactive, creation('ann@example.com', 'okta-2', { passwordHash: '$argon2id$y' }));
  expect(inShort(outcomes)).toEqual(['changed', 'restored']);
  const hashes = await db.rows('SELECT hash FROM password_hashes WHERE account_id = $1', [accountId]);
  expect(hashes).toEqual([{ hash: '$argon2id$y' }]);
});

it('of two instances that bring one externalId at once, one makes the user', async () => {
  for (let n = 0; n < 20; n += 1) {
    const outcomes = await Promise.all([
      one.handle(creation(`a${n}@example.com`, `okta-${n}`)),
      other.handle(creation(`b${n}@example.com`, `okta-${n}`)),
    ]);
    expect(outcomes.flatMap(inShort).sort()).toEqual(['created', 'external-id-taken']);
  }
});

it('people who share a label are made all the same', async () => {
  const label = { externalIdIs: 'label' } as const;
  for (const name of ['john@a.example', 'john@b.example'])
    expect(await push(name, 'john', label)).toMatchObject({ outcome: 'created' });
});
