import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/longest-first.ts';
import { stackEndsWith } from './tests/stack-ends.ts';

const exclude = ['**/node_modules/**', '**/dist/**', 'tests/architecture/fixtures/**'];
const integration = ['{apps,libs,tests,tools}/**/*.int.spec.ts'];
const endToEnd = ['{apps,libs,tests,tools}/**/*.e2e.spec.ts'];
const globalSetup = ['tests/global-setup.ts'];
const setupFiles = ['tests/servers-prepared.ts', 'tests/kafkajs-repaired.ts'];

// Imports of our libraries lead to their TypeScript sources, so that specs need no build. By alias: the conditions of a package's
// exports are not known to the part of vitest that loads `globalSetup`.
const sources = join(import.meta.dirname, 'libs/$1/src/index.ts');
const partsOfSources = join(import.meta.dirname, 'libs/$1/src/$2/index.ts');

export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: {
    alias: [
      { find: /^@rollcall\/([a-z-]+)$/, replacement: sources },
      { find: /^@rollcall\/([a-z-]+)\/([a-z-]+)$/, replacement: partsOfSources },
    ],
  },
  test: {
    // One file more at a time than there are cores: specs wait for processes that start, and for what is to happen in time.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    setupFiles: ['tests/property-runs.ts'],
    testTimeout: process.env.TEST_TIMES ? 600_000 : 60_000,
    hookTimeout: 310_000, // whoever comes first waits for the stack, which may take 300 s on a busy machine
    teardownTimeout: 20_000, // stacks and servers end in order, and their data is removed
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Pure specs share one process: loading everything anew for each file takes longer than running them.
          isolate: false,
          include: ['{apps,libs,tests,tools}/**/*.spec.ts'],
          exclude: [...exclude, ...integration, ...endToEnd],
        },
      },
      // Packages are loaded once per worker; our own modules are loaded for each file.
      {
        extends: true,
        test: { name: 'integration', isolate: false, include: integration, exclude, globalSetup, setupFiles },
      },
      {
        extends: true,
        plugins: [stackEndsWith('e2e')],
        test: { name: 'e2e', isolate: false, include: endToEnd, exclude, globalSetup, setupFiles },
      },
    ],
  },
});
