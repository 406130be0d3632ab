import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { describe, expect, it, test } from 'vitest';
import { formerWordsIn } from './former-words.js';
import { repositoryAt } from './repository.js';

const repository = repositoryAt(repositoryRoot);
const ours = /^(apps|libs|tests|tools|bench|samples)\/.*\.tsx?$/;
const sources = [...repository.files].filter((file) => ours.test(file) && !file.startsWith('tests/docs/former-words'));

describe('words that were given up (docs/glossary.md)', () => {
  it('stand in no name of the code', () => {
    expect(sources.length).toBeGreaterThan(1_500);
    const found = sources.flatMap((file) =>
      formerWordsIn(file, readFileSync(join(repositoryRoot, file), 'utf8')).map((name) => `${file}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  test.each([
    ['const strangers = 1;', 'strangers'],
    ['class TeamBook {}', 'TeamBook'],
    ['interface TeamNeeds { readonly needs: string }', 'TeamNeeds'],
    ['const mostBytes = 3;', 'mostBytes'],
    ['class HandsOut { gatherAll() {} }', 'gatherAll'],
    ['const { hastyRetry: it } = kafka;', 'hastyRetry'],
    ['export class UserDirectory {}', 'UserDirectory'],
    ['interface Directory {}', 'Directory'],
    ['const retry = foreverRetry;', 'foreverRetry'],
    ['const toldBefore = 1;', 'toldBefore'],
    ['const perLane = 500;', 'perLane'],
    ['const besideOthers = 3;', 'besideOthers'],
    ['const passesAtMost = 3;', 'passesAtMost'],
    ['interface Waiting {}', 'Waiting'],
    ['class AskedList {}', 'AskedList'],
    ['let restUntil = 0;', 'restUntil'],
    ['class Outcome { longestRest = 1 }', 'longestRest'],
    ['export const Page = () => <Asked />;', 'Asked'],
  ])('are noticed in `%s`', (code, name) => {
    expect(formerWordsIn('apps/team-service/src/a.ts', code)).toContain(name);
  });

  it('are noticed in the name of a file', () => {
    expect(formerWordsIn('apps/team-service/src/team-book.ts', '')).toEqual(['team-book.ts']);
    expect(formerWordsIn('apps/user-service/src/domain/user/existing.ts', '')).toEqual(['existing.ts']);
  });

  it('may stand where they mean something else', () => {
    const code = 'const { a, ...rest } = it; const almost = "most"; interface Outbox { readonly lane: number }';
    expect(formerWordsIn('libs/persistence/src/outbox/a.ts', code)).toEqual([]);
  });
});
