import { Refusal } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Decide, DecisionStore, Message, Outcome } from '../src/index.js';

/** One implementation with state that the contract can speak about: counters that are added to. */
export interface DecisionStoreUnderTest<State, Change> {
  readonly store: DecisionStore<State, Change>;
  /** A decision that adds `by` to the counter, replies `{ total }` and refuses `no-target` below zero; 0 ignores the message. */
  readonly add: Decide<State, Change>;
  message(counterId: string, by: number, more?: Partial<Message>): Message;
  /** What is committed; undefined for a counter that never came to be. */
  total(counterId: string): Promise<number | undefined>;
}

/** What every DecisionStore promises to the pipeline; the real one and the one that specs use both keep it. */
export function decisionStoreContract<State, Change>(
  name: string,
  open: () => Promise<DecisionStoreUnderTest<State, Change>>,
): void {
  describe(`${name} as a decision store`, () => {
    let under: DecisionStoreUnderTest<State, Change>;
    let counter: string;
    beforeEach(async () => {
      under = await open();
      counter = uuidv7();
    });
    const run = (...messages: Message[]) => under.store.run(messages, under.add);
    const message = (by: number, more?: Partial<Message>) => under.message(counter, by, more);
    const done = (total: number): Outcome => ({ kind: 'done', reply: { ok: true, body: { total } } });

    test('decides in order, each message seeing what the earlier ones did', async () => {
      expect(await run(message(1), message(2), message(3))).toMatchObject([done(1), done(3), done(6)]);
      expect(await under.total(counter)).toBe(6);
    });

    test('runs nothing for nothing', async () => {
      expect(await run()).toEqual([]);
    });

    test('keeps a refusal, which undoes only its own', async () => {
      const refused = message(-9);
      const outcomes = await run(message(1), refused, message(2));
      expect(outcomes).toMatchObject([done(1), { kind: 'done', reply: { ok: false, code: 'no-target' } }, done(3)]);
      await run(message(100));
      expect(await run(refused)).toEqual([{ ...outcomes[1], kind: 'seen' }]);
    });

    test('gives the stored reply to what comes again, without asking for a decision', async () => {
      const again = message(5);
      const [first] = await run(again);
      const decide = () => Promise.reject(new Error('asked twice'));
      expect(await under.store.run([again], decide)).toEqual([{ ...first, kind: 'seen' }]);
      expect(await under.total(counter)).toBe(5);
    });

    test('takes the same id twice in one batch as one message', async () => {
      const twice = message(5);
      expect(await run(twice, twice)).toMatchObject([done(5), { ...done(5), kind: 'seen' }]);
      expect(await under.total(counter)).toBe(5);
    });

    test('refuses for good what comes after its deadline', async () => {
      const late = message(5, { deadline: new Date(Date.now() - 1) });
      const [first] = await run(late);
      expect(first).toEqual({ kind: 'expired', reply: { ok: false, code: 'expired', facts: {} } });
      expect((await run({ ...late, deadline: new Date(Date.now() + 60_000) }))[0]?.reply).toEqual(first?.reply);
      expect(await under.total(counter)).toBeUndefined();
    });

    test('answers from the inbox what had been done before its deadline', async () => {
      const inTime = message(5, { deadline: new Date(Date.now() + 60_000) });
      await run(inTime);
      const [again] = await run({ ...inTime, deadline: new Date(Date.now() - 1) });
      expect(again).toMatchObject({ ...done(5), kind: 'seen' });
    });

    test('leaves nothing of a batch with a fault, and calls it one', async () => {
      const fault = new TypeError('a defect');
      const bad = message(2);
      const decide = (each: Message, state: State) => (each === bad ? Promise.reject(fault) : under.add(each, state));
      const failed = under.store.run([message(1), bad, message(3)], decide);
      await expect(failed).rejects.toBe(fault);
      expect(under.store.classify(fault)).toBe('fault');
      expect(await under.total(counter)).toBeUndefined();
      expect(await run(bad)).toMatchObject([done(2)]);
    });

    test('does not take a refusal outside a decision for an answer', () => {
      expect(under.store.classify(new Refusal('no-target'))).toBe('fault');
    });

    test('keeps an ignored message without a reply', async () => {
      expect(await run(message(0))).toEqual([{ kind: 'done' }]);
    });

    test('does not mix up what runs at the same time', async () => {
      const settled = await Promise.allSettled(Array.from({ length: 5 }, () => run(message(1))));
      const won = settled.filter(({ status }) => status === 'fulfilled');
      for (const each of settled) {
        if (each.status === 'rejected') expect(under.store.classify(each.reason)).toBe('conflict');
      }
      expect(await under.total(counter)).toBe(won.length);
    });

    test('refuses without a decision, for good, what nobody has taken yet', async () => {
      const refused = message(5);
      const reply = { ok: false, code: 'overtaken', facts: {} } as const;
      expect(await under.store.refuse(refused, new Refusal('overtaken'))).toEqual({ kind: 'done', reply });
      expect(await under.store.refuse(refused, new Refusal('overtaken'))).toEqual({ kind: 'seen', reply });
      expect(await run(refused)).toEqual([{ kind: 'seen', reply }]);
      expect(await under.total(counter)).toBeUndefined();
    });

    test('does not refuse what was done meanwhile: the stored reply counts', async () => {
      const taken = message(5);
      const [first] = await run(taken);
      expect(await under.store.refuse(taken, new Refusal('overtaken'))).toEqual({ ...first, kind: 'seen' });
    });

    const foreseen = (total: number): object => ({
      kind: 'done',
      reply: { ok: true, body: { total }, wouldChange: { changed: true } },
    });

    test('decides a dry run on what there is, and keeps nothing of it: neither others nor it itself see it again', async () => {
      const asking = message(5, { dryRun: true });
      expect(await run(message(1), asking, message(2))).toMatchObject([done(1), foreseen(6), done(3)]);
      expect(await run(asking)).toMatchObject([foreseen(8)]);
      expect(await under.total(counter)).toBe(3);
    });

    test('refuses a dry run as it would refuse the write, and keeps no refusal', async () => {
      const asking = message(-1, { dryRun: true });
      expect(await run(asking)).toMatchObject([{ kind: 'done', reply: { ok: false, code: 'no-target' } }]);
      await run(message(1));
      expect(await run(asking)).toMatchObject([foreseen(0)]);
    });

    test('claims no id for a dry run that is late or overtaken', async () => {
      const asking = message(5, { dryRun: true, deadline: new Date(Date.now() - 1) });
      expect(await run(asking)).toMatchObject([{ kind: 'expired' }]);
      expect(await under.store.refuse(asking, new Refusal('overtaken'))).toMatchObject({ kind: 'done' });
      expect(await run({ ...asking, deadline: new Date(Date.now() + 60_000) })).toMatchObject([foreseen(5)]);
    });

    test('knows which keys have something parked, and parks a message once', async () => {
      const parked = message(1);
      expect(await under.store.parkedKeys([counter])).toEqual(new Set());
      await under.store.park(parked, 'TypeError');
      await under.store.park(parked, 'TypeError');
      expect(await under.store.parkedKeys([uuidv7(), counter])).toEqual(new Set([counter]));
      expect(await under.store.parkedKeys([])).toEqual(new Set());
    });
  });
}
