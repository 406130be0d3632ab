import { createHash, randomBytes } from 'node:crypto';
import type { SessionVerdict, SignInOutcome, StartSession } from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import type { Logger } from '@rollcall/service-kit';
import type { DataSource } from 'typeorm';
import { viewOf } from '../domain/user/user.js';
import type { Credential, UserReadModel } from '../persistence/user-read-model.js';
import type { PasswordChecker } from './password-checker.js';

const cleaningEveryMs = 600_000;

interface SessionRow {
  readonly accountId: string;
  readonly accountSlug: string;
  readonly accountName: string;
  readonly userId: string;
  readonly userName: string;
  readonly userType: string;
  readonly basedOn: 'member' | 'viewer' | 'guest' | null;
  readonly started_at: Date;
  readonly expires_at: Date;
}

export interface SessionsOptions {
  readonly dataSource: DataSource;
  readonly users: UserReadModel;
  readonly passwords: Pick<PasswordChecker, 'check'>;
  readonly lifetimeMs: number;
  readonly logger: Logger;
}

/**
 * The sessions of signed-in people. A session ends in the same transaction that deactivates its user or sets a new
 * password (see `UserUnitOfWork`), at sign-out, or when it expires. The user's rights are read anew at each check.
 */
export class Sessions {
  private constructor(
    private readonly options: SessionsOptions,
    private readonly cleaning: NodeJS.Timeout,
  ) {}

  static start(options: SessionsOptions): Sessions {
    const { dataSource, logger } = options;
    const cleaning = setInterval(() => {
      removeExpired(dataSource).catch((error: unknown) =>
        logger.warn('old sessions and links could not be removed: it is tried again later', { error }),
      );
    }, cleaningEveryMs);
    return new Sessions(options, cleaning);
  }

  /**
   * Signs a person in. Whatever is wrong, the answer and its time are the same.
   * @throws TooManyChecks where too many passwords are being compared
   */
  async signIn({ account, userName, password }: StartSession): Promise<SignInOutcome> {
    const { users, passwords, lifetimeMs } = this.options;
    const accountId = (await users.accountId(account)) ?? '';
    const credential = await passwords.check(accountId, userName, password);
    if (!credential) return { signedIn: false };
    const token = randomBytes(32).toString('base64url');
    const started = await this.save(accountId, credential, token);
    const user = started && (await users.user(accountId, credential.userId));
    if (!user) return { signedIn: false };
    const expiresAt = new Date(started.getTime() + lifetimeMs).toISOString();
    return { signedIn: true, session: { token, expiresAt, user: viewOf(user) } };
  }

  async check(token: string): Promise<SessionVerdict> {
    const [row] = await readRows<SessionRow>(
      this.options.dataSource,
      `SELECT s.account_id AS "accountId", a.slug AS "accountSlug", a.name AS "accountName",
              s.user_id AS "userId", u.user_name AS "userName", u.user_type AS "userType",
              c.based_on AS "basedOn", s.started_at, s.expires_at
         FROM sessions s JOIN users u ON u.account_id = s.account_id AND u.id = s.user_id
         JOIN accounts a ON a.id = s.account_id
         LEFT JOIN custom_roles c ON c.account_id = s.account_id AND c.id::text = u.user_type
        WHERE s.token_digest = $1 AND s.expires_at > now() AND u.active AND NOT u.released`,
      [digestOf(token)],
      { keepPlan: true },
    );
    if (!row) return { works: false };
    const { basedOn, started_at, expires_at, ...session } = row;
    return {
      works: true,
      session: {
        ...session,
        rights: basedOn ?? rightsOf(row.userType),
        startedAt: started_at.toISOString(),
        expiresAt: expires_at.toISOString(),
      },
    };
  }

  async end(token: string): Promise<void> {
    await readRows(this.options.dataSource, 'DELETE FROM sessions WHERE token_digest = $1', [digestOf(token)]);
  }

  close(): void {
    clearInterval(this.cleaning);
  }

  /**
   * Stores a session, if the user is still active and still has the password hash that was compared. The row lock on
   * the user makes a concurrent deactivation wait, so that it finds and ends this session.
   */
  private async save(accountId: string, { userId, hash }: Credential, token: string): Promise<Date | undefined> {
    const [saved] = await readRows<{ started_at: Date }>(
      this.options.dataSource,
      `INSERT INTO sessions (token_digest, account_id, user_id, started_at, expires_at)
       SELECT $1, u.account_id, u.id, now(), now() + make_interval(secs => $5)
         FROM (SELECT account_id, id, active, released FROM users WHERE account_id = $2 AND id = $3 FOR SHARE) u
         JOIN password_hashes p ON p.account_id = u.account_id AND p.user_id = u.id
        WHERE u.active AND NOT u.released AND p.hash = $4
       RETURNING started_at`,
      [digestOf(token), accountId, userId, hash, this.options.lifetimeMs / 1_000],
    );
    return saved?.started_at;
  }
}

/** Removes sessions, and links to set a password with, whose time is over. */
export async function removeExpired(dataSource: DataSource): Promise<void> {
  await readRows(dataSource, 'DELETE FROM sessions WHERE expires_at < now()');
  await readRows(dataSource, 'DELETE FROM password_links WHERE expires_at < now()');
}

/** The token has 256 random bits, so a plain digest cannot be reversed. */
const digestOf = (token: string) => createHash('sha256').update(token).digest();

/** The rights of a user type; a custom role that no longer exists gives the least. */
function rightsOf(userType: string): 'admin' | 'member' | 'viewer' | 'guest' {
  return userType === 'admin' || userType === 'member' || userType === 'viewer' ? userType : 'guest';
}
