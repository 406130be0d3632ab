import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OffsetLedger } from './offset-ledger.js';

describe('the ledger of offsets', () => {
  test('has nothing due before something is done', () => {
    const ledger = new OffsetLedger();
    ledger.track('topic', 0, '7');
    expect(ledger.due()).toEqual([]);
  });

  test('commits the offset after the last one that is done', () => {
    const ledger = new OffsetLedger();
    const done = ['7', '8'].map((offset) => ledger.track('topic', 0, offset));
    for (const each of done) each();
    expect(ledger.due()).toEqual([{ topic: 'topic', partition: 0, offset: '9' }]);
  });

  test('never goes past an open one', () => {
    const ledger = new OffsetLedger();
    const [first, second, third] = ['1', '2', '3'].map((offset) => ledger.track('topic', 0, offset));
    third?.();
    second?.();
    expect(ledger.due()).toEqual([]);
    first?.();
    expect(ledger.due()).toEqual([{ topic: 'topic', partition: 0, offset: '4' }]);
  });

  test('keeps partitions apart', () => {
    const ledger = new OffsetLedger();
    ledger.track('topic', 0, '1');
    ledger.track('topic', 1, '5')();
    ledger.track('other', 0, '9')();
    expect(ledger.due()).toEqual([
      { topic: 'topic', partition: 1, offset: '6' },
      { topic: 'other', partition: 0, offset: '10' },
    ]);
  });

  test('names what was committed only when there is more', () => {
    const ledger = new OffsetLedger();
    ledger.track('topic', 0, '1')();
    ledger.committed(ledger.due());
    expect(ledger.due()).toEqual([]);
    ledger.track('topic', 0, '2')();
    expect(ledger.due()).toEqual([{ topic: 'topic', partition: 0, offset: '3' }]);
  });

  test('counts beyond what a double holds', () => {
    const ledger = new OffsetLedger();
    ledger.track('topic', 0, '9007199254740993')();
    expect(ledger.due()).toEqual([{ topic: 'topic', partition: 0, offset: '9007199254740994' }]);
  });

  test('whatever the order of finishing, says the first open offset', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(29), { maxLength: 60 }), (finished) => {
        const ledger = new OffsetLedger();
        const done = Array.from({ length: 30 }, (_, offset) => ledger.track('topic', 0, String(offset)));
        for (const at of finished) done[at]?.();
        const firstOpen = done.findIndex((_, at) => !finished.includes(at));
        const due = ledger.due()[0]?.offset;
        expect(due).toBe(firstOpen === 0 ? undefined : String(firstOpen === -1 ? 30 : firstOpen));
      }),
    );
  });
});
