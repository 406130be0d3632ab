import type { Reporter, Vite } from 'vitest/node';

/**
 * Stops the stack of the run when the last spec file of a project has ended, while those of others run: at rest it takes a quarter of a
 * core, and a run that waited for its end would take ten seconds longer. tests/global-setup.ts hands it over, and says what was found then.
 */
export function stackEndsWith(projectName: string): Vite.Plugin {
  let toCome = 0;
  const reporter: Reporter = {
    onTestRunStart: (specifications) => {
      toCome = specifications.filter(({ project }) => project.name === projectName).length;
    },
    onTestModuleEnd: ({ project }) => {
      if (project.name !== projectName) return;
      toCome -= 1;
      const { rollcallStack } = globalThis as { rollcallStack?: Promise<{ stop(): Promise<void> }> };
      if (toCome === 0) rollcallStack?.then((stack) => stack.stop()).catch(() => undefined);
    },
  };
  return {
    name: 'rollcall:stack-ends',
    configureVitest: ({ vitest }) => {
      if (!vitest.config.watch) vitest.config.reporters.push(reporter);
    },
  };
}
