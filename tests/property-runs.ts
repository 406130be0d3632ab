import fc from 'fast-check';
import { testTimes } from '@rollcall/testing';

// Every property that says no number of its own: 100 runs, and more in `npm run test:long`. A failure prints its seed.
fc.configureGlobal({ numRuns: 100 * testTimes });
