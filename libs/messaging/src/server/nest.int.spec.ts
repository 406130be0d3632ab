import {
  Catch,
  Controller,
  Injectable,
  UseFilters,
  UseGuards,
  UsePipes,
  type ArgumentsHost,
  type CanActivate,
  type ExceptionFilter,
  type PipeTransform,
  type Type,
} from '@nestjs/common';
import { Ctx } from '@nestjs/microservices';
import { Refusal } from '@rollcall/contracts';
import { describeError } from '@rollcall/service-kit';
import { throwError } from 'rxjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adding, counterController, counterDecorators, CounterWorld } from '../../test/counter-service.js';
import { Add, account, type CounterWords } from '../../test/counter-words.js';
import type { Totals } from '../../test/in-memory-decision-store.js';
import { MessageContext } from '../handlers/message-context.js';
import type { Message, RollcallCommandClient } from '../index.js';

class Overflow extends Error {}

/** Translates a domain exception into a refusal. */
@Catch(Overflow)
class OverflowIsRefused implements ExceptionFilter {
  catch(_: Overflow, host: ArgumentsHost) {
    const { counterId } = host.switchToRpc().getData<Add>();
    return throwError(() => new Refusal('attribute-invalid', { attribute: counterId, problem: 'too much' }));
  }
}

@Injectable()
class DoublesWhatIsAdded implements PipeTransform {
  transform(value: unknown): unknown {
    return value instanceof Add ? Object.assign(new Add(), value, { by: value.by * 2 }) : value;
  }
}

@Injectable()
class NobodyAddsThirteen implements CanActivate {
  canActivate(context: Parameters<CanActivate['canActivate']>[0]): boolean {
    return context.switchToRpc().getData<Add>().by !== 13;
  }
}

function decorated(words: CounterWords): Type {
  @Controller()
  class Decorated {
    @UseFilters(OverflowIsRefused)
    @UseGuards(NobodyAddsThirteen)
    @UsePipes(DoublesWhatIsAdded)
    @counterDecorators.Command(words.add, (add) => add.counterId)
    add({ by }: Add, _: Totals, message: Message, @Ctx() context: MessageContext) {
      if (by > 1_000) throw new Overflow();
      return { changes: [], events: [], reply: { total: by, account: message.accountId, type: context.message.type } };
    }
  }
  return Decorated;
}

let world: CounterWorld;
let client: RollcallCommandClient;

beforeAll(async () => {
  world = await CounterWorld.create('nest');
  await world.serve({ controllers: [decorated(world.words)] });
  client = await world.caller();
});
afterAll(() => world?.close());

describe("around a handler, Nest's own", () => {
  test('pipes and parameter decorators work', async () => {
    const reply = await world.ask(client, adding('a', 4));
    expect(reply).toEqual({ ok: true, body: { total: 8, account, type: world.words.add.type } });
  });

  test('guards work: what they turn away is no answer of ours', async () => {
    expect(await world.ask(client, adding('a', 13))).toMatchObject({ ok: false, code: 'internal' });
  });

  test('exception filters on the handler work', async () => {
    expect(await world.ask(client, adding('a', 600))).toMatchObject({ ok: false, code: 'attribute-invalid' });
  });
});

describe('start-up', () => {
  test('fails when a command of a subscribed topic has no handler', async () => {
    const failure: unknown = await world.serve({ controllers: [] }).catch((error: unknown) => error);
    // The log says this text: of most errors it withholds the text.
    expect(describeError(failure).message).toContain(`${world.words.add.type} has no handler`);
  });

  test('fails when a command has two handlers', async () => {
    const twice = [counterController(world.words), counterController(world.words)];
    await expect(world.serve({ controllers: twice })).rejects.toThrow('has two handlers');
  });

  test('fails when a handler would never be asked', async () => {
    await expect(world.serve({ controllers: [counterController(world.words)], eventTopics: [] })).rejects.toThrow(
      `${world.words.added.type} has a handler, but its topic is not subscribed to`,
    );
  });
});
