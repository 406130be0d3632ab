import type { Decision } from '@rollcall/contracts';
import { expect, test } from 'vitest';
import { counterDecorators } from '../../test/counter-service.js';
import { counterWords, type Add, type TotalReply } from '../../test/counter-words.js';
import type { Total, Totals } from '../../test/in-memory-decision-store.js';
import type { Message } from '../codec/envelope.js';

const words = counterWords('decorators');
const { Command, OnEvent } = counterDecorators;
const ofCounter = ({ counterId }: Add) => counterId;
const nothing: Decision<Total, TotalReply> = { changes: [], events: [] };
const decided = (..._given: readonly object[]) => nothing;

/** Each line below must fail to compile: if one compiles, `npm run check:types` reports its `@ts-expect-error`. */
class Mistakes {
  // @ts-expect-error -- another payload
  @Command(words.add, ofCounter)
  payload(add: { readonly teamId: string }) {
    return decided(add);
  }

  // @ts-expect-error -- another state
  @Command(words.add, ofCounter)
  state(add: Add, state: { readonly teams: number }) {
    return decided(add, state);
  }

  // @ts-expect-error -- a change that the unit of work does not know
  @Command(words.add, ofCounter)
  change(): Decision<{ readonly kind: 'team' }, TotalReply> {
    return { changes: [{ kind: 'team' }], events: [] };
  }

  // @ts-expect-error -- another reply than the command's definition has
  @Command(words.add, ofCounter)
  reply(): Decision<Total, { readonly sum: number }> {
    return { changes: [], events: [], reply: { sum: 1 } };
  }

  // @ts-expect-error -- parameters in another order
  @OnEvent(words.added, ofCounter)
  order(totals: Totals, added: Add) {
    return decided(totals, added);
  }

  // @ts-expect-error -- a decision that waits for something
  @OnEvent(words.added, ofCounter)
  waiting() {
    return Promise.resolve(nothing);
  }

  // @ts-expect-error -- reads that the loader does not know
  @OnEvent(words.added, ({ counterId }) => ({ counterId }))
  reads() {
    return nothing;
  }
}

test('a handler may leave out what it does not look at', () => {
  class Right {
    @Command(words.add, ofCounter)
    whole(add: Add, totals: Totals, { payload }: Message<Add>): Decision<Total, TotalReply> {
      return { ...decided(add, totals), reply: { total: payload.by } };
    }

    @OnEvent(words.added, ofCounter)
    nothingAtAll() {
      return nothing;
    }
  }
  expect([Right, Mistakes]).toHaveLength(2);
});
