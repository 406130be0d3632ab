import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** These take minutes of mostly waiting: begun last, they would leave the other worker without work. */
const longest = [
  'tests/resilience/crash-points.e2e.spec.ts',
  'tools/stack/stack.e2e.spec.ts',
  'libs/messaging/test/broker-death.int.spec.ts',
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
