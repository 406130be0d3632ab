import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adding, CounterWorld } from '../../test/counter-service.js';
import type { RollcallCommandClient } from '../index.js';

let world: CounterWorld;
let client: RollcallCommandClient;

beforeAll(async () => {
  world = await CounterWorld.create('server');
  await world.serve();
  client = await world.caller();
});
afterAll(() => world?.close());

describe('a command', () => {
  test('is answered with what was committed', async () => {
    expect(await world.ask(client, adding('a', 5))).toEqual({ ok: true, body: { total: 5 } });
    expect(world.store.totals.get('a')).toBe(5);
  });
});
