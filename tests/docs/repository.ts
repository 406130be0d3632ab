import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withoutBlocks } from './prose.js';

/** What references can lead to. */
export interface Repository {
  /** Paths from the root, with `/`. */
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** Numbers of the rules and promises of docs/rules.md, and of the files of docs/adr. */
  readonly rules: ReadonlySet<number>;
  readonly promises: ReadonlySet<number>;
  readonly adrs: ReadonlySet<number>;
  /** Every word of the code, comments included, but for the specs of the documents. */
  readonly words: ReadonlySet<string>;
  readonly read: (file: string) => string;
}

/** This repository: what git knows, and what it does not ignore. */
export function repositoryAt(root: string): Repository {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim().split('\n');
  return repositoryOf(
    root,
    files.filter((file) => existsSync(join(root, file))),
  );
}

/** A folder as if it were a repository. */
export function repositoryIn(root: string): Repository {
  const entries = readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return repositoryOf(
    root,
    entries.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
  );
}

function repositoryOf(root: string, paths: string[]): Repository {
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const rules = read('docs/rules.md');
  return {
    files: new Set(paths),
    folders: new Set(paths.flatMap(foldersOf)),
    rules: new Set(numbers(rules, /^(\d+)\. /gm)),
    promises: new Set(numbers(rules, /^\| .*$/gm, /\bP(\d+)\b/g)),
    adrs: new Set(numbers(paths.join('\n'), /^docs\/adr\/(\d{4})-.*\.md$/gm)),
    words: new Set(paths.filter(isCode).flatMap((file) => read(file).match(/\w+/g) ?? [])),
    read,
  };
}

const isCode = (file: string) => /\.([mc]?[jt]s|ya?ml)$/.test(file) && !file.startsWith('tests/docs/');

const foldersOf = (path: string): string[] => {
  const folder = dirname(path);
  return folder === '.' ? [] : [folder, ...foldersOf(folder)];
};

/** Numbers that `each` captures; where `within` is given, those that it captures in the first cells of what `each` finds. */
function numbers(text: string, each: RegExp, within?: RegExp): number[] {
  if (!within) return [...text.matchAll(each)].map(([, number]) => Number(number));
  return [...text.matchAll(each)].flatMap(([row]) => numbers(row.split('|')[1] ?? '', within));
}

/** Where a bundled program begins (ADR 0064): of `dist/user-service.js` its `main.ts`. Other names stay as they are. */
export const sourceOf = (name: string): string =>
  name.replace(
    /^dist\/([a-z-]+|<app>)(?:\.(migrate))?\.js$/,
    (_, app: string, program = 'main') => `apps/${app}/src/${program}.ts`,
  );

/** The anchors of the headings of a Markdown text, as GitHub makes them. */
export function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutBlocks(markdown).matchAll(/^#+ (.+)$/gm)) {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
    let name = anchor;
    for (let again = 1; anchors.has(name); again += 1) name = `${anchor}-${again}`;
    anchors.add(name);
  }
  return anchors;
}
