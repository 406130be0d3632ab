import { describe, expect, it } from 'vitest';
import { permissionsOf } from '../auth/permissions.js';
import { HintBatch, maxIds } from './hint-batch.js';
import { flagKinds, idKinds, permissionOf, type HintKind } from './kinds.js';

const everything: readonly HintKind[] = [...idKinds, ...flagKinds, 'requests'];
const batchOf = (...hints: readonly (readonly [HintKind, string])[]) => {
  const batch = new HintBatch();
  for (const [kind, subject] of hints) batch.add(kind, subject);
  return batch;
};
const heardBy = (batch: HintBatch, rights: 'admin' | 'member' | 'viewer' | 'guest', userId = 'me') =>
  batch.heardBy({ rights, userId });

describe('what somebody hears', () => {
  it('names each id once, counts requests, and says of the rest that it is another', () => {
    const batch = batchOf(
      ['team', 't'],
      ['team', 't'],
      ['team', 'u'],
      ['requests', 'r'],
      ['requests', 's'],
      ['roles', ''],
    );
    expect(heardBy(batch, 'admin')).toEqual({ team: ['t', 'u'], requests: 2, roles: true });
  });

  it.each(['admin', 'member', 'viewer', 'guest'] as const)(
    'is for a %s what they may read, and nothing else',
    (rights) => {
      const batch = batchOf(...everything.map((kind) => [kind, 'x'] as const));
      const heard = heardBy(batch, rights) ?? {};
      const mayRead = permissionsOf(rights);
      expect(Object.keys(heard).toSorted()).toEqual(
        everything.filter((kind) => mayRead.includes(permissionOf[kind])).toSorted(),
      );
    },
  );

  it('is of a guest what happened to themselves', () => {
    const batch = batchOf(['user', 'me'], ['user', 'other'], ['sessions', 'me'], ['sessions', 'other'], ['team', 't']);
    expect([heardBy(batch, 'guest'), heardBy(batch, 'guest', 'third')]).toEqual([
      { user: ['me'], sessions: ['me'] },
      undefined,
    ]);
  });

  it('is of a member who else has changed, and whether they themselves have signed in or out', () => {
    const batch = batchOf(['user', 'other'], ['sessions', 'me'], ['sessions', 'other']);
    expect(heardBy(batch, 'member')).toEqual({ user: ['other'], sessions: ['me'] });
    expect(heardBy(batch, 'admin')).toEqual({ user: ['other'], sessions: ['me', 'other'] });
  });

  it('is nothing where nothing is for them', () => {
    expect(heardBy(batchOf(['settings', '']), 'viewer')).toBeUndefined();
  });

  it('is that they read all again, where there are more ids than are named', () => {
    const many = (count: number) => batchOf(...Array.from({ length: count }, (_, n) => ['user', `u${n}`] as const));
    expect(heardBy(many(maxIds), 'admin')).toMatchObject({ user: { length: maxIds } });
    expect(heardBy(many(maxIds + 1), 'admin')).toBe('resync');
    expect(heardBy(many(100_000), 'member')).toBe('resync');
    expect(heardBy(many(maxIds), 'guest')).toBeUndefined();
    expect(heardBy(many(100_000), 'guest')).toBe('resync'); // they may be among those that were not kept
  });

  it('counts only ids that they may hear', () => {
    const tokens = Array.from({ length: 300 }, (_, n) => ['token', `t${n}`] as const);
    const batch = batchOf(...tokens, ['team', 't']);
    expect([heardBy(batch, 'admin'), heardBy(batch, 'member')]).toEqual(['resync', { team: ['t'] }]);
  });
});
