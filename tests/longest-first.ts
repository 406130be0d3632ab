import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The longest end-to-end specs, beginning with those of minutes: begun last, they would leave the other workers without work. vitest knows
 * the times of former runs on this machine; a fresh clone has none. Only specs of one project: a worker that takes a file of another
 * begins anew, and loads everything again.
 */
const longest = [
  'tools/stack/stack.e2e.spec.ts',
  'tests/resilience/crash-points.e2e.spec.ts',
  'tests/system/broken-stack.e2e.spec.ts',
  'apps/console/test/faults.e2e.spec.ts',
  'tests/system/workspace-tokens.e2e.spec.ts',
  'tests/docs/readme.e2e.spec.ts',
];

/** The longest files first, the others as vitest thinks best. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
