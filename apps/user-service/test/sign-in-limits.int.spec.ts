import type { SessionRefused, SignInOutcome, StartSession } from '@rollcall/contracts';
import { createLogger } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { PasswordReadModel } from '../src/persistence/password-read-model.js';
import { UserReadModel } from '../src/persistence/user-read-model.js';
import { PasswordsController } from '../src/queries/passwords.controller.js';
import { PasswordChecker } from '../src/sessions/password-checker.js';
import { Sessions } from '../src/sessions/sessions.js';
import { accountOfPeople } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { instanceOn } from './support/direct-transport.js';

const database = await serviceDatabase();
const dataSource = await database.connect('sign-in-limits-specs');
const commands = await instanceOn(dataSource);
const logger = createLogger('specs', { level: 'fatal' });

/** One of the instances of the service. */
function instance(users = new UserReadModel(dataSource)): Sessions {
  return Sessions.start({
    dataSource,
    users,
    passwords: new PasswordChecker({ users, hashes: new PasswordReadModel(dataSource) }),
    lifetimeMs: 60_000,
    logger,
  });
}

const [one, other] = [instance(), instance()];
const { accountId, somebody } = await accountOfPeople(commands);

/** Lets all through once so many have come. */
function gate(size: number): { readonly arrive: () => Promise<void> } {
  const { promise: open, resolve } = Promise.withResolvers<void>();
  let come = 0;
  return {
    arrive: () => {
      come += 1;
      if (come === size) resolve();
      return open;
    },
  };
}

let sites = 0;
const newSite = () => `198.51.${Math.floor((sites += 1) / 250)}.${sites % 250}`;

type Outcome = 'in' | 'wrong' | 'wait';
const short = (outcome: SignInOutcome): Outcome =>
  outcome.signedIn ? 'in' : outcome.retryAfterS === undefined ? 'wrong' : 'wait';

async function attempt(of: Partial<StartSession> & { userName: string }, at = one): Promise<Outcome> {
  return short(await at.signIn({ account: 'acme', password: 'wrong', ...of }));
}

async function times(n: number, task: () => Promise<Outcome>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let i = 0; i < n; i += 1) outcomes.push(await task());
  return outcomes;
}

interface OutboxRow {
  readonly type: string;
  readonly value: string;
}

const events = async (userId: string) => {
  const rows = await database.rows<OutboxRow>(
    `SELECT headers->>'ce_type' AS type, value FROM outbox WHERE message_key = $1 ORDER BY id`,
    [userId],
  );
  return rows
    .filter(({ type }) => type.startsWith('session.'))
    .map(({ type, value }) => ({ type, ...(JSON.parse(value) as SessionRefused) }));
};

afterAll(() => Promise.all([one.close(), other.close()]));

describe('failures to sign in', () => {
  it('make the site where they come from wait, at every instance, and whether by slug or by id', async () => {
    const { userName } = await somebody();
    const site = newSite();
    expect(await times(5, () => attempt({ userName, site }))).toEqual(Array(5).fill('wrong'));
    expect(await attempt({ userName, site, password: 'right' }, other)).toBe('wait');
    expect(await attempt({ userName: userName.toUpperCase(), account: accountId, site }, other)).toBe('wait');
  });

  it('keep nobody from signing in from elsewhere', async () => {
    const { userName } = await somebody();
    for (let n = 0; n < 30; n += 1) await attempt({ userName, site: newSite() });
    expect(await attempt({ userName, site: newSite(), password: 'right' })).toBe('in');
    const guessed = newSite();
    expect([await attempt({ userName, site: guessed }), await attempt({ userName, site: guessed })]).toEqual([
      'wrong',
      'wait',
    ]);
  });

  it('keep nobody out of a browser that has signed them in before, even from the site of those who guess', async () => {
    const { userName } = await somebody();
    const site = newSite();
    const first = await one.signIn({ account: 'acme', userName, password: 'right', site });
    const deviceToken = first.signedIn ? first.session.deviceToken : undefined;
    expect(deviceToken).toBeDefined();
    await times(6, () => attempt({ userName, site }));
    expect(await attempt({ userName, site, password: 'right' })).toBe('wait');
    const again = await other.signIn({ account: 'acme', userName, password: 'right', site, deviceToken });
    expect(again).toMatchObject({ signedIn: true });
    expect(again.signedIn && again.session.deviceToken).toBeUndefined();
    const { userName: nextPerson } = await somebody();
    await times(6, () => attempt({ userName: nextPerson, site }));
    expect(await attempt({ userName: nextPerson, site, deviceToken, password: 'right' })).toBe('wait');
  });

  it('count for a device as for a site: a stolen token is no way to guess', async () => {
    const { userName } = await somebody();
    const first = await one.signIn({ account: 'acme', userName, password: 'right', site: newSite() });
    const deviceToken = first.signedIn ? first.session.deviceToken : undefined;
    const outcomes = await times(6, () => attempt({ userName, site: newSite(), deviceToken }));
    expect(outcomes).toEqual([...Array<Outcome>(5).fill('wrong'), 'wait']);
  });

  it('count one by one where many attempts come at the same time', async () => {
    const { userName } = await somebody();
    const site = newSite();
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => attempt({ userName, site })));
    expect(outcomes.filter((each) => each === 'wrong')).toHaveLength(5);
  });

  /** All are looked up before the first one counts, so that none ends before the last one has counted, however slow the machine is. */
  const crowdOf = (size: number) => {
    const found = gate(size);
    const looking = new UserReadModel(dataSource);
    const accountIdOf = looking.accountId.bind(looking);
    looking.accountId = async (account) => {
      const id = await accountIdOf(account);
      await found.arrive();
      return id;
    };
    return instance(looking);
  };

  it('of a hundred sites at the same moment keep nobody out of a browser that has signed them in before', async () => {
    const { userName } = await somebody();
    const right = { account: 'acme', userName, password: 'right' };
    const first = await one.signIn({ ...right, site: newSite() });
    const deviceToken = first.signedIn ? first.session.deviceToken : undefined;
    const crowded = crowdOf(101);
    const guesses = Array.from({ length: 100 }, () => attempt({ userName, site: newSite() }, crowded));
    const known = crowded.signIn({ ...right, site: newSite(), deviceToken });
    await Promise.allSettled(guesses);
    expect(await known).toMatchObject({ signedIn: true });
    await crowded.close();
  });

  it('are refused at once beyond 64 under way of one account: each holds a connection of a gateway', async () => {
    const { userName } = await somebody();
    const sites = Array.from({ length: 5 }, newSite);
    const crowded = crowdOf(100);
    const tries = sites.flatMap((site) => Array.from({ length: 20 }, () => attempt({ userName, site }, crowded)));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(100 - 64);
    await crowded.close();
  });

  it('are forgiven by a success', async () => {
    const { userName } = await somebody();
    const site = newSite();
    await times(4, () => attempt({ userName, site }));
    expect(await attempt({ userName, site, password: 'right' })).toBe('in');
    expect(await times(5, () => attempt({ userName, site }))).toEqual(Array(5).fill('wrong'));
  });

  it('of a whole site, whoever is meant, leave one try a second', async () => {
    const site = newSite();
    const anybody = () => attempt({ userName: `${uuidv7()}@acme.example`, site });
    expect(await times(20, anybody)).toEqual(Array(20).fill('wrong'));
    // So many as an account may have waiting.
    for (let round = 0; round < 3; round++) await Promise.all(Array.from({ length: 14 }, anybody));
    expect(await anybody()).toBe('wait');
  });

  it('are wrong guesses at the own password too, at every instance, and they keep nobody out elsewhere', async () => {
    const { userId, userName } = await somebody();
    const site = newSite();
    const compare = async (at: Sessions, password: string, from = site) => {
      const question = { accountId, userId, password, site: from };
      const answer = await new PasswordsController(new PasswordReadModel(dataSource), at).compareOwn(question);
      if (answer.matches) return 'in';
      return answer.retryAfterS === undefined ? 'wrong' : 'wait';
    };
    const guesses = await times(6, () => compare(one, 'wrong'));
    expect(guesses).toEqual([...Array<Outcome>(5).fill('wrong'), 'wait']);
    expect(await compare(other, 'right')).toBe('wait');
    expect(await attempt({ userName, site, password: 'right' }, other)).toBe('wait');
    expect(await compare(other, 'right', newSite())).toBe('in');
  });

  it.each([
    ['a person', 'acme', true],
    ['nobody', 'acme', false],
    ['an account that is none', 'nowhere', false],
  ])('are counted in the same way for %s', async (_, account, exists) => {
    const userName = exists ? (await somebody()).userName : `${uuidv7()}@acme.example`;
    const site = newSite();
    const outcomes = await times(6, () => attempt({ userName, account, site }));
    expect(outcomes).toEqual([...Array<Outcome>(5).fill('wrong'), 'wait']);
  });

  it('are kept without any name that was typed', async () => {
    const typed = `my-password-${uuidv7()}`;
    await attempt({ userName: typed, site: newSite() });
    await one.refused.flush();
    const kept = await database.rows('SELECT encode(subject, $1) AS subject, source FROM sign_in_failures', ['escape']);
    const outbox = await database.rows('SELECT value, headers FROM outbox');
    expect(JSON.stringify([kept, outbox])).not.toContain(typed);
  });

  it('of a known person are events by ids, one for many', async () => {
    const { userId, userName } = await somebody();
    const [site, requestId] = [newSite(), uuidv7()];
    await times(7, () => attempt({ userName, site, requestId }));
    await one.refused.flush();
    const refusals = await events(userId);
    expect(refusals.length).toBeLessThan(7);
    const refused = { type: 'session.refused', accountId, userId };
    const count = { 'wrong-password': 0, 'too-many-failures': 0 };
    for (const { why, standsFor = 1, ...rest } of refusals) {
      expect(rest).toEqual(refused);
      count[why] += standsFor;
    }
    expect(count).toEqual({ 'wrong-password': 5, 'too-many-failures': 2 });
  });
});
