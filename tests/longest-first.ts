import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Pure specs run while this machine is made ready for servers (tests/global-setup.ts); the stack of the run ends when the end-to-end
 * specs have, while the others run.
 */
const projects = ['unit', 'e2e', 'integration'];

/**
 * The longest specs of each project, beginning with those of minutes: begun last, they would leave the other workers without work. vitest
 * knows the times of former runs on this machine; a fresh clone has none.
 */
const longest = [
  'tests/system/broken-stack.e2e.spec.ts',
  'tools/stack/stack.e2e.spec.ts',
  'apps/console/test/faults.e2e.spec.ts',
  'tests/resilience/crash-points.e2e.spec.ts',
  'apps/console/test/languages.e2e.spec.ts',
  'apps/console/test/permissions.e2e.spec.ts',
  'apps/console/test/teams.e2e.spec.ts',
  'tests/system/workspace-tokens.e2e.spec.ts',
  'tests/security/neighbours.e2e.spec.ts',
  'tests/security/account-closing.e2e.spec.ts',
  'tests/docs/readme.e2e.spec.ts',
  'apps/console/test/accessibility.e2e.spec.ts',
  'libs/messaging/test/broker-death.int.spec.ts',
  'libs/messaging/test/access.int.spec.ts',
  'libs/messaging/test/dead-connection.int.spec.ts',
  'libs/messaging/src/server/log-reader.int.spec.ts',
];

/**
 * One project after the other, because a worker that takes a file of another begins anew, and loads everything again; the longest files
 * first, the others as vitest thinks best.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? longest.length : place;
    };
    const turn = ({ project }: TestSpecification) => projects.indexOf(project.name);
    return sorted.toSorted((a, b) => turn(a) - turn(b) || rank(a) - rank(b));
  }
}
