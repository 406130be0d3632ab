import { afterAll } from 'vitest';
import { endStack, startStack } from './shared-stack.js';

const size = ['--no-demo', '--gateways', '2', '--user-services', '2', '--team-services', '2', '--audit-services', '2'];

/**
 * A stack for those specs that break what others need, with two of all that they kill or ask at the same time: it takes longer to start
 * than most of them take. They are parts of one file, tests/system/broken-stack.e2e.spec.ts, and the stack ends with it.
 */
export const brokenStack = await startStack(...size);
afterAll(() => endStack(brokenStack), 60_000); // the first hook of the file, and so the last that runs
