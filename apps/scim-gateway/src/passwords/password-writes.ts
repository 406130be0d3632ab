import {
  Refusal,
  type ChangeUser,
  type PasswordForecast,
  type PasswordProblem,
  type PasswordWrite,
} from '@rollcall/contracts';
import {
  leastMsForCommand,
  passwordProblem,
  type PasswordContext,
  type PasswordHasher,
  type Secret,
} from '@rollcall/gateway-kit';
import { argon2id, ServiceUnavailable, type Metrics } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import type { UserQueryClient } from '../clients/http-user-query-client.js';
import { callOf, type Call, type WriteRequest } from '../http/request-context.js';

/** What a command says of the password that came: its hash, or why there is none. */
export type SaidPassword = Pick<ChangeUser, 'passwordHash' | 'passwordProblem' | 'passwordUnhashed'>;

/** What became of a password that came. */
export type PasswordFate = 'hashed' | 'not-taken' | 'against-the-rule';

/** A write as far as its password goes. */
export interface WriteWithPassword {
  /** What the request says of the person: the password must not be it, nor what user-service knows. */
  readonly owner: PasswordContext;
  readonly write: Omit<PasswordWrite, 'accountId'>;
}

interface Parts {
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly users: Pick<UserQueryClient, 'forecastPassword'>;
  readonly count: (fate: PasswordFate) => void;
}

/** How long user-service may take to say whether it takes a password, in milliseconds. */
const longestQuestionMs = 1_000;

/**
 * Sends writes with what is to be said of their passwords (rule 6). A password is checked by the rule, and hashed only where
 * user-service would take it: a hash is the most expensive thing that a request can ask for.
 */
export class PasswordWrites {
  constructor(private readonly parts: Parts) {}

  /**
   * Sends a write by `send`; a second time where its password is needed after all, because the user was changed in between.
   * @throws PasswordQueueFull, Failure `deadline`, and what `send` rejects with
   */
  async send<Body>(
    request: WriteRequest,
    { owner, write }: WriteWithPassword,
    send: (said: SaidPassword, call: Call) => Promise<Body>,
  ): Promise<Body> {
    const { password } = request.scim;
    if (!password) return send({}, callOf(request));
    const problem = passwordProblem(password, owner); // which needs no question
    if (problem !== undefined) return send(this.refused(problem), callOf(request));
    // beside others, the person may be one whom an operation before makes: user-service cannot be asked
    const { taken, owner: stored } = request.scim.dryRun?.decide
      ? unasked
      : await this.forecast(write, callOf(request));
    const known = { ...stored, ...owner };
    if (taken) return send(await this.hashed(password, known, request), callOf(request));
    const sent = send({ passwordUnhashed: true }, callOf(request));
    if (!(await isRefusedForPassword(sent))) {
      this.parts.count('not-taken');
      return sent;
    }
    return send(await this.hashed(password, known, request), { ...callOf(request), commandId: uuidv7() });
  }

  /** Where user-service does not answer, it may take the password, and the command may reach it all the same. */
  private async forecast(write: WriteWithPassword['write'], call: Call): Promise<PasswordForecast> {
    const brief = { ...call, leftMs: Math.min(call.leftMs, longestQuestionMs) };
    try {
      return await this.parts.users.forecastPassword(write, brief);
    } catch (error) {
      if (error instanceof ServiceUnavailable && error.reason !== 'busy') return unasked;
      throw error;
    }
  }

  private refused(problem: PasswordProblem): SaidPassword {
    this.parts.count('against-the-rule');
    return { passwordProblem: problem };
  }

  private async hashed(password: Secret, known: PasswordContext, request: WriteRequest): Promise<SaidPassword> {
    const problem = passwordProblem(password, known);
    if (problem !== undefined) return this.refused(problem);
    const { accountId, leftMs, dryRun } = callOf(request);
    if (dryRun) return { passwordHash: hashOfDryRun };
    const passwordHash = await this.parts.hasher.hash(password, { accountId, leftMs: leftMs - leastMsForCommand });
    this.parts.count('hashed');
    return { passwordHash };
  }
}

const unasked: PasswordForecast = { taken: true };

const { memoryCost, timeCost, parallelism } = argon2id;
/** Stands for a hash: it has the form of one, and no password fits it. */
const hashOfDryRun = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

const isRefusedForPassword = (sent: Promise<unknown>): Promise<boolean> =>
  sent.then(
    () => false,
    (error: unknown) => error instanceof Refusal && error.code === 'password-needed',
  );

/** Counts what became of passwords, for operators. */
export function countPasswords(metrics: Metrics): (fate: PasswordFate) => void {
  const passwords = metrics.counter('rollcall_passwords_total', 'Passwords in SCIM requests, by what became of them', [
    'fate',
  ]);
  return (fate) => passwords.inc({ fate });
}
