import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScimSession } from '../support/scim-session.js';
import { stack } from '../support/stack.js';

const { newAccount, stackFile } = await stack();

const megabyte = 1_048_576;
const times = <T>(count: number, of: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => of(at));
const patchOf = (Operations: object[]) =>
  JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations });

/**
 * How long others may wait, in milliseconds, on cores that the other specs keep busy: so long as they waited at worst a moment before, four
 * times, and two seconds at least. Without a budget each of five requests stops everybody for as long.
 */
const mayWaitMs = (aloneMs: number): number => Math.min(4_000, Math.max(2_000, 4 * aloneMs));

/** Megabytes that no process exceeds. */
const largestProcess = 512;

async function personOf(scim: ScimSession, attributes: object = {}): Promise<string> {
  const { status, body } = await scim.create(`ann-${Math.random().toString(36).slice(2)}@example.com`, attributes);
  expect(status).toBe(201);
  return body.id as string;
}

/** The longest wait of those who ask alone, beside what the machine does anyway. */
async function alone(ask: () => Promise<{ readonly status: number }>): Promise<number> {
  let waitMs = 0;
  for (const end = performance.now() + 500; performance.now() < end;) {
    const before = performance.now();
    expect((await ask()).status).toBe(200);
    waitMs = Math.max(waitMs, performance.now() - before);
  }
  return waitMs;
}

/** Asks again and again until all is done: the longest wait, and the most memory that a gateway has meanwhile. */
async function whileRunning(all: Promise<unknown>, ask: () => Promise<{ readonly status: number }>) {
  const state = { isDone: false };
  const done = all.finally(() => (state.isDone = true));
  let [waitMs, megabytes] = [0, 0];
  while (!state.isDone) {
    const before = performance.now();
    expect((await ask()).status).toBe(200);
    waitMs = Math.max(waitMs, performance.now() - before);
    megabytes = Math.max(megabytes, memoryOfGateways());
  }
  await done;
  return { waitMs, megabytes };
}

describe('an account that asks for too much work', { timeout: 120_000 }, () => {
  let attacker: ScimSession;
  let second: ScimSession;
  let neighbour: ScimSession;
  let neighboursPerson: string;

  beforeAll(async () => {
    [{ scim: attacker }, { scim: second }, { scim: neighbour }] = await Promise.all([
      newAccount(),
      newAccount(),
      newAccount(),
    ]);
    neighboursPerson = await personOf(neighbour);
  });

  /** A gateway that was ended by an attack would fail the next request, or have another process. */
  afterAll(async () => expect((await neighbour.get(neighboursPerson)).status).toBe(200));

  const changeOfNeighbour = () =>
    neighbour.patch(neighboursPerson, { op: 'replace', path: 'title', value: `${performance.now()}` });

  it('by values is refused before anything is done, and others hardly wait', async () => {
    const id = await personOf(attacker);
    const add = (count: number) => ({
      op: 'add',
      path: 'emails',
      value: times(count, (at) => ({ value: `e${at}@x.example` })),
    });
    const tooMany = patchOf(times(90, () => add(100)));
    const refused = await attacker.send('PATCH', `/Users/${id}`, tooMany);
    expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidValue']);
    expect(refused.body.detail).toContain('bring more than 1000 values');

    const atTheLimit = patchOf(times(10, (at) => ({ ...add(100), op: at === 0 ? 'replace' : 'add' })));
    const aloneMs = await alone(changeOfNeighbour);
    const attacks = Promise.all(times(5, () => attacker.send('PATCH', `/Users/${id}`, atTheLimit)));
    expect((await whileRunning(attacks, changeOfNeighbour)).waitMs).toBeLessThan(mayWaitMs(aloneMs));
    for (const { status } of await attacks) expect(status).toBe(200);
  });

  it('by conditions is refused, in the gateway or by what they meet, and others hardly wait', async () => {
    const emails = times(100, (at) => ({ value: `${at}@example.com`, type: `t${at}` }));
    const id = await personOf(attacker, { emails });
    const filters = (conditions: number) => {
      const filter = times(conditions, (at) => `type eq "w${at}"`).join(' or ');
      return patchOf(times(1_000, () => ({ op: 'remove', path: `emails[${filter}].display` })));
    };
    const refused = await attacker.send('PATCH', `/Users/${id}`, filters(6));
    expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidValue']);
    expect(refused.body.detail).toContain('paths with more than 5000 conditions');

    const aloneMs = await alone(changeOfNeighbour);
    const attacks = Promise.all(times(5, () => attacker.send('PATCH', `/Users/${id}`, filters(5))));
    expect((await whileRunning(attacks, changeOfNeighbour)).waitMs).toBeLessThan(mayWaitMs(aloneMs));
    for (const { status, body } of await attacks) {
      expect(status).toBe(400);
      expect(body.detail).toContain('Send fewer operations in one request, or simpler filters');
    }
  });

  it('by large bodies ends no gateway, whatever they hold, and others hardly wait', async () => {
    const filled = (piece: string, head: string, tail: string) =>
      head + piece.repeat(Math.floor((31.9 * megabyte - head.length - tail.length) / piece.length)) + tail;
    const bodies = [
      filled('{},', '{"displayName":"a","members":[', '{}]}'),
      filled('0,', '{"displayName":"a","members":[', '0]}'),
      `{"displayName":"a","members":[{${times(2_000_000, (at) => `"k${at}":0`).join(',')}}]}`,
      filled('[', '', ''),
      filled('x', '{"a":"', '",}'),
    ];
    const attack = async (scim: ScimSession, sent: readonly string[]) => {
      const answers = [];
      for (const body of sent) answers.push(await scim.send('POST', '/Groups', body));
      return answers;
    };
    const look = () => neighbour.get(neighboursPerson);
    const aloneMs = await alone(look);
    const attacks = Promise.all([attack(attacker, bodies), attack(second, bodies.slice(2, 4))]);
    const { waitMs, megabytes } = await whileRunning(attacks, look);
    expect(waitMs).toBeLessThan(mayWaitMs(aloneMs));
    expect(megabytes).toBeLessThan(largestProcess);
    const [ofAttacker, ofSecond] = await attacks;
    expect([...ofAttacker, ...ofSecond].map(({ status }) => status)).toEqual([413, 413, 413, 400, 400, 413, 400]);
    expect(ofAttacker[0]?.body.detail).toContain('takes at most 150000 members: send the others in PATCH requests');
    expect(ofAttacker[4]?.body.detail).toMatch(/not valid JSON: it breaks at line 1, column \d+/);
  });

  it('by several large bodies at the same time is told to wait, and small ones are taken meanwhile', async () => {
    const members = times(140_000, (at) => ({
      value: `01890a5d-ac96-774b-bcce-${String(at).padStart(12, '0')}`,
      display: 'x'.repeat(150),
    }));
    const large = JSON.stringify({ displayName: 'Everybody', members });
    const all = Promise.all([attacker, attacker, second].map((scim) => scim.send('POST', '/Groups', large)));
    const small = await attacker.send('POST', '/Groups', { displayName: `Small ${performance.now()}`, members: [] });
    expect(small.status).toBe(201);
    const { megabytes } = await whileRunning(all, () => neighbour.get(neighboursPerson));
    expect(megabytes).toBeLessThan(largestProcess);
    // Nobody of these is known: what is read is refused for that.
    const [one, other, others] = await all;
    const answers = [one, other].filter((answer) => answer !== undefined);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400, 429]));
    expect(others?.status).toBe(400);
    const waits = answers.find(({ status }) => status === 429);
    expect(waits?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(waits?.body.detail).toContain('Another large body of this account is being read');
  });
});

/** Megabytes of the largest gateway; 0 where they run in containers. */
function memoryOfGateways(): number {
  const gateways = stackFile.services.filter(
    ({ name, container }) => name === 'scim-gateway' && container === undefined,
  );
  const megabytes = gateways.map(({ pid }) => {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes) / 1_024);
  });
  return Math.max(0, ...megabytes);
}
