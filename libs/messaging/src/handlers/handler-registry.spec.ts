import { Controller, UseFilters, type ExceptionFilter, Catch } from '@nestjs/common';
import { Refusal, type Decision } from '@rollcall/contracts';
import { of, throwError } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { counterController, counterDecorators, decideAdd } from '../../test/counter-service.js';
import { account, Add, adding, counterWords, type TotalReply } from '../../test/counter-words.js';
import { Totals, type Total } from '../../test/in-memory-decision-store.js';
import { registeredHandlers } from '../../test/registered-handlers.js';
import type { Message } from '../codec/envelope.js';
import { HandlerDecorators } from './decorators.js';

const words = counterWords('registry');
const subscription = { commandTopics: [words.commandTopic], eventTopics: [words.eventTopic] };
const registryOf = async (...controllers: Parameters<typeof registeredHandlers>[1]) =>
  (await registeredHandlers(counterDecorators, controllers)).registry;

const messageOf = (type: string): Message => ({
  id: account,
  type,
  schemaVersion: 1,
  source: 'specs',
  time: new Date(),
  accountId: account,
  correlationId: account,
  payload: adding('one', 2),
  key: 'one',
  place: { topic: words.commandTopic, partition: 0, offset: '0' },
});

class Overflow extends Error {}
@Catch(Overflow)
class OverflowIsRefused implements ExceptionFilter {
  catch() {
    return throwError(() => new Refusal('no-target'));
  }
}
@Catch(Overflow)
class OverflowIsIgnored implements ExceptionFilter {
  catch() {
    return of({ changes: [], events: [] });
  }
}

describe('the registry of handlers', () => {
  test('says what the handler of a message reads, and has it decided', async () => {
    const registry = await registryOf(counterController(words));
    const message = messageOf(words.add.type);
    expect(registry.readsOf(message)).toBe('one');
    expect(await registry.decide(message, new Totals(new Map([['one', 3]])))).toMatchObject({ reply: { total: 5 } });
  });

  test('gives what exception filters of a handler make of a failure', async () => {
    @Controller()
    class Overflowing {
      @UseFilters(OverflowIsRefused)
      @counterDecorators.Command(words.add, ({ counterId }) => counterId)
      add(): Decision<Total, TotalReply> {
        throw new Overflow();
      }
      @UseFilters(OverflowIsIgnored)
      @counterDecorators.OnEvent(words.added, ({ counterId }) => counterId)
      added(): Decision<Total> {
        throw new Overflow();
      }
    }
    const registry = await registryOf(Overflowing);
    const totals = new Totals(new Map());
    await expect(registry.decide(messageOf(words.add.type), totals)).rejects.toMatchObject({ code: 'no-target' });
    expect(await registry.decide(messageOf(words.added.type), totals)).toEqual({ changes: [], events: [] });
  });

  test('knows nothing of a message without a handler', async () => {
    const registry = await registryOf(counterController(words));
    expect([registry.has(words.ignored.type), registry.isIsolated(words.ignored.type)]).toEqual([false, false]);
    expect(() => registry.readsOf(messageOf(words.ignored.type))).toThrow(`no handler for ${words.ignored.type}`);
  });

  test('names every command without a handler, and every handler that would never be asked', async () => {
    const none = await registryOf();
    expect(() => none.check(subscription)).toThrow(`${words.add.type} has no handler`);
    const all = await registryOf(counterController(words));
    expect(() => all.check(subscription)).not.toThrow();
    const { commandTopics } = subscription;
    expect(() => all.check({ commandTopics, eventTopics: [] })).toThrow(
      `${words.added.type} has a handler, but its topic`,
    );
  });

  test('knows one handler of several events', async () => {
    @Controller()
    class Both {
      @counterDecorators.OnEvent([words.added, words.ignored], ({ counterId }) => counterId)
      either(_added: Add, _totals: Totals, { type }: Message): Decision<Total> {
        return { changes: [{ counterId: type, total: 1 }], events: [] };
      }
    }
    const registry = await registryOf(Both);
    for (const { type } of [words.added, words.ignored]) {
      expect(registry.readsOf(messageOf(type))).toBe('one');
      const decision = await registry.decide(messageOf(type), new Totals(new Map()));
      expect(decision).toMatchObject({ changes: [{ counterId: type, total: 1 }] });
    }
  });

  test('refuses a second handler of a message', async () => {
    const twice = registryOf(counterController(words), counterController(words));
    await expect(twice).rejects.toThrow(`${words.add.type} has two handlers`);
  });

  test('refuses handlers of another service, whose types were never compared with its own', async () => {
    const foreign = new HandlerDecorators<string, Totals, Total>();
    @Controller()
    class Foreign {
      @foreign.Command(words.add, ({ counterId }) => counterId)
      add(add: Add, totals: Totals) {
        return decideAdd(add, totals);
      }
    }
    await expect(registryOf(Foreign)).rejects.toThrow('not declared with the decorators of this service');
  });
});
