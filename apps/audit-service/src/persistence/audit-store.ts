import {
  PositionsMoved,
  type KeptPositions,
  type MissingRecords,
  type Position,
  type RawRecord,
} from '@rollcall/messaging';
import {
  appendToOutbox,
  classifyFailure,
  closureWrite,
  inTransaction,
  noFailpoint,
  type DataSource,
  type Failpoint,
  type Transaction,
} from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { closedBy, toKeep } from '../domain/closed-accounts.js';
import { numbersGapEntry, recordsGapEntry, unheardEntry } from '../domain/entry-of.js';
import type { Entry } from '../domain/entry.js';
import { numberEntries, type NumberedEntry } from '../domain/number-entries.js';
import { checkVersions } from '../domain/version-gaps.js';
import { placeOf, readRecord, unreadable } from '../ingest/read-record.js';
import { isPublished, publishedEntry, type TopicChoice } from '../topic/published-entry.js';
import {
  cutPosition,
  lockPosition,
  lockPositions,
  movePositions,
  readPositions,
  type Consumed,
} from './consumed-positions.js';
import type { Unheard } from '../completeness/compare-versions.js';
import { lockedBehind } from './compared-accounts.js';
import { followTerms } from './account-terms.js';
import { dayOf } from './days.js';
import { loadKnown } from './entry-reads.js';
import { insertEntries, updateLogs, updateVersions, writtenEntries } from './entry-writes.js';
import { noteMissingEvents } from './missing-events.js';
import { cutRuns, hearNumbers, takeMissing, type OpenNumbers } from './recorder-runs.js';
import { noteStrikes } from './proofs/due-strikes.js';
import { insertLeafRuns } from './proofs/leaf-runs.js';
import { keptSources } from './source-ids.js';

/** What is counted while entries are added. */
export interface AuditObserver {
  added(entries: readonly Entry[], receivedAt: Date): void;
  repeated(count: number): void;
}

export interface AuditStoreOptions {
  readonly dataSource: DataSource;
  readonly observer: AuditObserver;
  /** Which entries are published; none where nothing is said. */
  readonly topic?: TopicChoice;
  readonly failpoint?: Failpoint;
  readonly now?: () => Date;
}

/** So often a batch may meet a conflict or a time limit before it is tried in parts. */
const conflictsOfBatch = 3;
const dayMs = 24 * 3_600_000;
/** Who was stopped in the middle may repeat a record when it goes on: so long ago what it tells of may be. */
const repeatedForDays = 60;

/**
 * Makes entries of records. Entries, their numbers and the positions on the topics are saved in one transaction: so
 * each record has one entry, whatever fails and however often it comes.
 */
export class AuditStore implements KeptPositions {
  /** How often a batch met a conflict: the reader tries the same array again. */
  private readonly conflicts = new WeakMap<readonly RawRecord[], number>();

  constructor(private readonly options: AuditStoreOptions) {}

  positions(): Promise<Position[]> {
    return readPositions(this.options.dataSource);
  }

  /**
   * Where a batch cannot be stored because of one of its records, the others are saved without it, and it becomes an
   * entry that says so. A batch that meets conflicts or time limits again and again is saved in parts: perhaps it is too
   * large.
   * @throws PositionsMoved, what the database throws while it is away, and a conflict that another attempt may not meet
   */
  async save(records: readonly RawRecord[]): Promise<void> {
    try {
      await this.add(consumedOf(records), records.map(readRecord));
    } catch (error) {
      const kind = error instanceof PositionsMoved ? 'moved' : classifyFailure(error);
      if (kind === 'fault') return this.saveWithoutFault(records);
      if (kind !== 'conflict' || records.length < 2 || this.conflictsSoFar(records) < conflictsOfBatch) throw error;
      await this.saveHalves(records, conflictsOfBatch - 1);
    }
  }

  private async saveWithoutFault(records: readonly RawRecord[]): Promise<void> {
    const [first] = records;
    if (records.length > 1) return this.saveHalves(records);
    if (first) await this.add(consumedOf(records), [unreadable(first, 'not-storable')]);
  }

  /** @param conflicts how many their whole has met, so that they need not meet as many themselves */
  private async saveHalves(records: readonly RawRecord[], conflicts = 0): Promise<void> {
    const half = records.length >> 1;
    for (const part of [records.slice(0, half), records.slice(half)]) {
      this.conflicts.set(part, conflicts);
      await this.save(part);
    }
  }

  private conflictsSoFar(records: readonly RawRecord[]): number {
    const count = (this.conflicts.get(records) ?? 0) + 1;
    this.conflicts.set(records, count);
    return count;
  }

  /** @throws PositionsMoved where another instance has moved the position since it was read */
  async miss({ topic, partition, from, to, why }: MissingRecords): Promise<void> {
    const at = this.now();
    const place = { topic, partition, offset: to };
    const gap = recordsGapEntry(uuidv7(), at, { from, to, why }, place);
    await inTransaction(this.options.dataSource, async (tx) => {
      await lockPosition(tx, { topic, partition, offset: from });
      await this.addTo(tx, [gap]);
      await cutPosition(tx, { topic, partition, offset: to }, at);
      await cutRuns(tx, topic);
    });
    this.options.observer.added([gap], at);
  }

  /**
   * Adds an entry about what this service does itself, in the transaction of what it does.
   * @param change does it, and says which entry tells of it; undefined: nothing was to be done
   * @returns whether it was done. Nothing was where the account is closed, and where the entry is there already: an earlier request has done it
   */
  async note(change: (tx: Transaction) => Promise<Entry | undefined>): Promise<boolean> {
    const added = await inTransaction(
      this.options.dataSource,
      async (tx) => {
        const entry = await change(tx);
        return entry ? this.addTo(tx, [entry]) : [];
      },
      ({ length }) => length > 0,
    );
    for (const entry of added) this.options.observer.added([entry], entry.at);
    return added.length > 0;
  }

  /** Makes entries of those of a recorder's numbers that are still not heard of. @param until see `takeMissing` */
  async recordMissing(open: readonly OpenNumbers[], until: Date): Promise<void> {
    const at = this.now();
    const gaps = await inTransaction(this.options.dataSource, async (tx) => {
      const missing = await takeMissing(tx, open, until);
      const entries = missing.map((each) => numbersGapEntry(uuidv7(), at, each));
      if (entries.length > 0) await this.addTo(tx, entries);
      return entries;
    });
    this.options.observer.added(gaps, at);
  }

  /** Makes entries of versions that owners know and that are still not heard of; from then on they count as heard. */
  async recordUnheard(accountId: string, unheard: readonly Unheard[]): Promise<void> {
    const at = this.now();
    const recorded = await inTransaction(this.options.dataSource, async (tx) => {
      const kinds = new Map(unheard.map(({ id, kind }) => [id, kind]));
      const behind = await lockedBehind(tx, accountId, unheard);
      const entries = behind.map(({ id, version: to, heard }) => {
        const subject = { kind: kinds.get(id) ?? 'account', id } as const;
        return unheardEntry(uuidv7(), at, { accountId, subject, from: heard + 1, to });
      });
      if (entries.length === 0) return entries;
      await this.addTo(tx, entries);
      await Promise.all(
        updateVersions(
          tx,
          behind.map(({ id: aggregateId, version }) => ({ accountId, aggregateId, version })),
        ),
      );
      return entries;
    });
    this.options.observer.added(recorded, at);
  }

  private async add(consumed: readonly Consumed[], entries: readonly Entry[]): Promise<void> {
    const { dataSource, observer, failpoint = noFailpoint } = this.options;
    const receivedAt = this.now();
    const added = await inTransaction(dataSource, async (tx) => {
      const locked = lockPositions(tx, consumed);
      const [, kept] = await Promise.all([locked, this.addTo(tx, entries, locked)]);
      await failpoint('service.before-commit');
      await movePositions(tx, consumed, true);
      return kept;
    });
    observer.added(added, receivedAt);
    const there = new Set(added.map(({ id }) => id));
    observer.repeated(entries.filter(({ id }) => !there.has(id)).length);
  }

  /** Adds entries to the logs of their accounts. @returns those that were added */
  private async addTo(tx: Transaction, entries: readonly Entry[], after?: Promise<void>): Promise<readonly Entry[]> {
    const now = this.now();
    const closing = closedBy(entries);
    const days = { from: repeatedSince(entries, now), to: dayOf(now) };
    const [known] = await Promise.all([loadKnown(tx, entries, days), after]);
    const closed = new Set([...known.closed, ...closing.map(({ accountId }) => accountId)]);
    const { entries: kept, versions } = checkVersions(toKeep(entries, known.ids, closed), known.versions, uuidv7);
    const batch = numberEntries(kept, known.logs, dayOf(now));
    const written = writtenEntries(batch.entries, now, await keptSources(tx, batch.entries));
    await Promise.all([
      ...insertEntries(tx, written),
      ...insertLeafRuns(tx, written),
      ...updateLogs(tx, batch.changes),
      ...updateVersions(tx, versions),
      ...hearNumbers(tx, entries, now),
      ...followTerms(tx, kept),
      ...noteStrikes(tx, kept, now),
      ...this.close(tx, closing, now),
      this.publish(tx, batch.entries, now),
    ]);
    await noteMissingEvents(tx, kept);
    return kept;
  }

  /** In the order of their numbers; the locks of their logs are held. */
  private publish(tx: Transaction, entries: readonly NumberedEntry[], now: Date): Promise<void> {
    const { topic = 'no' } = this.options;
    const published = entries.filter((each) => isPublished(each, topic));
    return appendToOutbox(
      tx,
      published.map((each) => publishedEntry(each, now)),
    );
  }

  /** Of a closed account a stone is kept, by which its rows are deleted and what comes late is dropped. */
  private close(tx: Transaction, closing: ReturnType<typeof closedBy>, now: Date): Promise<unknown>[] {
    if (closing.length === 0) return [];
    const dueAt = now.toISOString();
    const { rows, sql } = closureWrite(closing.map((each) => ({ ...each, state: 'closed', dueAt })));
    return [tx.query(sql('$1'), [JSON.stringify(rows)])];
  }

  private now(): Date {
    return this.options.now?.() ?? new Date();
  }
}

/** The partitions of a batch, each with its first record and the offset after its last. */
function consumedOf(records: readonly RawRecord[]): Consumed[] {
  const all = new Map<string, Consumed>();
  for (const record of records) {
    const { topic, partition, offset } = placeOf(record);
    const known = all.get(`${topic}/${partition}`);
    const first = known?.first ?? offset;
    all.set(`${topic}/${partition}`, { topic, partition, first, next: offset + 1, at: known?.at ?? record.time });
  }
  return [...all.values()];
}

/** On which day the first of what a batch repeats can have arrived: not before it happened, but for what clocks differ. */
function repeatedSince(entries: readonly Entry[], now: Date): string {
  const oldest = entries.reduce((time, { at }) => Math.min(time, at.getTime()), now.getTime());
  return dayOf(new Date(Math.max(oldest - dayMs, now.getTime() - repeatedForDays * dayMs)));
}
