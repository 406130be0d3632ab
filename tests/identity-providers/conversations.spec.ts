import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { describe, expect, it } from 'vitest';
import { readConversation } from './conversation.js';

const folder = import.meta.dirname;
const conversations = readdirSync(join(folder, 'conversations'))
  .map((file) => file.replace('.yaml', ''))
  .sort();
const replayed = readdirSync(folder)
  .filter((file) => file.endsWith('.e2e.spec.ts'))
  .flatMap((file) => namesIn(readFileSync(join(folder, file), 'utf8'), /'([a-z-]+)'/g));
const page = readFileSync(join(repositoryRoot, 'docs', 'identity-providers.md'), 'utf8');
const onThePage = page
  .split('\n')
  .filter((line) => line.startsWith('| Held by |'))
  .flatMap((line) => namesIn(line, /`([a-z-]+)`/g));

function namesIn(text: string, name: RegExp): string[] {
  return [...text.matchAll(name)].flatMap((match) => match[1] ?? []);
}

describe('the conversations of identity providers', () => {
  it('are each replayed once', () => {
    expect(replayed.sort()).toEqual(conversations);
  });

  it('are each named once in docs/identity-providers.md', () => {
    expect(onThePage.sort()).toEqual(conversations);
  });

  it.each(conversations)('say in %s where they come from', (name) => {
    const text = readFileSync(join(folder, 'conversations', `${name}.yaml`), 'utf8');
    expect(text).toMatch(/^about: /m);
    expect(readConversation(name).steps.length).toBeGreaterThan(0);
  });
});
