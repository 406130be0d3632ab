import type { Recovery, RunOptions, RunResult } from './run.ts';

/** The end of a run in words: what was asked, what was broken, and the verdict. */
export function report({ ledger, checked, faults, recoveries, folder }: RunResult, options: RunOptions): string {
  const total = ledger.total;
  const requests = total.acknowledged + total.refused + total.unknown;
  const table = [...ledger.counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, { acknowledged, refused, unknown }]) => row(name, acknowledged, refused, unknown));
  const made = [...faults].sort(([a], [b]) => a.localeCompare(b)).map(([name, times]) => `  ${times} × ${name}`);
  const count = [...faults.values()].reduce((sum, times) => sum + times, 0);
  return [
    '',
    row('requests', 'acknowledged', 'refused', 'unknown'),
    ...table,
    row('all', total.acknowledged, total.refused, total.unknown),
    '',
    `${count} faults:`,
    ...made,
    '',
    `checked: ${ledger.changes.size} changes, ${checked.records} event records, ${checked.users} users, ${checked.teams} teams`,
    `slowest answer ${[...ledger.slowest].map(([budget, ms]) => `${seconds(ms)} of a budget of ${seconds(budget)}`).join(', ')}`,
    ...recoveryLines(recoveries),
    '',
    ledger.violations.length === 0
      ? `0 violations in ${requests} requests and ${count} faults (seed ${options.seed}, ${options.minutes} minutes)`
      : `${ledger.violations.length} violations (seed ${options.seed}, ${options.minutes} minutes). Data and logs: ${folder}`,
  ].join('\n');
}

function row(name: string, ...columns: (string | number)[]): string {
  return name.padEnd(32) + columns.map((column) => String(column).padStart(14)).join('');
}

/** Of all outages, and of each kind. */
function recoveryLines(recoveries: readonly Recovery[]): string[] {
  if (recoveries.length === 0) return ['no outages'];
  const kinds = Map.groupBy(recoveries, ({ after }) => after);
  const each = [...kinds].sort(([a], [b]) => a.localeCompare(b)).map(([kind, some]) => `  ${kind}: ${spread(some)}`);
  return [`full service back after outages: ${spread(recoveries)}`, ...each];
}

function spread(recoveries: readonly Recovery[]): string {
  const sorted = recoveries.map(({ ms }) => ms).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `${sorted.length} times, median ${seconds(median)}, longest ${seconds(sorted.at(-1) ?? 0)}`;
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
