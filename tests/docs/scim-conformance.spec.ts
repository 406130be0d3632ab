import { dirname, join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { leniencies, type NamedLeniency } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { citedTests, sectionsOf, tells } from './conformance.js';
import { keyWords } from './key-words.js';
import { repositoryAt } from './repository.js';

const page = 'docs/scim-conformance.md';
const repository = repositoryAt(repositoryRoot);
const sections = sectionsOf(repository.read(page));

describe('docs/scim-conformance.md', () => {
  it('accounts for every key word of the standards, section by section', () => {
    const accountedFor = Object.fromEntries(sections.map(({ section, keyWords: sum }) => [section, sum]));
    const there = Object.entries(keyWords).flatMap(([standard, of]) =>
      Object.entries(of).map(([section, count]) => [`${standard} \u00a7${section}`, count]),
    );
    expect(accountedFor).toEqual(Object.fromEntries(there));
  });

  it('has the sections in the order of the standards', () => {
    const order = sections.map(({ section }) => section);
    expect(order).toEqual(order.toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true })));
  });

  it('says of each requirement what holds it, or why it is not so', () => {
    const silent = sections.flatMap(({ section, rows }) =>
      rows.filter(([, what, how]) => !what || !how).map((row) => `${section}: ${row.join(' | ')}`),
    );
    expect(silent).toEqual([]);
  });

  it('names tests that there are, by sentences that they say', () => {
    const cited = citedTests(repository.read(page));
    expect(cited.length).toBeGreaterThan(150);
    const missing = cited.filter(({ target, sentence }) => {
      const file = join(dirname(page), target);
      return !repository.files.has(file) || !tells(repository.read(file), sentence);
    });
    expect(missing.map(({ target, sentence }) => `${target}: ${sentence}`)).toEqual([]);
  });
});

describe('the leniencies in docs/identity-providers.md', () => {
  it('are those of the code, in its words', () => {
    const rows = repository.read('docs/identity-providers.md').match(/^\| `\w+` \|.*\|$/gm);
    const ofCode = Object.entries<NamedLeniency>(leniencies).map(
      ([name, { what, sentBy, why, strictly = 'refused' }]) => `| \`${name}\` | ${what} | ${sentBy} | ${why} | ${strictly} |`,
    );
    expect(rows).toEqual(ofCode);
  });
});

describe('a sentence of a test', () => {
  it('is found as the title of a spec, or as a step of a conversation', () => {
    expect(tells("it('is 204', () => {})", 'is 204')).toBe(true);
    expect(tells('  - it: makes a group\n    POST: /Groups', 'makes a group')).toBe(true);
  });

  it('is not found where only a part of it stands, or only a comment has it', () => {
    expect(tells("it('is 204, then 404', () => {})", 'is 204')).toBe(false);
    expect(tells('// is 204', 'is 204')).toBe(false);
    expect(tells('  - it: makes a group of two\n', 'makes a group')).toBe(false);
  });
});
