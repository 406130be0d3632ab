import type { LeaverState } from '@rollcall/contracts';
import { Client } from 'pg';
import { databaseOf, type Databases } from '../../../tools/stack/databases.ts';

export interface UserFact {
  readonly accountId: string;
  readonly id: string;
  readonly version: number;
  readonly userName: string;
  readonly active: boolean;
  readonly released: boolean;
  readonly held: boolean;
  readonly title: string | null;
  readonly displayName: string | null;
  readonly hash: string | null;
}

export interface TeamFact {
  readonly accountId: string;
  readonly id: string;
  readonly version: number;
  readonly displayName: string;
  readonly ownedBy: string;
  readonly roster: readonly string[];
  readonly members: readonly string[];
}

/** What team-service remembers of a user. */
export interface PersonFact {
  readonly accountId: string;
  readonly userId: string;
  readonly version: number;
  readonly active: boolean;
  readonly released: boolean;
}

/** Somebody whom the brake on leavers keeps. */
export interface LeaverFact {
  readonly userId: string;
  readonly state: LeaverState;
}

/** All that the databases hold of people and teams. */
export interface Facts {
  readonly users: readonly UserFact[];
  readonly teams: readonly TeamFact[];
  readonly people: readonly PersonFact[];
  readonly accounts: readonly { readonly id: string; readonly version: number }[];
  readonly tokens: readonly { readonly id: string; readonly version: number; readonly revoked: boolean }[];
  readonly heldRuns: number;
  readonly leavers: readonly LeaverFact[];
}

const userSql = `SELECT u.account_id AS "accountId", u.id, u.version::int, u.user_name AS "userName", u.active, u.released, u.is_held AS held,
    u.profile->>'title' AS title, u.profile->>'displayName' AS "displayName", p.hash
  FROM users u LEFT JOIN password_hashes p ON p.account_id = u.account_id AND p.user_id = u.id`;

const teamSql = `SELECT t.account_id AS "accountId", t.id, t.version::int, t.display_name AS "displayName", t.owned_by AS "ownedBy",
    ARRAY(SELECT user_id::text FROM roster r WHERE r.account_id = t.account_id AND r.team_id = t.id ORDER BY 1) AS roster,
    ARRAY(SELECT user_id::text FROM memberships m WHERE m.account_id = t.account_id AND m.team_id = t.id ORDER BY 1) AS members
  FROM teams t`;

const personSql = `SELECT account_id AS "accountId", user_id AS "userId", version::int, active, released FROM people WHERE version > 0`;

/** Reads as the owners of the databases, past the proxy. */
export async function readFacts(databases: Databases): Promise<Facts> {
  const urlOf = (app: string) => databaseOf(databases, app).migrationUrl;
  const ofUsers = [userSql, 'SELECT id, version::int FROM accounts', 'SELECT user_id AS "userId", state FROM leavers'];
  const [users, accounts, leavers] = await rowsOf(urlOf('user-service'), ofUsers);
  const held = 'SELECT team_id FROM held_runs';
  const [teams, people, heldRuns] = await rowsOf(urlOf('team-service'), [teamSql, personSql, held]);
  const tokenSql = 'SELECT id, version::int, revoked_at IS NOT NULL AS revoked FROM tokens';
  const [tokens] = await rowsOf(urlOf('token-service'), [tokenSql]);
  const heldCount = { heldRuns: heldRuns?.length ?? 0 };
  return { users, accounts, leavers, teams, people, tokens, ...heldCount } as unknown as Facts; // as the statements say
}

/** What still waits somewhere, in words; empty when all is quiet. */
export async function waitingIn(databases: Databases): Promise<string[]> {
  const shared = ['outbox', 'parked_messages'];
  const own: Readonly<Record<string, readonly string[]>> = {
    'team-service': ['dirty_teams'],
    'user-service': [`leavers WHERE state = 'approved'`],
  };
  const waiting: string[] = [];
  for (const [service, { migrationUrl }] of Object.entries(databases)) {
    if (service === 'audit-service') continue; // it announces nothing, and keeps nothing for later
    const tables = [...shared, ...(own[service] ?? [])];
    const counts = await rowsOf(
      migrationUrl,
      tables.map((table) => `SELECT count(*)::int AS rows FROM ${table}`),
    );
    tables.forEach((table, n) => {
      const rows = Number(counts[n]?.[0]?.rows ?? 0);
      if (rows > 0) waiting.push(`${rows} in ${table} of ${service}`);
    });
  }
  return waiting;
}

export async function rowsOf(url: string, statements: readonly string[]): Promise<Record<string, unknown>[][]> {
  const client = new Client({ connectionString: url, application_name: 'resilience' });
  client.on('error', () => undefined); // the statement under way rejects
  await client.connect();
  try {
    const results: Record<string, unknown>[][] = [];
    for (const sql of statements) results.push((await client.query(sql)).rows as Record<string, unknown>[]);
    return results;
  } finally {
    await client.end().catch(() => undefined);
  }
}
