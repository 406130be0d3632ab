import type { ServiceFrame } from '@rollcall/service-kit';
import type { AuditObserver } from './persistence/audit-store.js';

/** Counts entries in the service's metrics. */
export function auditMetrics({ metrics }: Pick<ServiceFrame, 'metrics'>): AuditObserver {
  const entries = metrics.counter('rollcall_audit_entries_total', 'Entries added to audit logs, by kind', ['kind']);
  const repeated = metrics.counter('rollcall_audit_repeated_total', 'Records that came again and were left out');
  const delays = metrics.histogram(
    'rollcall_audit_delay_seconds',
    'Time from when it happened until it is in the audit log',
    [],
    [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3_600],
  );
  return {
    added: (added, receivedAt) => {
      for (const [kind, some] of Map.groupBy(added, (entry) => entry.kind)) entries.inc({ kind }, some.length);
      for (const { at } of added) delays.observe(Math.max(0, receivedAt.getTime() - at.getTime()) / 1_000);
    },
    repeated: (count) => repeated.inc(count),
  };
}
