import { SessionEvents, type Actor, type SessionEnd } from '@rollcall/contracts';
import type { OutboxEntry, Transaction } from '@rollcall/persistence';
import { RegularJob, triesAgain, type Logger } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { sessionEvent } from './session-event.js';

/** Kept with a session that was ended, until its end has been announced. */
export interface EndCause {
  readonly why: SessionEnd;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  readonly actor?: Actor | undefined;
}

interface EndedRow {
  readonly account_id: string;
  readonly user_id: string;
  readonly id: string;
  readonly end_cause: EndCause | null;
}

const everyMs = 2_000;
const idleEveryMs = 60_000;
const atOnce = 500;

export interface SessionEndingsParts {
  /** Runs it in a transaction, and announces what it has added to the outbox. */
  readonly announce: (fn: (tx: Transaction) => Promise<readonly OutboxEntry[]>) => Promise<readonly OutboxEntry[]>;
  readonly idleMs: number;
  readonly logger: Logger;
}

/**
 * Announces ends of sessions. Whatever ends one moves its `expires_at` to the present: nobody is let in from then on.
 * Soon afterwards its row is deleted here, in the transaction that announces it.
 */
export class SessionEndings {
  private readonly jobs: readonly RegularJob[];

  constructor(private readonly parts: SessionEndingsParts) {
    const onFailure = triesAgain(parts.logger, 'ended sessions could not be announced');
    this.jobs = [
      new RegularJob({ everyMs, run: () => this.announceEnded(), onFailure }),
      new RegularJob({ everyMs: idleEveryMs, run: () => this.endIdle(), onFailure }),
    ];
  }

  /** Announces all that have ended by now. */
  async announceEnded(): Promise<void> {
    while (await this.endSomeOfClosing());
    let announced = atOnce;
    while (announced === atOnce) announced = (await this.parts.announce(takeEnded)).length;
  }

  /** Ends sessions that nobody has used for too long; a request of one is refused already. */
  async endIdle(): Promise<void> {
    await this.parts.announce(async (tx) => {
      await tx.query(
        `UPDATE sessions SET expires_at = now(), end_cause = '{"why":"idle"}'
          WHERE last_used_at <= now() - make_interval(secs => $1) AND expires_at > now()`,
        [this.parts.idleMs / 1_000],
      );
      return [];
    });
  }

  /**
   * Ends sessions of accounts that are being closed, and of those that were reopened since: nobody is let in with one already. An
   * account may have many.
   * @returns whether there may be more
   */
  private async endSomeOfClosing(): Promise<boolean> {
    let ended = 0;
    await this.parts.announce(async (tx) => {
      const rows = await tx.query(
        `UPDATE sessions s SET expires_at = now(), end_cause = json_build_object('why', 'account-closing',
                'correlationId', old.cause->'correlationId', 'causationId', old.cause->'id', 'actor', old.cause->'actor')
           FROM (SELECT s.token_digest, c.cause FROM account_closures c JOIN sessions s ON s.account_id = c.account_id
                  WHERE s.expires_at > now() AND c.state <> 'closed' AND (c.state = 'closing' OR s.started_at <= c.since)
                  LIMIT ${atOnce} FOR UPDATE OF s SKIP LOCKED) old
          WHERE s.token_digest = old.token_digest
         RETURNING s.id`,
      );
      ended = rows.length;
      return [];
    });
    return ended === atOnce;
  }

  async close(): Promise<void> {
    await Promise.all(this.jobs.map((job) => job.close()));
  }
}

async function takeEnded(tx: Transaction): Promise<OutboxEntry[]> {
  const rows = await tx.query<EndedRow>(
    `DELETE FROM sessions WHERE token_digest IN (
       SELECT token_digest FROM sessions WHERE expires_at <= now() ORDER BY expires_at LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)
     RETURNING account_id, user_id, id, end_cause`,
  );
  return rows.map(ended);
}

function ended({ account_id: accountId, user_id: userId, id: sessionId, end_cause: cause }: EndedRow): OutboxEntry {
  const { why = 'expired', correlationId = uuidv7(), causationId, actor } = cause ?? {};
  // People of an account are actors of this kind, whatever their type is.
  const person: Actor = { kind: 'admin', id: userId };
  const by = why === 'signed-out' || why === 'too-many' ? person : actor;
  const payload = { accountId, userId, sessionId, why, ...(by === undefined ? {} : { actor: by }) };
  return sessionEvent(SessionEvents.ended, payload, {
    correlationId,
    ...(causationId === undefined ? {} : { causationId }),
  });
}
