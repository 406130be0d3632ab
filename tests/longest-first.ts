import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The longest specs of each project, beginning with those of minutes: begun last, they would leave the other workers without work. vitest
 * knows the times of former runs on this machine; a fresh clone has none.
 */
const longest = [
  'tools/stack/stack.e2e.spec.ts',
  'tests/resilience/crash-points.e2e.spec.ts',
  'tests/system/broken-stack.e2e.spec.ts',
  'apps/console/test/faults.e2e.spec.ts',
  'tests/system/workspace-tokens.e2e.spec.ts',
  'tests/docs/readme.e2e.spec.ts',
  'libs/messaging/test/broker-death.int.spec.ts',
  'libs/messaging/test/dead-connection.int.spec.ts',
];

/**
 * The longest files first, the others as vitest thinks best; one project after the other, because a worker that takes a file of another
 * begins anew, and loads everything again.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? longest.length : place;
    };
    const turn = ({ project }: TestSpecification) => projects.indexOf(project.name);
    return sorted.toSorted((a, b) => turn(a) - turn(b) || rank(a) - rank(b));
  }
}
