import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/scim-session.js';
import { postFrom } from '../support/from-address.js';
import { stack } from '../support/stack.js';
import type { Account } from '../support/workspace.js';

let workspaceUrl: string;
let heavy: Account;
let usual: Account;
const people = 200;
/** As Okta assigns people. */
const atOnce = 50;
const placeholder = 'Xk29-plac';

beforeAll(async () => {
  const { newAccount, ...urls } = await stack();
  workspaceUrl = urls.workspaceUrl;
  [heavy, usual] = [await newAccount(), await newAccount()];
});

const statuses = (answers: readonly Answer[]) => [...new Set(answers.map(({ status }) => status))];

/** Sends all of A's requests at once and then B's. @returns how many of A's were answered before B's */
async function before<A, B>(ofA: readonly (() => Promise<A>)[], ofB: () => Promise<B>) {
  const answers: A[] = [];
  const all = ofA.map((send) => send().then((answer) => answers.push(answer)));
  const usually = await ofB();
  const earlier = answers.length;
  await Promise.all(all);
  return { earlier, usually, answers };
}

const times = <T>(count: number, each: (n: number) => T) => Array.from({ length: count }, (_, n) => each(n));

/** Sends again what a slow machine had no time to begin, as Okta does: that says nothing about a share. */
async function inTime(send: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await send();
    if (answer.status !== 429 || !/no time left to begin/.test(answer.body.detail)) return answer;
    await pause(1_000 * Number(answer.headers.get('retry-after')));
  }
}

describe('the work of one account (rule 24)', { timeout: 120_000 }, () => {
  it('is not refused for being much: people assigned fifty at a time, with passwords, and then read page by page', async () => {
    const answers: Answer[] = [];
    let next = 0;
    const assign = async () => {
      while (next < people) {
        const userName = `p${next++}@heavy.example`;
        answers.push(await heavy.scim.find(userName));
        answers.push(await inTime(() => heavy.scim.create(userName, { password: placeholder })));
      }
    };
    await Promise.all(times(atOnce, assign));
    for (let at = 1; at <= people; at += 20) {
      answers.push(await heavy.scim.send('GET', `/Users?startIndex=${at}&count=20`));
    }
    expect(new Set(statuses(answers))).toEqual(new Set([200, 201]));
    expect(answers.at(-1)?.body.totalResults).toBeGreaterThanOrEqual(people);
  });

  it('lets a list of another account go before most of its own forty', async () => {
    const list = () => heavy.scim.send('GET', '/Users?count=1000');
    const { earlier, usually, answers } = await before(
      times(40, () => list),
      () => usual.scim.send('GET', '/Users?count=1000'),
    );
    expect(usually.status).toBe(200);
    expect(statuses(answers)).toEqual([200]);
    expect(earlier).toBeLessThan(20);
  });

  it('lets a password of another account be hashed before most of its own sixty', async () => {
    const create = (n: number) => () => heavy.scim.create(`q${n}@heavy.example`, { password: placeholder });
    const { earlier, usually, answers } = await before(times(60, create), () =>
      usual.scim.create('somebody@usual.example', { password: placeholder }),
    );
    expect([usually.status, ...statuses(answers)]).toEqual([201, 201]);
    expect(earlier).toBeLessThan(30);
  });

  // Attempts to accounts that are none share one line, in which other specs' attempts would wait: `bench:neighbours` has them.
  it('lets another account sign in before most of its own sixty failing attempts, from as many networks', async () => {
    const url = `${workspaceUrl}/sessions`;
    let compared = 0;
    const attempt = (n: number) => async () => {
      const guess = { account: heavy.slug, userName: `p${n}@a.example`, password: 'a wrong guess' };
      if ((await postFrom(`127.78.${n}.1`, url, guess)).status === 401) compared += 1;
    };
    const signIn = async () => {
      const right = { account: usual.slug, userName: usual.adminEmail, password: usual.adminPassword };
      return { answer: await postFrom('127.78.200.1', url, right), earlier: compared };
    };
    const { usually } = await before(times(60, attempt), signIn);
    expect(usually.answer.status).toBe(201);
    expect(usually.earlier).toBeLessThan(20);
  });

  it('is refused beyond its share, with a time to come again, and nobody else’s is', async () => {
    const list = () => heavy.scim.send('GET', '/Users?count=100');
    const others: Answer[] = [];
    const { usually, answers } = await before(
      times(200, () => list),
      async () => {
        for (let n = 0; n < 20; n += 1) others.push(await usual.scim.send('GET', '/Users?count=1'));
        return usual.scim.find('nobody@usual.example');
      },
    );
    expect(statuses([...others, usually])).toEqual([200]);
    const [refused] = answers.filter(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(refused?.body).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '429',
      detail: expect.stringContaining('More requests of this account came') as unknown,
    });
    expect((await list()).status).toBe(200);
  });
});
