import type { AuditCount, AuditLog, LagOfBucket } from '@rollcall/contracts';
import type { DataSource } from '@rollcall/persistence';
import { completeSince } from './consumed-positions.js';
import { EntrySearch } from './entry-search.js';
import { ExplanationReads } from './explanation-reads.js';
import { countEntries, type VolumeRange } from './entry-volume.js';
import type { KeptView } from './kept-entry.js';
import { keptSince } from './kept-since.js';
import { ProvisioningReads } from './provisioning-reads.js';
import { eventsCompleteSince } from './missing-events.js';
import { requestsCompleteSince } from './recorder-runs.js';
import { readLag, type LagRange } from './lag-reads.js';
import { entriesOfRequest } from './request-entries.js';

/** What is read of the audit log. Every statement names the account. */
export class AuditReadModel {
  readonly search: EntrySearch;
  readonly explanations: ExplanationReads;
  readonly provisioning: ProvisioningReads;

  constructor(private readonly reads: DataSource) {
    this.search = new EntrySearch(reads);
    this.explanations = new ExplanationReads(reads, this.search);
    this.provisioning = new ProvisioningReads(reads);
  }

  ofRequest(accountId: string, requestId: string): Promise<KeptView[]> {
    return entriesOfRequest(this.reads, accountId, requestId);
  }

  count(range: VolumeRange): Promise<AuditCount[]> {
    return countEntries(this.reads, range);
  }

  /** How long changes by hand lasted until they were put right. */
  lag(range: LagRange): Promise<LagOfBucket[]> {
    return readLag(this.reads, range);
  }

  /** Since when nothing is missing of what changed in an account, as far as topics were read and days are kept. */
  async completeSince(accountId: string): Promise<Date | undefined> {
    return latest(await Promise.all([completeSince(this.reads), keptSince(this.reads, accountId, 'changes')]));
  }

  /**
   * Since when nothing is missing of a log of an account: neither what was read from topics, nor a record of a request, which may be
   * anybody's, nor an event of the account, nor what was dropped because its time was over.
   * @param accountId undefined: of any account's, whatever is kept of it
   */
  async allCompleteSince(accountId: string | undefined, log: AuditLog = 'changes'): Promise<Date | undefined> {
    const ofAccount =
      accountId === undefined
        ? []
        : [eventsCompleteSince(this.reads, accountId), keptSince(this.reads, accountId, log)];
    return latest(await Promise.all([completeSince(this.reads), requestsCompleteSince(this.reads), ...ofAccount]));
  }
}

const latest = (times: readonly (Date | undefined)[]): Date | undefined =>
  times.flatMap((time) => time ?? []).sort((one, other) => other.getTime() - one.getTime())[0];
