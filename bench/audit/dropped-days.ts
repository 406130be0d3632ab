import { performance } from 'node:perf_hooks';
import type { DataSource } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { lookAfterDays } from '../../apps/audit-service/dist/persistence/days.js';
import { fillLog, type OwnerQuery } from '../../apps/audit-service/test/support/filled-log.ts';

export interface DropOptions {
  /** As the role of the service. */
  readonly dataSource: DataSource;
  readonly owner: OwnerQuery;
  /** How many entries the day has. */
  readonly count: number;
  /** How old it is: the oldest day that there is. */
  readonly daysAgo: number;
}

/** Fills one day, and prints how long it takes until it is dropped. */
export async function measureDroppedDay({ dataSource, owner, count, daysAgo }: DropOptions): Promise<void> {
  await fillLog(owner, { accountId: uuidv7(), count, days: 1, endedDaysAgo: daysAgo });
  const kept = { changesDays: daysAgo - 1, readsDays: daysAgo - 1 };
  const began = performance.now();
  const { dropped, failures } = await lookAfterDays(dataSource, kept, new Date());
  const tookMs = performance.now() - began;
  if (failures.length > 0) throw new AggregateError(failures, 'a day was not dropped');
  const what = `${dropped.length} partitions, one of them of ${count.toLocaleString('en')} entries and more,`;
  console.log(`\n${what} were dropped in ${tookMs.toFixed(0)} ms`);
}
