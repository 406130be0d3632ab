import { performance } from 'node:perf_hooks';
import type { DataSource } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { AuditStore } from '../../apps/audit-service/dist/persistence/audit-store.js';
import { lookAfterDays } from '../../apps/audit-service/dist/persistence/days.js';
import { fillLog, makePastDays, type OwnerQuery } from '../../apps/audit-service/test/support/filled-log.ts';
import { userRecords } from '../../apps/audit-service/test/support/records.ts';
import { quantile } from '../load.ts';

export interface DropOptions {
  /** As the role of the service. */
  readonly dataSource: DataSource;
  readonly owner: OwnerQuery;
  /** How many entries a day has. */
  readonly count: number;
  /** How many days are dropped, one after the other. */
  readonly days: number;
}

/** A batch that was added: when that began, and how long it took. */
interface Added {
  readonly at: number;
  readonly ms: number;
}

const oldestDaysAgo = 40;
/** For so long entries are added before each drop, and for so long from its beginning on. */
const beforeMs = 3_000;
const aroundMs = 1_000;
const recordsOfBatch = 20;

/** Drops days while entries are added without a pause, and prints how long each drop takes, and what it does to those who add. */
export async function measureDroppedDays({ dataSource, owner, count, days }: DropOptions): Promise<void> {
  await makePastDays(owner, oldestDaysAgo);
  const adding = addWithoutPause(dataSource);
  const drops: Added[] = [];
  for (let n = 0; n < days; n += 1) {
    const daysAgo = oldestDaysAgo - n;
    await fillLog(owner, { accountId: uuidv7(), count, days: 1, endedDaysAgo: daysAgo });
    await pause(beforeMs);
    drops.push(await drop(dataSource, daysAgo));
    await pause(aroundMs);
  }
  const added = await adding.stop();
  const isAround = ({ at, ms }: Added) =>
    drops.some((each) => at + ms >= each.at && at <= each.at + Math.max(each.ms, aroundMs));
  const isBefore = ({ at }: Added) => drops.some((each) => at < each.at && at >= each.at - beforeMs);
  const before = timesOf(added.filter(isBefore));
  const around = timesOf(added.filter((each) => !isBefore(each) && isAround(each)));
  const slowest = Math.max(...drops.map(({ ms }) => ms));
  const ratio = quantile(around, 0.99) / quantile(before, 0.99);
  console.log(`\n| ${days} days of ${count.toLocaleString('en')} entries | |\n|---|---|`);
  console.log(`| the slowest drop, of a day in all tables, ms | ${slowest.toFixed(0)} |`);
  console.log(`| a batch of ${recordsOfBatch} entries is added in, before: p50, p99, worst ms | ${figures(before)} |`);
  console.log(`| the same within ${aroundMs} ms of a drop's beginning | ${figures(around)} |`);
  console.log(`| p99 of the second, of that of the first | ${ratio.toFixed(2)} × |`);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const timesOf = (added: readonly Added[]) => added.map(({ ms }) => ms).toSorted((one, other) => one - other);
const figures = (times: readonly number[]) =>
  [quantile(times, 0.5), quantile(times, 0.99), times.at(-1) ?? Number.NaN].map((ms) => ms.toFixed(1)).join(', ');

async function drop(dataSource: DataSource, daysAgo: number): Promise<Added> {
  const kept = { changesDays: daysAgo - 1, readsDays: daysAgo - 1 };
  const at = performance.now();
  const { dropped, failures } = await lookAfterDays(dataSource, kept, new Date());
  if (failures.length > 0) throw new AggregateError(failures, 'a day was not dropped');
  if (!dropped.some(({ table }) => table === 'entries')) throw new Error('there was no day to drop');
  return { at, ms: performance.now() - at };
}

/** Adds batch after batch, as the reader of the topics does, to the log of one account. */
function addWithoutPause(dataSource: DataSource): { readonly stop: () => Promise<readonly Added[]> } {
  const store = new AuditStore({ dataSource, observer: { added: () => undefined, repeated: () => undefined } });
  const [accountId, added] = [uuidv7(), [] as Added[]];
  const over = new AbortController();
  const running = (async () => {
    for (let offset = 0; !over.signal.aborted; offset += recordsOfBatch) {
      const records = userRecords(accountId, recordsOfBatch, offset);
      const at = performance.now();
      await store.save(records.map((each, n) => ({ ...each, offset: String(offset + n), partition: 0 })));
      added.push({ at, ms: performance.now() - at });
    }
  })();
  return {
    stop: async () => {
      over.abort();
      await running;
      return added;
    },
  };
}
