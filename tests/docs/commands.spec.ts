import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../apps/ops-cli/src/program.js';
import type { Context } from '../../apps/ops-cli/src/context.js';
import { blockLines, documentedCommands } from './commands.js';
import { sourceOf } from './repository.js';

const isThere = (path: string) => existsSync(join(repositoryRoot, path));
/** The scripts of the package in this folder; none where there is no package. */
const scriptsOf = (folder: string): string[] => {
  const file = join(folder, 'package.json');
  if (!isThere(file)) return [];
  return Object.keys((JSON.parse(readFileSync(join(repositoryRoot, file), 'utf8')) as { scripts?: object }).scripts ?? {});
};

/** Why a reader could not run this line; undefined where nothing speaks against it. */
function problemOf(line: string): string | undefined {
  const [program = '', ...words] = line.split(/\s+/);
  switch (program) {
    case 'npm':
      return npmProblem(words);
    case 'npx':
      return words[0] === 'vitest' ? vitestProblem(words.slice(2)) : `npx ${words[0]} is not installed here`;
    case 'node':
      return isThere(sourceOf(words[0] ?? '').replace('/dist/', '/src/').replace(/\.js$/, '.ts')) ? undefined : 'no such file';
    case 'ops-cli':
      return opsProblem(words);
    default:
      return undefined;
  }
}

function npmProblem([command = '', script = '', ...rest]: string[]): string | undefined {
  if (command === 'ci' || command === 'audit') return undefined;
  const name = command === 'run' ? script : command;
  const folder = rest[0] === '-w' ? (rest[1] ?? '') : '';
  if (!scriptsOf(folder).includes(name)) return `${join(folder, 'package.json')} has no script "${name}"`;
  return name === 'ops' ? opsProblem(rest.slice(1)) : undefined;
}

/** Folders and projects that a reader is told to test must be there; else vitest would test nothing. */
function vitestProblem(words: string[]): string | undefined {
  const at = words.indexOf('--project');
  if (at >= 0 && !['unit', 'integration', 'e2e'].includes(words[at + 1] ?? '')) return 'no such project';
  const missing = words.filter((word) => word.includes('/') && !isThere(word));
  return missing.length > 0 ? `no such folder: ${missing.join()}` : undefined;
}

/** `reconcile status demo`: names of commands until the first argument. */
function opsProblem(words: string[]): string | undefined {
  let command = createProgram({} as Context); // only its shape is looked at
  for (const word of words) {
    if (command.commands.length === 0 || word.startsWith('-')) return undefined;
    const next = command.commands.find((each) => each.name() === word);
    if (!next) return `ops-cli has no command "${word}"`;
    command = next;
  }
  return undefined;
}

describe('the commands of the documents', () => {
  const commands = documentedCommands();

  it('are found in README.md and CONTRIBUTING.md', () => {
    expect(commands).toContainEqual({ file: 'README.md', line: 'npm run ops -- team list demo' });
    expect(commands).toContainEqual({ file: 'CONTRIBUTING.md', line: 'npm run test:long' });
    expect(commands.length).toBeGreaterThan(40);
  });

  it.each(commands)('$file: $line', ({ line }) => {
    expect(problemOf(line)).toBeUndefined();
  });

  it.each([
    ['npm run strat', 'package.json has no script "strat"'],
    ['npm run strat -w apps/console', 'apps/console/package.json has no script "strat"'],
    ['npm run start -w apps/nothing', 'apps/nothing/package.json has no script "start"'],
    ['npm run ops -- tema list demo', 'ops-cli has no command "tema"'],
    ['ops-cli reconcile stauts', 'ops-cli has no command "stauts"'],
    ['npx vitest run libs/nothing', 'no such folder: libs/nothing'],
    ['node apps/nothing/dist/main.js', 'no such file'],
    ['node dist/nothing.js', 'no such file'],
  ])('would be refused when wrong: %s', (line, problem) => {
    expect(problemOf(line)).toBe(problem);
  });

  it('are read from shell blocks line by line', () => {
    expect(blockLines('Text\n```sh\n# first\nnpm start # then\n\nnpm test\n```\n```ts\nnot.a(shell)\n```\n')).toEqual([
      'npm start',
      'npm test',
    ]);
  });
});
