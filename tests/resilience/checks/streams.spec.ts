import { describe, expect, it } from 'vitest';
import type { SeenEvent } from './records.js';
import { Streams } from './streams.js';

let count = 0;
const event = (version: number, of: Partial<SeenEvent> = {}): SeenEvent => ({
  id: `event-${(count += 1)}`,
  type: 'user.updated',
  aggregate: 'ann',
  account: 'north',
  at: 1_000,
  version,
  correlation: `request-${count}`,
  cause: `command-${count}`,
  payload: { accountId: 'north', actor: { kind: 'directory' } },
  ...of,
});

function broken(...events: SeenEvent[]): string[] {
  const streams = new Streams();
  for (const each of events) streams.take(each);
  return streams.violations.map(({ invariant }) => invariant);
}

describe('the events of one key', () => {
  const [one, two, three] = [event(1), event(2), event(3)] as const;

  it('rise by one, and may come again', () => {
    expect(broken(one, two, one, two, three, three)).toEqual([]);
  });

  it('must have no gap', () => {
    expect(broken(one, three)).toEqual(['I5']);
    expect(broken(two)).toEqual(['I5']);
  });

  it('must not come for the first time after a later one', () => {
    expect(broken(one, three, two)).toEqual(['I5']);
  });

  it('must not have a version twice', () => {
    expect(broken(one, two, event(2))).toEqual(['I5']);
  });

  it('are nothing to those of another key', () => {
    expect(broken(one, event(1, { aggregate: 'bob' }), two)).toEqual([]);
  });
});

describe('one command', () => {
  it('has one effect: a second event by one cause is reported', () => {
    expect(broken(event(1, { cause: 'c' }), event(2, { cause: 'c' }))).toEqual(['I3']);
  });

  it('may raise several events of different types, and one of each about several things', () => {
    const more = event(2, { cause: 'c', type: 'user.deactivated' });
    expect(broken(event(1, { cause: 'c' }), more, event(1, { cause: 'c', aggregate: 'bob' }))).toEqual([]);
  });

  it('may make the reconciler run again', () => {
    const payload = { accountId: 'north', actor: { kind: 'system' } };
    expect(broken(event(1, { cause: 'c', payload }), event(2, { cause: 'c', payload }))).toEqual([]);
  });
});

describe('an account', () => {
  it('keeps its keys: a key of two accounts is reported', () => {
    const payload = { accountId: 'south', actor: { kind: 'directory' } };
    expect(broken(event(1), event(2, { account: 'south', payload }))).toEqual(['I8']);
  });

  it('is the same in header and payload', () => {
    expect(broken(event(1, { account: 'south' }))).toEqual(['I8']);
  });
});

it('what each request led to is counted, repetitions not', () => {
  const streams = new Streams();
  const first = event(1, { correlation: 'r' });
  for (const each of [first, event(2, { correlation: 'r' }), first]) streams.take(each);
  expect([streams.effects.get('r'), streams.versions.get('ann'), streams.records]).toEqual([2, 2, 3]);
});

it('while nothing is broken, events hardly ever come twice', () => {
  const repeated = (calmSince: number) => {
    const streams = new Streams(calmSince);
    const events = [1, 2, 3, 4].map((version) => event(version, { at: 5_000 }));
    for (const each of [...events, ...events]) streams.take(each);
    streams.end();
    return streams.violations.map(({ invariant }) => invariant);
  };
  expect([repeated(4_000), repeated(6_000)]).toEqual([['I4'], []]);
});
