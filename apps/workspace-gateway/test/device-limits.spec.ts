import { Refusal } from '@rollcall/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceToken, startGateway } from './gateway-under-test.js';

let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeAll(async () => {
  gateway = await startGateway(new Refusal('user-not-found'), { requestBurst: 5 });
});
afterAll(() => gateway.close());

const who = { account: 'acme', userName: 'ann@acme.example', password: 'wrong' };
const signIn = async (device?: string) => {
  const headers: Record<string, string> = device === undefined ? {} : { cookie: `rollcall-device=${device}` };
  const { status, json } = await gateway.ask('/api/sessions', { method: 'POST', body: who, headers });
  return status === 429 ? json['code'] : 'asked';
};

/** Sends until no more is taken: a moment later the next one would be refused. */
async function exhaust(device?: string): Promise<void> {
  for (let n = 0; n < 100; n += 1) if ((await signIn(device)) === 'rate-limit') return;
  throw new Error('there is no limit');
}

describe('a network that sends more than it may', () => {
  it('keeps no browser out in which somebody has signed in before, and every other one', async () => {
    await exhaust();
    expect(await signIn(deviceToken())).toBe('asked');
    for (const invented of [deviceToken('another key'), 'A'.repeat(72), `${'A'.repeat(72)}.${'a'.repeat(15)}`]) {
      await exhaust();
      expect(await signIn(invented)).toBe('rate-limit');
    }
  });

  it('is left to a browser that does the same: it has a count of its own', async () => {
    await exhaust();
    await exhaust(deviceToken());
  });
});
