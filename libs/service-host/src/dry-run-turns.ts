import { Refusal } from '@rollcall/contracts';
import { FairSemaphore } from '@rollcall/service-kit';
import type { DryRuns } from './dry-runs.js';

/** Longer than this no dry run waits, in milliseconds. */
const maxWaitMs = 10_000;

/**
 * Dry runs of several commands in turn: one of each account and two in all. Each holds locks and a connection to the database, which the
 * all writes need (rule 24).
 */
export function inTurns(decide: DryRuns): DryRuns {
  const refusal = () => new Refusal('dry-runs-busy');
  const turns = new FairSemaphore({
    atOnce: 2,
    atOncePerAccount: 1,
    maxWaiting: 64,
    maxWaitingPerAccount: 4,
    refusal,
  });
  return (input) => turns.run(input.accountId, () => decide(input), { leftMs: maxWaitMs });
}
