import { createHash } from 'node:crypto';
import { SessionEvents, type EndSessions, type SessionBrief, type SessionOwner } from '@rollcall/contracts';
import { isOpenAccount, readRows, type DataSource, type OutboxEntry, type Transaction } from '@rollcall/persistence';
import type { Credential } from '../persistence/user-read-model.js';
import type { EndCause } from './session-endings.js';
import { sessionEvent } from './session-event.js';

export interface NewSession {
  readonly accountId: string;
  readonly credential: Credential;
  readonly token: string;
  readonly sessionId: string;
  readonly network: string | undefined;
  readonly device: string | undefined;
  /** The correlation id of its events. */
  readonly requestId: string;
}

export interface SessionRow {
  readonly accountId: string;
  readonly accountSlug: string;
  readonly accountName: string;
  readonly userId: string;
  readonly userName: string;
  readonly userType: string;
  readonly basedOn: 'member' | 'viewer' | 'guest' | null;
  readonly sessionId: string;
  readonly startedAt: Date;
  readonly expiresAt: Date;
  readonly confirmedAt: Date;
  /** Its last use was noted a while ago. */
  readonly isStale: boolean;
}

export interface SessionStoreOptions {
  readonly dataSource: DataSource;
  readonly lifetimeMs: number;
  readonly idleMs: number;
  readonly maxPerPerson: number;
  readonly announce: (fn: (tx: Transaction) => Promise<readonly OutboxEntry[]>) => Promise<readonly OutboxEntry[]>;
}

/** A use is noted at most once in this time. */
const notedEveryS = 60;

/** A session of an account that has been closed since, also where it is open again. `SessionEndings` ends them. */
const isOfBefore = `EXISTS (SELECT FROM account_closures c WHERE c.account_id = s.account_id AND (c.state <> 'open' OR s.started_at <= c.since))`;

/** A session without these conditions lets nobody in any more; `$2` is the time in seconds after which one ends idle. */
const isLive = `s.expires_at > now() AND s.last_used_at > now() - make_interval(secs => $2) AND NOT ${isOfBefore}`;

/** Sessions in the database, where only digests of their tokens are. */
export class SessionStore {
  constructor(private readonly options: SessionStoreOptions) {}

  /**
   * Stores a session, if the user is still active and still has the password hash that was compared. The row lock on
   * the user makes a concurrent deactivation wait, so that it finds and ends this session. Of too many sessions of this
   * person, the oldest end.
   * @returns when it began; undefined where there is none
   */
  async start({ accountId, credential, token, sessionId, ...of }: NewSession): Promise<Date | undefined> {
    const { lifetimeMs, maxPerPerson, announce } = this.options;
    const { userId, hash } = credential;
    let startedAt: Date | undefined;
    await announce(async (tx) => {
      const [saved] = await tx.query<{ started_at: Date }>(
        `INSERT INTO sessions (token_digest, account_id, user_id, started_at, expires_at, last_used_at, confirmed_at, id, network, device)
         SELECT $1, u.account_id, u.id, now(), now() + make_interval(secs => $5), now(), now(), $6, $7, $8
           FROM (SELECT account_id, id, active, released FROM users WHERE account_id = $2 AND id = $3 FOR NO KEY UPDATE) u
           JOIN password_hashes p ON p.account_id = u.account_id AND p.user_id = u.id
          WHERE u.active AND NOT u.released AND p.hash = $4 AND ${isOpenAccount('u.account_id')}
         RETURNING started_at`,
        [digestOf(token), accountId, userId, hash, lifetimeMs / 1_000, sessionId, of.network, of.device],
        { keepPlan: true },
      );
      if (!saved) return [];
      startedAt = saved.started_at;
      const cause: EndCause = { why: 'too-many', correlationId: of.requestId };
      await tx.query(
        `UPDATE sessions SET expires_at = now(), end_cause = $4 WHERE token_digest IN (
           SELECT token_digest FROM sessions WHERE account_id = $1 AND user_id = $2 AND expires_at > now()
            ORDER BY started_at DESC, id DESC OFFSET $3)`,
        [accountId, userId, maxPerPerson, JSON.stringify(cause)],
        { keepPlan: true },
      );
      const payload = { accountId, userId, sessionId };
      return [sessionEvent(SessionEvents.started, payload, { correlationId: of.requestId })];
    });
    return startedAt;
  }

  async live(token: string): Promise<SessionRow | undefined> {
    const [row] = await readRows<SessionRow>(
      this.options.dataSource,
      `SELECT s.account_id AS "accountId", a.slug AS "accountSlug", a.name AS "accountName",
              s.user_id AS "userId", u.user_name AS "userName", u.user_type AS "userType",
              c.based_on AS "basedOn", s.id AS "sessionId", s.started_at AS "startedAt", s.expires_at AS "expiresAt",
              s.confirmed_at AS "confirmedAt", s.last_used_at < now() - make_interval(secs => ${notedEveryS}) AS "isStale"
         FROM sessions s JOIN users u ON u.account_id = s.account_id AND u.id = s.user_id
         JOIN accounts a ON a.id = s.account_id
         LEFT JOIN custom_roles c ON c.account_id = s.account_id AND c.id::text = u.user_type
        WHERE s.token_digest = $1 AND ${isLive} AND u.active AND NOT u.released`,
      [digestOf(token), this.options.idleMs / 1_000],
      { keepPlan: true },
    );
    return row;
  }

  async noteUse(token: string): Promise<void> {
    await readRows(
      this.options.dataSource,
      `UPDATE sessions SET last_used_at = now()
        WHERE token_digest = $1 AND expires_at > now() AND last_used_at < now() - make_interval(secs => ${notedEveryS})`,
      [digestOf(token)],
      { keepPlan: true },
    );
  }

  /** @returns when; undefined where the session has ended meanwhile */
  async confirm(token: string): Promise<Date | undefined> {
    const [row] = await readRows<{ at: Date }>(
      this.options.dataSource,
      `UPDATE sessions s SET confirmed_at = now(), last_used_at = now() WHERE s.token_digest = $1 AND ${isLive}
       RETURNING confirmed_at AS at`,
      [digestOf(token), this.options.idleMs / 1_000],
    );
    return row?.at;
  }

  async list({ accountId, userId }: SessionOwner): Promise<SessionBrief[]> {
    const rows = await readRows<ListedRow>(
      this.options.dataSource,
      `SELECT s.id, s.started_at, s.last_used_at, s.expires_at, s.network, s.device FROM sessions s
        WHERE s.account_id = $1 AND s.user_id = $3 AND ${isLive} ORDER BY s.started_at DESC, s.id DESC`,
      [accountId, this.options.idleMs / 1_000, userId],
    );
    return rows.map(({ id, started_at, last_used_at, expires_at, network, device }) => ({
      sessionId: id,
      startedAt: started_at.toISOString(),
      lastUsedAt: last_used_at.toISOString(),
      expiresAt: expires_at.toISOString(),
      ...(network === null ? {} : { network }),
      ...(device === null ? {} : { device }),
    }));
  }

  /** Ends the session of a token; it may have ended already. */
  async end(token: string, cause: EndCause): Promise<void> {
    await readRows(
      this.options.dataSource,
      'UPDATE sessions SET expires_at = now(), end_cause = $2 WHERE token_digest = $1 AND expires_at > now()',
      [digestOf(token), JSON.stringify(cause)],
    );
  }

  /**
   * Ends one session of a person, or all. With all ends the link to set a password with, also where one is to go on.
   * @returns how many ended
   */
  async endOf({ accountId, userId, sessionId, exceptId, actor, requestId }: EndSessions): Promise<number> {
    const cause: EndCause = { why: 'ended', correlationId: requestId, actor };
    const rows = await readRows(
      this.options.dataSource,
      `WITH links AS (DELETE FROM password_links WHERE account_id = $1 AND user_id = $3 AND $4::uuid IS NULL)
       UPDATE sessions s SET expires_at = now(), end_cause = $6
        WHERE s.account_id = $1 AND s.user_id = $3 AND ${isLive}
          AND ($4::uuid IS NULL OR s.id = $4) AND ($5::uuid IS NULL OR s.id <> $5)
       RETURNING s.id`,
      [accountId, this.options.idleMs / 1_000, userId, sessionId, exceptId, JSON.stringify(cause)],
    );
    return rows.length;
  }
}

interface ListedRow {
  readonly id: string;
  readonly started_at: Date;
  readonly last_used_at: Date;
  readonly expires_at: Date;
  readonly network: string | null;
  readonly device: string | null;
}

/** The token has 256 random bits, so a plain digest cannot be reversed. */
const digestOf = (token: string) => createHash('sha256').update(token).digest();
