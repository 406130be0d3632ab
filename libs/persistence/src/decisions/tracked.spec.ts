import { describe, expect, test } from 'vitest';
import { keyOf, Tracked } from './tracked.js';

interface Thing {
  readonly accountId: string;
  readonly id: string;
  readonly version: number;
  readonly title: string;
}

const thing = (id: string, version = 1, title = id): Thing => ({ accountId: 'acme', id, version, title });
const key = (id: string) => keyOf('acme', id);
const things = (...loaded: Thing[]) =>
  new Tracked(loaded, {
    key: ({ accountId, id }) => keyOf(accountId, id),
    name: ({ accountId, title }) => keyOf(accountId, title),
  });

describe('tracked entities', () => {
  test('are found whatever the case of their ids', () => {
    const tracked = things(thing('a0'));
    tracked.set(thing('A0', 2));
    expect(tracked.get(keyOf('ACME', 'a0'))).toEqual(thing('A0', 2));
    expect(tracked.changed()).toEqual([{ entity: thing('A0', 2), loaded: thing('a0') }]);
    expect(tracked.added()).toEqual([]);
  });

  test('are as they were loaded until they are changed, and then as the last change left them', () => {
    const tracked = things(thing('a'), thing('b'));
    expect([tracked.get(key('a')), tracked.get(key('c'))]).toEqual([thing('a'), undefined]);
    tracked.set(thing('a', 2));
    tracked.set(thing('a', 3));
    tracked.set(thing('c'));
    expect(tracked.changed()).toEqual([{ entity: thing('a', 3), loaded: thing('a') }]);
    expect(tracked.added()).toEqual([thing('c')]);
    expect(tracked.addedAndChanged()).toEqual([thing('a', 3), thing('c')]);
    expect([...tracked.all()]).toEqual([thing('b'), thing('a', 3), thing('c')]);
  });

  test('leave their former name when they get another, or go', () => {
    const tracked = things(thing('a', 1, 'first'));
    tracked.set(thing('a', 2, 'second'));
    expect(tracked.named(key('first'))).toBeUndefined();
    expect(tracked.named(key('second'))).toEqual(thing('a', 2, 'second'));
    tracked.set(thing('b', 1, 'first'));
    tracked.remove(key('a'));
    expect([tracked.named(key('second')), tracked.named(key('first'))]).toEqual([undefined, thing('b', 1, 'first')]);
  });

  test('that are removed are gone, and to be removed only where they had been loaded', () => {
    const tracked = things(thing('a'));
    tracked.set(thing('a', 2));
    tracked.set(thing('b'));
    tracked.remove(key('a'));
    tracked.remove(key('b'));
    expect(tracked.removed()).toEqual([thing('a')]);
    expect([tracked.get(key('a')), tracked.changed(), tracked.added(), [...tracked.all()]]).toEqual([
      undefined,
      [],
      [],
      [],
    ]);
  });
});
