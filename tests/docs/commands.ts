import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';

/** A command line that a document tells its readers to type. */
export interface Command {
  readonly file: string;
  readonly line: string;
}

const programs = /^(npm|npx|node|ops-cli|curl|docker) /;

/** The lines of the shell blocks of a Markdown text, without comments. */
export function blockLines(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.split('\n'));
  return blocks.map((line) => line.replace(/ # .*$/, '').trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

/** What stands in the text itself: `npm run demo`. */
const spans = (markdown: string) =>
  [...markdown.matchAll(/`([^`\n]+)`/g)].flatMap(([, span = '']) => (programs.test(span) ? [span] : []));

/** Every command line of every document of the repository; `a && b` are two. */
export function documentedCommands(): Command[] {
  const files = execFileSync('git', ['ls-files', '*.md'], { cwd: repositoryRoot, encoding: 'utf8' }).trim().split('\n');
  return files.flatMap((file) => {
    const markdown = readFileSync(join(repositoryRoot, file), 'utf8');
    const lines = [...blockLines(markdown), ...spans(markdown)].flatMap((line) => line.split(' && '));
    return [...new Set(lines)].map((line) => ({ file, line }));
  });
}
