import { deliveryFaults } from './delivery-faults.ts';
import type { Fault } from './fault.ts';
import { lineFaults } from './line-faults.ts';
import { processFaults } from './process-faults.ts';
import { serverFaults } from './server-faults.ts';

/** Everything that a run breaks, in turn. */
export const faults: readonly Fault[] = [...serverFaults, ...lineFaults, ...processFaults, ...deliveryFaults];

/** What can go on beside a fault of another kind. */
export const companions: readonly Fault[] = processFaults.filter(({ name }) => name.startsWith('process'));
