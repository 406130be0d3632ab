import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '../..');
const fixtures = join(import.meta.dirname, 'fixtures');

interface Violation {
  readonly rule: { readonly name: string };
  /** Path of the file that breaks it. */
  readonly from: string;
}

/** Runs the checker with the repository's own rules over all fixtures: the rules that are broken, per fixture. */
function brokenRules(): Map<string, Set<string>> {
  const cruise = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const output = execFileSync(
    process.execPath,
    [cruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'tests/architecture/fixtures'],
    { cwd: repository, env: { ...process.env, BOUNDARY_FIXTURES: '1' }, encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  const broken = new Map<string, Set<string>>();
  for (const { rule, from } of (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations) {
    const fixture = from.split('/')[3] ?? '';
    broken.set(fixture, (broken.get(fixture) ?? new Set()).add(rule.name));
  }
  return broken;
}

describe('the import rules', () => {
  const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
    forbidden: { name: string; comment: string }[];
  };

  it('each have a fixture, and each fixture has a rule', () => {
    expect(readdirSync(fixtures).sort()).toEqual(forbidden.map((rule) => rule.name).sort());
  });

  const broken = brokenRules();

  it.each(forbidden.map((rule) => rule.name))('%s is broken by its fixture', (name) => {
    expect([...(broken.get(name) ?? [])]).toContain(name);
  });
});
