import { dirname, join } from 'node:path';
import { isReadable, namesOfCode, proseOf, type Prose } from './prose.js';
import { anchorsOf, sourceOf, type Repository } from './repository.js';

/** Kinds of references; each has a fixture that breaks it. */
export const kinds = ['rule', 'ADR', 'promise', 'section', 'standard', 'document', 'link', 'anchor', 'path', 'name'] as const;
export type Kind = (typeof kinds)[number];

/** A reference that leads nowhere. */
export interface Dangling {
  readonly kind: Kind;
  readonly file: string;
  readonly line: number;
  /** As it is written. */
  readonly reference: string;
}

/** Standards that may be cited, so that a number with a slip is noticed. Another one is added here. */
const rfcs = new Map([
  [1035, 'DNS'],
  [3339, 'dates and times'],
  [3463, 'SMTP: enhanced status codes'],
  [3986, 'URIs'],
  [4180, 'CSV'],
  [4648, 'base64'],
  [5321, 'SMTP'],
  [6265, 'cookies'],
  [3834, 'automatic e-mail'],
  [6177, 'IPv6 prefixes of sites'],
  [6531, 'e-mail addresses in any script'],
  [6598, 'IPv4 addresses shared by carriers'],
  [6750, 'bearer tokens'],
  [5424, 'syslog'],
  [5425, 'syslog over TLS'],
  [6761, 'names for special purposes'],
  [6797, 'HSTS'],
  [6890, 'addresses for special purposes'],
  [6901, 'JSON Pointer'],
  [6962, 'logs that prove what they hold'],
  [7396, 'JSON Merge Patch'],
  [7617, 'Basic authentication'],
  [7643, 'SCIM: core schema'],
  [7644, 'SCIM: protocol'],
  [9865, 'SCIM: pages by cursor'],
  [8032, 'Ed25519'],
  [8259, 'JSON'],
  [8264, 'PRECIS: classes of texts'],
  [8265, 'PRECIS: user names'],
  [8410, 'X25519 keys'],
  [8785, 'JSON in canonical form'],
  [9110, 'HTTP semantics'],
  [9112, 'HTTP/1.1'],
  [9162, 'logs that prove what they hold'],
  [9180, 'HPKE'],
  [9457, 'problem details'],
  [9562, 'UUIDs'],
  [9865, 'SCIM: cursors'],
]);
/** What may have sections. A section of this repository's documents is named by file and anchor: docs/rules.md#teams. */
const standard = /\b(RFC \d+|CloudEvents|UAX ?#\d+|UTS ?#\d+)\b/;

/** Folders at the root whose names begin a path wherever it stands, and endings that make a word the name of a file. */
const path =
  /(?<![\w/.@:-])(?!\/)(?:(?:apps|libs|docs|tests|tools|bench)\/[\w.@*{}<>/-]*|[\w.@*{}<>/-]*\.(?:[mc]?[jt]s|md|ya?ml|json|sql|xml|toml)\b)(?:#[\p{L}\p{N}_-]+)?/gu;
/** Written by `npm start` and `npm run sbom` into `.local`, so not in the repository. */
const writtenByTheStack = /^(\.local\/)?(stack|env|callers|readers|secrets|sbom)\.json$/;
/** Each service has one, so that what a library says of it leads to all of them. */
const ofEachService = /^main\.ts$/;

/** Every reference of the repository's comments and documents that leads nowhere. Fixtures are broken on purpose and left out. */
export const danglingReferences = (repository: Repository): Dangling[] =>
  [...repository.files]
    .filter((file) => isReadable(file) && !file.includes('/fixtures/'))
    .flatMap((file) => danglingIn(file, repository));

/** Those of one file. */
export function danglingIn(file: string, repository: Repository): Dangling[] {
  return proseOf(file, repository.read(file)).flatMap((prose) => {
    const found = [...numbersIn(prose, repository), ...sectionsIn(prose)];
    if (prose.kind !== 'code') found.push(...placesIn(prose, file, repository), ...namesIn(prose, file, repository));
    return found.map(([kind, reference]) => ({ kind, file, line: prose.line, reference }));
  });
}

type Found = [kind: Kind, reference: string];

/** `rule 8`, `rules 1–9, 17 and 20`; `ADR 0011`; `P16`. */
function numbersIn({ text }: Prose, { rules, adrs, promises }: Repository): Found[] {
  const list = String.raw`\d+(?:(?:, | and |, and |–|-)\d+)*`;
  return [
    ...lists(text, new RegExp(String.raw`\b[Rr]ules? (${list})\b`, 'g'), rules).map((it): Found => ['rule', it]),
    ...lists(text, new RegExp(String.raw`\bADRs? (${list})\b`, 'g'), adrs).map((it): Found => ['ADR', it]),
    ...lists(text, /\bP(\d+)\b/g, promises).map((it): Found => ['promise', it]),
  ];
}

/** What `pattern` finds in the text and whose list of numbers holds one that is not known. */
const lists = (text: string, pattern: RegExp, known: ReadonlySet<number>) =>
  [...text.matchAll(pattern)].flatMap(([reference, list = '']) =>
    numbersOf(list).every((number) => known.has(number)) ? [] : [reference],
  );

/** `1–3, 7 and 9` are 1, 2, 3, 7, 9. */
function numbersOf(list: string): number[] {
  return list.split(/, and |, | and /).flatMap((part) => {
    const [first = 0, last = first] = part.split(/–|-/).map(Number);
    return Array.from({ length: Math.max(last - first + 1, 1) }, (_, index) => first + index);
  });
}

/** `RFC 7644 §3.5.2, §3.12`: a section needs its standard before it, in the same comment, paragraph or line. */
function sectionsIn({ text }: Prose): Found[] {
  const found: Found[] = [];
  for (const { 0: section, index } of text.matchAll(/\u00a7+ ?\w*(?:\.\w+)*/g)) {
    if (!standard.test(text.slice(0, index))) found.push(['section', section]);
  }
  for (const [reference, number] of text.matchAll(/\bRFC ?(\d+)\b/g)) {
    if (!rfcs.has(Number(number))) found.push(['standard', reference]);
  }
  // A document is named by its file: docs/architecture.md#words, and not as the words of a section of some design.
  for (const [, reference = ''] of text.matchAll(/\w (\(design: [^)]*\))/g)) found.push(['document', reference]);
  return found;
}

/** Links, files and folders. */
function placesIn({ text, kind }: Prose, file: string, repository: Repository): Found[] {
  const isDocument = kind === 'document';
  const links = isDocument ? [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target) : [];
  const found = links.flatMap((target) => linkProblem(target, file, repository));
  const plain = text.replaceAll(/\]\([^)]*\)/g, ']').replaceAll(/\b[a-z]+:\/\/\S+/g, '');
  for (const [reference] of plain.matchAll(path)) found.push(...pathProblem(reference, file, repository));
  if (isDocument && /^(apps|libs)\//.test(file)) {
    const folders = plain.matchAll(/`((?!(?:apps|libs|docs|tests|tools|bench)\/)[\w-]+(?:\/[\w-]+)*\/)`/g);
    for (const [, folder = ''] of folders) found.push(...pathProblem(folder, file, repository));
  }
  return found;
}

/** Hooks that a document explains and no code of ours needs. */
const ofNest = new Set(['onApplicationBootstrap', 'onModuleDestroy']);

/** Names of code in a document: each must stand somewhere in the code. Only the changelog tells of what was. */
function namesIn({ text, kind }: Prose, file: string, { words }: Repository): Found[] {
  if (kind !== 'document' || file === 'CHANGELOG.md') return [];
  return namesOfCode(text).flatMap((name): Found[] => (words.has(name) || ofNest.has(name) ? [] : [['name', name]]));
}

function linkProblem(target: string, file: string, repository: Repository): Found[] {
  if (/^[a-z]+:/.test(target)) return [];
  const [place = '', anchor] = target.split('#');
  const to = place === '' ? file : join(dirname(file), place).replace(/\/$/, '');
  if (!repository.files.has(to) && !repository.folders.has(to)) return [['link', target]];
  return anchor === undefined || hasAnchor(to, anchor, repository) ? [] : [['anchor', target]];
}

const hasAnchor = (file: string, anchor: string, { files, read }: Repository) =>
  files.has(file) && file.endsWith('.md') && anchorsOf(read(file)).has(anchor);

function pathProblem(reference: string, file: string, repository: Repository): Found[] {
  const [place = '', anchor] = reference.split('#');
  const name = place.replace(/[./]+$/, '');
  if (name === '' || writtenByTheStack.test(name) || ofEachService.test(name)) return [];
  const to = resolved(name, file, repository);
  if (to === undefined) return [['path', reference]];
  return anchor === undefined || hasAnchor(to, anchor, repository) ? [] : [['anchor', reference]];
}

/**
 * The file or folder that a name means: from the folder of the file that names it, from its part of the repository (`libs/scim`,
 * `tests`) or that one's `src` and `test`, from the root; or any file of that name in the same part. Documents in `docs` and at the
 * root may name files of any part. What is built is found by its source; `*`, `<name>` and `{name}` stand for anything.
 */
function resolved(name: string, file: string, { files, folders }: Repository): string | undefined {
  const source = sourceOf(name).replace(/(^|\/)dist(?=\/|$)/, '$1src').replace(/(^|\/)(src\/.*)\.js$/, '$1$2.ts');
  const part = /^(apps|libs)\/[^/]+|^[^/]+(?=\/)/.exec(file)?.[0] ?? '.';
  const exact = [dirname(file), part, `${part}/src`, `${part}/test`, '.'].map((from) => join(from, source));
  const there = exact.find((each) => files.has(each) || folders.has(each));
  if (there !== undefined) return there;
  const anywhere = source.startsWith('.') ? `*${source}` : source;
  const pattern = anywhere.split(/(\*\*\/?|\*|<[^>]*>|\{[^}]*\})/).map((piece, index) => {
    if (index % 2 === 0) return RegExp.escape(piece);
    return piece.startsWith('**') ? '.*' : '[^/]*';
  });
  const all = [...files, ...folders];
  if (/^(apps|libs|docs|tests|tools|bench)\//.test(source)) {
    const wanted = new RegExp(`^${pattern.join('')}$`);
    return all.find((each) => wanted.test(each));
  }
  const wanted = new RegExp(`(^|/)${pattern.join('')}$`);
  const isNear = (each: string) => ['.', 'docs'].includes(part) || each.startsWith(`${part}/`) || !each.includes('/');
  return all.find((each) => isNear(each) && !each.includes('/fixtures/') && wanted.test(each));
}
