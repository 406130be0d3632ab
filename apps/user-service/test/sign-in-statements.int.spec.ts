import { createLogger } from '@rollcall/service-kit';
import type { Pool, PoolClient } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { PasswordReadModel } from '../src/persistence/password-read-model.js';
import { UserReadModel } from '../src/persistence/user-read-model.js';
import { PasswordChecker } from '../src/sessions/password-checker.js';
import { Sessions } from '../src/sessions/sessions.js';
import { accountOfPeople } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { instanceOn } from './support/direct-transport.js';

const database = await serviceDatabase();
const { somebody } = await accountOfPeople(await instanceOn(await database.connect('of-the-people')));
const dataSource = await database.connect('sign-ins');
const statements = statementsOf((dataSource.driver as unknown as { master: Pool }).master); // TypeORM does not type its pool
const users = new UserReadModel(dataSource);
const passwords = new PasswordChecker({ users, hashes: new PasswordReadModel(dataSource) });
const logger = createLogger('specs', { level: 'fatal' });
const sessions = Sessions.start({ dataSource, users, passwords, lifetimeMs: 60_000, logger });

afterAll(() => sessions.close());

describe('a sign-in', () => {
  it('takes four reads of one statement each, and one transaction; the key of tokens is read once', async () => {
    await sessions.endings.close(); // what it asks from time to time is no sign-in's
    const { userName } = await somebody('member');
    const signIn = () => sessions.signIn({ account: 'acme', userName, password: 'right' });
    expect(await signIn()).toMatchObject({ signedIn: true });
    statements.length = 0;
    expect(await signIn()).toMatchObject({ signedIn: true });
    expect(statements.map(beginningOf)).toEqual([
      'SELECT id FROM accounts',
      'SELECT k.n::int AS n,',
      'SELECT u.id AS "userId",',
      'BEGIN',
      'INSERT INTO sessions (token_digest,',
      'UPDATE sessions SET expires_at',
      expect.stringMatching(/^SELECT set_config/),
      'INSERT INTO outbox (lane,',
      'COMMIT',
      expect.stringMatching(/^SELECT (?!set_config)/),
    ]);
  });
});

const beginningOf = (text: string) => text.trim().split(/\s+/).slice(0, 4).join(' ');

/** The texts of what the connections of a pool send from now on. */
function statementsOf(pool: Pool): string[] {
  const texts: string[] = [];
  const seen = new WeakSet<PoolClient>();
  pool.on('acquire', (client) => {
    if (seen.has(client)) return;
    seen.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const noting = (...args: unknown[]) => {
      const [first] = args as [string | { readonly text: string }];
      const text = typeof first === 'string' ? first : first.text;
      if (text !== 'DISCARD PLANS') texts.push(text); // it comes with whatever is next in its time
      return query(...args);
    };
    Object.assign(client, { query: noting });
  });
  return texts;
}
