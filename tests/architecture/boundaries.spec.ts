import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '../..');
const fixtures = join(import.meta.dirname, 'fixtures');

interface Violation {
  readonly rule: { readonly name: string };
  /** Path of the file that breaks it. */
  readonly from: string;
}

/** Runs the checker with the repository's own rules over all fixtures: the files that break each rule, in its own fixture. */
function offenders(): Map<string, Set<string>> {
  const cruise = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const output = execFileSync(
    process.execPath,
    [cruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'tests/architecture/fixtures'],
    { cwd: repository, env: { ...process.env, BOUNDARY_FIXTURES: '1' }, encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  const found = new Map<string, Set<string>>();
  for (const { rule, from } of (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations) {
    const fixture = join(fixtures, rule.name);
    const file = relative(fixture, join(repository, from));
    if (!file.startsWith('..')) found.set(rule.name, (found.get(rule.name) ?? new Set()).add(file));
  }
  return found;
}

/** The files of a fixture that must break its rule: what they import is in files of other names. */
function meantToOffend(rule: string): string[] {
  const files = readdirSync(join(fixtures, rule), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /^(?:plan-)?a[.]ts$/.test(basename(file))).sort();
}

describe('the import rules', () => {
  const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
    forbidden: { name: string; comment: string }[];
  };
  const names = [...new Set(forbidden.map((rule) => rule.name))]; // one rule may speak of several floors

  it('each have a fixture, and each fixture has a rule', () => {
    expect(readdirSync(fixtures).sort()).toEqual([...names].sort());
  });

  const found = offenders();

  it.each(names)('%s is broken by each a.ts of its fixture', (name) => {
    expect(meantToOffend(name)).not.toEqual([]);
    expect([...(found.get(name) ?? [])]).toEqual(expect.arrayContaining(meantToOffend(name)));
  });
});
