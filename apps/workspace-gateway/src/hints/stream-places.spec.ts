import fc from 'fast-check';
import { expect, it } from 'vitest';
import { StreamPlaces, type StreamOwner } from './stream-places.js';

const limits = { session: 2, person: 3, account: 3, instance: 4 };
const of = (session: string, accountId = 'acme'): StreamOwner => ({ session, userId: session, accountId });

it('says which limit is reached, and counts nothing then', () => {
  const places = new StreamPlaces(limits);
  expect([places.take(of('a')), places.take(of('a')), places.take(of('a'))]).toEqual([undefined, undefined, 'session']);
  expect([places.take(of('b')), places.take(of('b'))]).toEqual([undefined, 'account']);
  expect([places.take(of('c', 'globex')), places.take(of('d', 'initech'))]).toEqual([undefined, 'instance']);
  expect(places.taken).toBe(4);
  places.free(of('a'));
  expect([places.take(of('d', 'initech')), places.taken]).toEqual([undefined, 4]);
});

it('keeps a session of one account apart from the same name in another', () => {
  const places = new StreamPlaces({ ...limits, instance: 10 });
  const taken = [of('a'), of('a'), of('a', 'globex'), of('a', 'globex')].map((owner) => places.take(owner));
  expect(taken).toEqual([undefined, undefined, undefined, undefined]);
});

it('lets one person have a part of those of the account, in however many sessions', () => {
  const places = new StreamPlaces({ session: 2, person: 3, account: 10, instance: 10 });
  const ofAnn = (session: string): StreamOwner => ({ session, userId: 'ann', accountId: 'acme' });
  expect(['1', '1', '2', '3'].map((session) => places.take(ofAnn(session)))).toEqual([
    undefined,
    undefined,
    undefined,
    'person',
  ]);
  expect(places.take({ session: '4', userId: 'bob', accountId: 'acme' })).toBeUndefined();
});

it('is empty again when all who were let in have gone, and is never above a limit', () => {
  const owners = fc.record({
    session: fc.constantFrom('a', 'b', 'c'),
    userId: fc.constantFrom('ann', 'bob'),
    accountId: fc.constantFrom('x', 'y'),
  });
  fc.assert(
    fc.property(fc.array(owners, { maxLength: 30 }), (wanted) => {
      const places = new StreamPlaces(limits);
      const inside = wanted.filter((owner) => places.take(owner) === undefined);
      expect(inside.length).toBe(places.taken);
      expect(places.taken).toBeLessThanOrEqual(limits.instance);
      const ofX = inside.filter(({ accountId }) => accountId === 'x');
      expect(ofX.length).toBeLessThanOrEqual(limits.account);
      for (const owner of inside) places.free(owner);
      expect(places.taken).toBe(0);
      expect(places.take(of('a', 'x'))).toBeUndefined();
    }),
  );
});
