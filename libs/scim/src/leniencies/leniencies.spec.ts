import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leniencies } from './leniencies.js';

const root = join(import.meta.dirname, '..');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.endsWith('leniencies.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'));
const cited = new Set(
  sources.flatMap((text) =>
    [...text.matchAll(/\(leniency: (\w+)\)|grant\(\s*[\w.]+,\s*'(\w+)'/g)].map(
      ([, named, granted]) => named ?? granted,
    ),
  ),
);

describe('the table of leniencies', () => {
  it('tells every one that the code grants or cites, and none that it does not', () => {
    expect(cited).toEqual(new Set(Object.keys(leniencies)));
  });
});
