import type { Decision } from '@rollcall/contracts';
import { expect, test } from 'vitest';
import { counterHandlers } from '../../test/counter-service.js';
import { counterWords, type Add } from '../../test/counter-words.js';
import type { Total, Totals } from '../../test/in-memory-decision-store.js';
import type { Message } from '../ports/message.js';

const words = counterWords('decorators');
const { Command, OnEvent } = counterHandlers;
const ofCounter = ({ counterId }: Add) => counterId;
const nothing: Decision<Total> = { changes: [], events: [] };

/** Whoever lets one of these compile finds the line above it marked: `npm run check:types` fails. */
class Mistakes {
  // @ts-expect-error -- another payload
  @Command(words.add, ofCounter)
  payload(_: { readonly teamId: string }) {
    return nothing;
  }

  // @ts-expect-error -- another state
  @Command(words.add, ofCounter)
  state(_: Add, __: { readonly teams: number }) {
    return nothing;
  }

  // @ts-expect-error -- a change that the unit of work does not know
  @Command(words.add, ofCounter)
  change(): Decision<{ readonly kind: 'team' }> {
    return { changes: [{ kind: 'team' }], events: [] };
  }

  // @ts-expect-error -- parameters in another order
  @OnEvent(words.added, ofCounter)
  order(_: Totals, __: Add) {
    return nothing;
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
    whole(_: Add, __: Totals, { payload }: Message<Add>): Decision<Total> {
      return { ...nothing, reply: { by: payload.by } };
    }

    @OnEvent(words.added, ofCounter)
    nothingAtAll() {
      return nothing;
    }
  }
  expect([Right, Mistakes]).toHaveLength(2);
});
