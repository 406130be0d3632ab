import { isStorable, SessionEvents, type SignInRefusal } from '@rollcall/contracts';
import type { OutboxEntry, Transaction } from '@rollcall/persistence';
import type { Logger } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { userNameKey } from '../domain/user/user.js';
import { sessionEvent } from './session-event.js';

interface Refused {
  readonly accountId: string;
  readonly name: string;
  readonly why: SignInRefusal;
  readonly requestId: string | undefined;
  readonly count: number;
}

const windowMs = 2_000;
/** What is refused beyond this in one window is counted nowhere: it is a flood of names. */
const maxNoted = 2_000;

export interface RefusedSignInsParts {
  /** Runs it in a transaction, and announces what it has added to the outbox. */
  readonly announce: (fn: (tx: Transaction) => Promise<readonly OutboxEntry[]>) => Promise<unknown>;
  readonly logger: Logger;
}

/**
 * Announces refused sign-ins, some seconds later: refusals of one person are one event, and looking up whom a name
 * belongs to takes no time of the answer. Names stay in memory; a name that no user has is announced nowhere.
 */
export class RefusedSignIns {
  private noted = new Map<string, Refused>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly parts: RefusedSignInsParts) {
    this.timer = setInterval(() => void this.flush(), windowMs).unref();
  }

  note(
    of: { readonly accountId: string | undefined; readonly userName: string; readonly requestId?: string },
    why: SignInRefusal,
  ): void {
    const { accountId, userName, requestId } = of;
    if (accountId === undefined || !isStorable(userName)) return;
    this.add({ accountId, name: userNameKey(userName), why, requestId, count: 1 });
  }

  /** Announces what was noted so far. Never rejects: what could not be announced is kept for the next time. */
  async flush(): Promise<void> {
    const noted = [...this.noted.values()];
    if (noted.length === 0) return;
    this.noted = new Map();
    try {
      await this.parts.announce((tx) => eventsOf(tx, noted));
    } catch (error) {
      this.parts.logger.warn('refused sign-ins could not be announced: it is tried again later', { error });
      for (const each of noted) this.add(each);
    }
  }

  close(): Promise<void> {
    clearInterval(this.timer);
    return this.flush();
  }

  private add(refused: Refused): void {
    const key = `${refused.accountId} ${refused.why} ${refused.name}`;
    const before = this.noted.get(key);
    if (!before && this.noted.size >= maxNoted) return;
    this.noted.set(key, { ...refused, count: refused.count + (before?.count ?? 0) });
  }
}

async function eventsOf(tx: Transaction, noted: readonly Refused[]): Promise<OutboxEntry[]> {
  const rows = await tx.query<{ n: number; id: string }>(
    `SELECT k.n::int AS n, u.id FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS k(account_id, user_name_key, n)
       JOIN users u USING (account_id, user_name_key) WHERE NOT u.released ORDER BY k.n`,
    [noted.map(({ accountId }) => accountId), noted.map(({ name }) => name)],
  );
  return rows.flatMap(({ n, id: userId }) => {
    const refused = noted[n - 1];
    if (!refused) return [];
    const { accountId, why, requestId, count } = refused;
    const payload = { accountId, userId, why, ...(count > 1 ? { standsFor: count } : {}) };
    return [sessionEvent(SessionEvents.refused, payload, { correlationId: requestId ?? uuidv7() })];
  });
}
