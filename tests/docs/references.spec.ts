import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { describe, expect, it } from 'vitest';
import { exportsOf, readmeProblems } from './readmes.js';
import { danglingIn, danglingReferences, kinds } from './references.js';
import { repositoryAt, repositoryIn } from './repository.js';

const repository = repositoryAt(repositoryRoot);
const fixtures = repositoryIn(join(import.meta.dirname, 'fixtures'));
const parts = (root: 'apps' | 'libs') =>
  [...repository.folders].filter((folder) => new RegExp(`^${root}/[^/]+$`).test(folder)).sort();

describe('the references of comments and documents', () => {
  it('lead to something in the repository', () => {
    const dangling = danglingReferences(repository);
    expect(dangling.map(({ kind, file, line, reference }) => `${file}:${line}: ${kind} ${reference}`)).toEqual([]);
  });

  it('are looked for where there are some', () => {
    for (const numbers of [repository.rules, repository.promises, repository.adrs]) {
      expect(numbers.size).toBeGreaterThan(20);
      expect(Math.max(...numbers)).toBe(numbers.size);
    }
    expect(repository.folders).toContain('docs/guides');
  });
});

/** What is wrong with each file of fixtures/broken, and with nothing else there. It is a JSON file, where no reference is looked for. */
const broken = JSON.parse(fixtures.read('expected.json')) as Record<string, string[]>;

describe('a reference that leads nowhere', () => {
  it.each(Object.entries(broken))('is noticed in fixtures/broken/%s', (file, problems) => {
    const found = danglingIn(`broken/${file}`, fixtures);
    expect(found.map(({ kind, reference }) => `${kind} ${reference}`)).toEqual(problems);
  });

  it('has a fixture for each kind, and each fixture is looked at', () => {
    expect(new Set(Object.values(broken).flatMap((them) => them.map((it) => it.split(' ')[0])))).toEqual(new Set(kinds));
    const files = [...fixtures.files].flatMap((file) => /^broken\/(.*)/.exec(file)?.[1] ?? []);
    expect(files.sort()).toEqual(Object.keys(broken).sort());
  });

  it('is found in no file whose references all lead somewhere', () => {
    expect(danglingReferences(fixtures).filter(({ file }) => !file.startsWith('broken/') && !file.startsWith('libs/broken/'))).toEqual([]);
  });
});

describe('the READMEs of apps and libraries', () => {
  const exports = exportsOf(repository);

  it.each([...parts('apps'), ...parts('libs')])('%s: names what is there, and all of it', (part) => {
    expect(repository.files).toContain(`${part}/README.md`);
    const problems = readmeProblems(`${part}/README.md`, repository, exports);
    expect(problems.map(({ kind, name }) => `${kind}: ${name}`)).toEqual([]);
  });

  it('are noticed when they say something else than the code', () => {
    const ofFixtures = exportsOf(fixtures);
    expect(readmeProblems('libs/sound/README.md', fixtures, ofFixtures)).toEqual([]);
    const problems = readmeProblems('libs/broken/README.md', fixtures, ofFixtures);
    expect(problems.map(({ kind, name }) => `${kind}: ${name}`)).toEqual([
      'unknown name: GoneAway',
      'name in another folder: moved',
      'unknown name: innerThing',
      'export without a line: moved',
      'unknown name in a sample: forgotten',
      'unknown name in a sample: unheardOf',
      'unknown name in a sample: Words.second',
    ]);
  });
});

describe('the indexes', () => {
  it.each([...parts('apps'), ...parts('libs')])('of docs/architecture.md has %s', (part) => {
    expect(repository.read('docs/architecture.md')).toMatch(new RegExp(String.raw`^\| \[[\w-]+\]\(\.\./${part}\) \|`, 'm'));
  });

  it('of docs/adr has every decision', () => {
    const decisions = [...repository.files].flatMap((file) => /^docs\/adr\/(\d{4}-.*)$/.exec(file)?.[1] ?? []);
    expect(decisions.filter((file) => !repository.read('docs/adr/README.md').includes(`](${file})`))).toEqual([]);
  });
});
