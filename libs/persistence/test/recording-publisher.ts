import { isNewerVersion } from '@rollcall/contracts';
import type { EventPublisher, OutgoingRecord } from '@rollcall/messaging';

/** A log in memory behind the publisher port: keeps what it acknowledged in order, as a broker does. */
export class RecordingPublisher implements EventPublisher {
  readonly log: OutgoingRecord[] = [];

  /** @param trouble asked before each publish: how many of the records get through; fewer than all is a rejection */
  constructor(
    private readonly trouble: (records: readonly OutgoingRecord[]) => Promise<number> | number = () => Infinity,
  ) {}

  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    const through = await this.trouble(records);
    this.log.push(...records.slice(0, through));
    if (through < records.length) throw new Error('the broker did not acknowledge everything');
  }
}

export function versionOf(record: OutgoingRecord): number {
  return Number(record.headers['ce_aggregateversion']);
}

/** What a consumer with the version guard applies, per key, in the order of the log. */
export function appliedVersions(log: readonly OutgoingRecord[]): Map<string, number[]> {
  const applied = new Map<string, number[]>();
  for (const record of log) {
    const versions = applied.get(record.key) ?? [];
    applied.set(record.key, versions);
    if (isNewerVersion(versionOf(record), versions.at(-1))) versions.push(versionOf(record));
  }
  return applied;
}
