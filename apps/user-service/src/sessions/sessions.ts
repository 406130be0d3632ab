import {
  newSessionToken,
  TokenSigner,
  type CheckSession,
  type ConfirmOutcome,
  type ConfirmSession,
  type EndSession,
  type EndSessions,
  type SessionBrief,
  type SessionOwner,
  type SessionVerdict,
  type SignInOutcome,
  type StartSession,
} from '@rollcall/contracts';
import {
  appendToOutbox,
  inTransaction,
  readRows,
  type DataSource,
  type OutboxEntry,
  type Transaction,
} from '@rollcall/persistence';
import { RegularJob, triesAgain, type Logger } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { viewOf } from '../domain/user/user.js';
import type { UserReadModel } from '../persistence/user-read-model.js';
import { DeviceTokens } from './device-tokens.js';
import { removeExpiredLinks } from './password-links.js';
import { PasswordAttempts, waitOf, type AttemptOutcome, type GivenPassword } from './password-attempts.js';
import type { PasswordChecker } from './password-checker.js';
import { RefusedSignIns } from './refused-sign-ins.js';
import { SessionEndings } from './session-endings.js';
import { SessionStore } from './session-store.js';
import { SignInFailureCounts } from './sign-in-failure-counts.js';

const cleaningEveryMs = 600_000;

export interface SessionsOptions {
  readonly dataSource: DataSource;
  readonly users: UserReadModel;
  readonly passwords: Pick<PasswordChecker, 'check'>;
  readonly lifetimeMs: number;
  /** A session ends when it was not used for so long. */
  readonly idleMs?: number;
  readonly maxPerPerson?: number;
  readonly logger: Logger;
  /** Called after events were added to the outbox. */
  readonly wake?: () => void;
}

/**
 * The sessions of signed-in people. A session ends in the same transaction that deactivates its user, renames it or
 * sets a new password (see `UserUnitOfWork`), at sign-out, when somebody ends it, when nobody uses it, or when it
 * expires. The user's rights are read anew at each check.
 */
export class Sessions {
  private readonly store: SessionStore;
  private readonly attempts: PasswordAttempts;
  private readonly devices: DeviceTokens;
  readonly endings: SessionEndings;
  readonly refused: RefusedSignIns;
  private readonly cleaning: RegularJob;

  private constructor(private readonly options: SessionsOptions) {
    const { dataSource, passwords, lifetimeMs, idleMs = 1_800_000, maxPerPerson = 20, logger } = options;
    const announce = announcing(options);
    const failures = new SignInFailureCounts(dataSource);
    this.store = new SessionStore({ dataSource, lifetimeMs, idleMs, maxPerPerson, announce });
    this.endings = new SessionEndings({ announce, idleMs, logger });
    this.refused = new RefusedSignIns({ announce, logger });
    this.devices = new DeviceTokens(() => deviceKey(dataSource));
    this.attempts = new PasswordAttempts({ passwords, failures, devices: this.devices, refused: this.refused });
    this.cleaning = new RegularJob({
      everyMs: cleaningEveryMs,
      run: () => Promise.all([failures.removeOld(), removeExpiredLinks(dataSource)]),
      onFailure: triesAgain(logger, 'old failures and links could not be removed'),
    });
  }

  static start(options: SessionsOptions): Sessions {
    return new Sessions(options);
  }

  /**
   * Signs a person in. Whatever is wrong, the answer and its time are the same.
   * @throws TooManyChecks where too many passwords are being compared
   */
  async signIn({ network, device, ...given }: StartSession): Promise<SignInOutcome> {
    const { users, lifetimeMs } = this.options;
    const accountId = await users.accountId(given.account);
    const outcome = await this.attempts.attempt({ ...given, accountId });
    if (!outcome.credential || accountId === undefined) return { signedIn: false, ...waitOf(outcome) };
    const { credential } = outcome;
    const token = newSessionToken(new TokenSigner([await this.signingKey()]));
    const { requestId = uuidv7() } = given;
    const of = { accountId, credential, token, sessionId: uuidv7(), network, device, requestId };
    const started = await this.store.start(of);
    const user = started && (await users.user(accountId, credential.userId));
    if (!user) return { signedIn: false };
    const expiresAt = new Date(started.getTime() + lifetimeMs).toISOString();
    const { deviceToken } = outcome;
    const ofDevice = deviceToken === undefined ? {} : { deviceToken };
    return { signedIn: true, session: { token, expiresAt, user: viewOf(user), ...ofDevice } };
  }

  /** The same in every instance. */
  signingKey(): Promise<string> {
    return this.devices.signingKey();
  }

  async check({ token, background }: CheckSession): Promise<SessionVerdict> {
    const row = await this.store.live(token);
    if (!row) return { works: false };
    const { basedOn, startedAt, expiresAt, confirmedAt, isStale, ...session } = row;
    if (isStale && background !== true) await this.store.noteUse(token);
    return {
      works: true,
      session: {
        ...session,
        rights: basedOn ?? rightsOf(row.userType),
        startedAt: startedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        confirmedAt: confirmedAt.toISOString(),
        ...(this.options.idleMs === undefined ? {} : { idleMs: this.options.idleMs }),
      },
    };
  }

  /**
   * Compares the password of a session's person once more, within the limits of signing in.
   * @throws TooManyChecks
   */
  async confirm({ token, ...given }: ConfirmSession): Promise<ConfirmOutcome> {
    const row = await this.store.live(token);
    if (!row) return { confirmed: false };
    const { accountId, userName } = row;
    const outcome = await this.attempts.attempt({ ...given, accountId, account: accountId, userName, inSession: true });
    if (!outcome.credential) return { confirmed: false, ...waitOf(outcome) };
    const confirmed = await this.store.confirm(token);
    return confirmed ? { confirmed: true, confirmedAt: confirmed.toISOString() } : { confirmed: false };
  }

  /**
   * Compares the password of a person who has a session, within the limits of signing in; begins none.
   * @throws TooManyChecks
   */
  compare(given: GivenPassword): Promise<AttemptOutcome> {
    return this.attempts.attempt({ ...given, inSession: true });
  }

  list(owner: SessionOwner): Promise<SessionBrief[]> {
    return this.store.list(owner);
  }

  async end({ token, requestId }: EndSession): Promise<void> {
    await this.store.end(token, { why: 'signed-out', correlationId: requestId });
  }

  /** @returns how many ended */
  endOf(which: EndSessions): Promise<number> {
    return this.store.endOf(which);
  }

  async close(): Promise<void> {
    await Promise.all([this.cleaning, this.endings, this.refused].map((job) => job.close()));
  }
}

/** Runs a function in a transaction, with what it returns added to the outbox, and wakes the relay. */
function announcing({ dataSource, wake }: SessionsOptions) {
  return async (fn: (tx: Transaction) => Promise<readonly OutboxEntry[]>): Promise<readonly OutboxEntry[]> => {
    const entries = await inTransaction(dataSource, async (tx) => {
      const made = await fn(tx);
      await appendToOutbox(tx, made);
      return made;
    });
    if (entries.length > 0) wake?.();
    return entries;
  };
}

async function deviceKey(dataSource: DataSource): Promise<string> {
  const [row] = await readRows<{ key: string }>(dataSource, 'SELECT key FROM device_keys WHERE id = 1');
  if (!row) throw new Error('the key of device tokens is missing');
  return row.key;
}

/** The rights of a user type; a custom role that no longer exists gives the least. */
function rightsOf(userType: string): 'admin' | 'member' | 'viewer' | 'guest' {
  return userType === 'admin' || userType === 'member' || userType === 'viewer' ? userType : 'guest';
}
