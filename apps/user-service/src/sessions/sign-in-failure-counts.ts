import { readRows, type DataSource } from '@rollcall/persistence';
import { forgottenAfterMs, type Failures, type SignInFailures } from '../domain/sign-in/sign-in-limits.js';

/** Who is to be signed in, and where from. */
export interface Attempt {
  /** A digest of account and name: the same whether there is such a person or not, and no text that somebody typed. */
  readonly person: Buffer;
  /** The site or the device. */
  readonly source: string;
  /** Absent for a device, whose site does not matter, and where the site is not known. */
  readonly site?: string | undefined;
}

/** The subject of a site's own count. */
const everybody = Buffer.alloc(0);
/** The source of a person's own count. */
const everywhere = '*';

/**
 * Failures to sign in, in the database that all instances share. A success writes nothing, unless its own source has
 * failed before.
 */
export class SignInFailureCounts {
  constructor(private readonly dataSource: DataSource) {}

  async of(attempt: Attempt): Promise<SignInFailures> {
    const keys = keysOf(attempt);
    const rows = await readRows<{ n: number; failures: number; agoMs: number }>(
      this.dataSource,
      `SELECT k.n::int AS n, f.failures, extract(epoch FROM now() - f.last_at)::float8 * 1000 AS "agoMs"
         FROM unnest($1::bytea[], $2::text[]) WITH ORDINALITY AS k(subject, source, n)
         JOIN sign_in_failures f USING (subject, source)`,
      [keys.map(([subject]) => subject), keys.map(([, source]) => source)],
      { keepPlan: true },
    );
    const now = Date.now();
    const [ofPair, ofPerson, ofSite] = keys.map((_, at): Failures | undefined => {
      const row = rows.find(({ n }) => n === at + 1);
      return row && { count: row.failures, lastAt: now - row.agoMs };
    });
    return { ofPair, ofPerson, ofSite };
  }

  async count(attempt: Attempt): Promise<void> {
    const keys = keysOf(attempt);
    await readRows(
      this.dataSource,
      // In one order, so that two attempts cannot deadlock. A site's count goes down by one a second.
      `INSERT INTO sign_in_failures AS f (subject, source, failures, last_at)
       SELECT subject, source, 1, now() FROM unnest($1::bytea[], $2::text[]) AS k(subject, source)
        ORDER BY subject, source
       ON CONFLICT (subject, source) DO UPDATE SET last_at = now(), failures = 1 + CASE
         WHEN f.subject = '' THEN greatest(0, f.failures - extract(epoch FROM now() - f.last_at))
         WHEN f.last_at > now() - make_interval(secs => $3) THEN f.failures
         ELSE 0 END`,
      [keys.map(([subject]) => subject), keys.map(([, source]) => source), forgottenAfterMs / 1_000],
      { keepPlan: true },
    );
  }

  /** The person got in from there: what failed there before was the person's own mistake. */
  async forgive({ person, source }: Attempt): Promise<void> {
    await readRows(
      this.dataSource,
      'DELETE FROM sign_in_failures WHERE subject = $1 AND source = $2',
      [person, source],
      { keepPlan: true },
    );
  }

  /** Forgets what was counted of these people, wherever from. */
  async forget(people: readonly Buffer[]): Promise<void> {
    await readRows(this.dataSource, 'DELETE FROM sign_in_failures WHERE subject = ANY($1::bytea[])', [people]);
  }

  async removeOld(): Promise<void> {
    await readRows(this.dataSource, 'DELETE FROM sign_in_failures WHERE last_at < now() - make_interval(secs => $1)', [
      forgottenAfterMs / 1_000,
    ]);
  }
}

/** Of the pair, of the person, and of the site where one counts. */
function keysOf({ person, source, site }: Attempt): (readonly [Buffer, string])[] {
  return [[person, source], [person, everywhere], ...(site === undefined ? [] : [[everybody, site] as const])];
}
