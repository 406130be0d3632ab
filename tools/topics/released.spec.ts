import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { describe, expect, it } from 'vitest';
import { asReleased, document, git, releasedDocument, releasedFrom } from './released.ts';

const file = JSON.parse(readFileSync(join(repositoryRoot, releasedDocument), 'utf8')) as Readonly<
  Record<string, unknown>
>;
const released = asReleased(file);
const then = git('show', `${released.commit}:${document}`);
const historyIsHere = git('cat-file', '-e', `${released.commit}^{commit}`) !== undefined;
const isWhole = git('rev-parse', '--is-shallow-repository')?.trim() === 'false';

describe('the document that messages are compared with', () => {
  it('names the commit that it is of', () => {
    expect(released.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(asReleased(releasedFrom('a'.repeat(40), released.document))).toEqual({
      commit: 'a'.repeat(40),
      document: released.document,
    });
  });

  // An archive and a shallow clone have no history to look at.
  it.runIf(isWhole)('is of a commit of this history', () => {
    expect(historyIsHere).toBe(true);
    expect(git('merge-base', '--is-ancestor', released.commit, 'HEAD')).toBeDefined();
  });

  it.runIf(historyIsHere)('is as that commit has it: nobody has changed it since', () => {
    expect(released.document).toEqual(JSON.parse(then ?? 'null'));
  });
});
