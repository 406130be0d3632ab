import { parseSync } from 'vite';
import { namesOfCode } from './prose.js';
import type { Repository } from './repository.js';

/**
 * What a README of a library or an app says of code, held against the code. The rule is:
 * - A row of a table that begins with a folder of `src` names, in backticks, what files of that folder export, and in a library
 *   also its index. Words without an inner capital and without brackets are no names: `traceparent`.
 * - Each export of a library is covered: by the row, or another mention, of its folder; where its file lies in `src` itself, by
 *   the name of the file or of something that it exports.
 * - What a sample calls, decorates with or writes with a capital is exported somewhere in the repository or by a package that it
 *   imports from; a member of an exported object is there (`UserCommands.create`).
 */
export interface ReadmeProblem {
  readonly kind: 'unknown name' | 'name in another folder' | 'export without a line' | 'unknown name in a sample';
  readonly readme: string;
  readonly name: string;
}

/** A name that a module exports. */
interface Export {
  readonly file: string;
  /** Of an object that is written out: the names of its properties. */
  readonly members?: ReadonlySet<string>;
}

/** All exports of the repository's source files, by name; a name may be exported by several files. */
export type Exports = ReadonlyMap<string, readonly Export[]>;

/** Reads the exports of all files in `src` of apps and libs. */
export function exportsOf(repository: Repository): Exports {
  const all = new Map<string, Export[]>();
  for (const file of repository.files) {
    if (!/^(apps|libs)\/[^/]+\/src\/.*(?<!\.spec)\.ts$/.test(file)) continue;
    for (const [name, members] of exportedBy(file, repository)) {
      all.set(name, [...(all.get(name) ?? []), { file, ...(members && { members }) }]);
    }
  }
  return all;
}

/** What a file declares and exports itself, with the members of objects. */
function exportedBy(file: string, { read }: Repository): Map<string, ReadonlySet<string> | undefined> {
  const names = new Map<string, ReadonlySet<string> | undefined>();
  for (const statement of parseSync(file, read(file)).program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.source) continue;
    for (const { exported } of statement.specifiers) if (exported.type === 'Identifier') names.set(exported.name, undefined);
    const { declaration } = statement;
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id, init } of declaration.declarations) if (id.type === 'Identifier') names.set(id.name, membersOf(init));
    } else if (declaration && 'id' in declaration && declaration.id?.type === 'Identifier') {
      names.set(declaration.id.name, undefined);
    }
  }
  return names;
}

/** The parts of a syntax tree that are looked at here. */
interface Node {
  readonly type: string;
  readonly expression?: unknown;
  readonly properties?: readonly { readonly type: string; readonly key?: { readonly name?: string } }[];
}

/** Undefined for what is no object, or one with properties from elsewhere. */
function membersOf(init: unknown): ReadonlySet<string> | undefined {
  const node = init as Node | null;
  if (node?.type === 'TSAsExpression' || node?.type === 'TSSatisfiesExpression') return membersOf(node.expression);
  if (node?.type !== 'ObjectExpression' || node.properties?.some(({ type }) => type !== 'Property')) return undefined;
  return new Set(node.properties?.flatMap(({ key }) => key?.name ?? []));
}

/** What a library's index exports: the name, and the file that declares it. */
export function publicExports(part: string, repository: Repository): Map<string, string> {
  const found = new Map<string, string>();
  const follow = (file: string, wanted?: string) => {
    for (const [name] of exportedBy(file, repository)) if (wanted === undefined || wanted === name) found.set(name, file);
    for (const statement of parseSync(file, repository.read(file)).program.body) {
      if (statement.type !== 'ExportAllDeclaration' && statement.type !== 'ExportNamedDeclaration') continue;
      const to = statement.source && `./${file}`.replace(/[^/]+$/, '') + statement.source.value;
      const target = to?.replaceAll(/\/\.(?=\/)|^\.\//g, '').replace(/\.js$/, '.ts');
      if (target === undefined || !repository.files.has(target)) continue;
      if (statement.type === 'ExportAllDeclaration') follow(target, wanted);
      else for (const { local } of statement.specifiers) if (local.type === 'Identifier') follow(target, local.name);
    }
  };
  follow(`${part}/src/index.ts`);
  return found;
}

/** The problems of one README of a library or an app; `exports` are all of the repository. */
export function readmeProblems(readme: string, repository: Repository, exports: Exports): ReadmeProblem[] {
  const text = repository.read(readme);
  const part = readme.replace(/\/README\.md$/, '');
  const isLibrary = repository.files.has(`${part}/src/index.ts`);
  const exported = isLibrary ? publicExports(part, repository) : undefined;
  return [
    ...rowProblems(text, part, exported, exports),
    ...(exported ? uncovered(text, part, exported) : []),
    ...sampleProblems(text, repository, exports),
  ].map((problem) => ({ ...problem, readme }));
}

/** Words of SCIM that look like names of code. */
const ofTheStandard = new Set(['excludedAttributes', 'scimType']);

type Problem = Omit<ReadmeProblem, 'readme'>;

function rowProblems(text: string, part: string, exported: Map<string, string> | undefined, all: Exports): Problem[] {
  return [...text.matchAll(/^\| ((?:`[\w/-]+\/`(?:, )?)+) \| (.*) \|$/gm)].flatMap(([, cell = '', row = '']) => {
    const folders = [...cell.matchAll(/`([^`]+)`/g)].map(([, folder]) => `${part}/src/${folder}`);
    return namesOfCode(row).flatMap((name): Problem[] => {
      if (ofTheStandard.has(name)) return [];
      const files = exported ? [exported.get(name)].flatMap((file) => file ?? []) : (all.get(name) ?? []).map((it) => it.file);
      if (!files.some((file) => file.startsWith(`${part}/`))) return [{ kind: 'unknown name', name }];
      if (files.some((file) => folders.some((folder) => file.startsWith(folder)))) return [];
      return [{ kind: 'name in another folder', name }];
    });
  });
}

function uncovered(text: string, part: string, exported: Map<string, string>): Problem[] {
  const ofFile = Map.groupBy(exported.keys(), (name) => exported.get(name)?.replace(`${part}/src/`, '') ?? '');
  return [...ofFile].flatMap(([file, names]) => {
    const folder = file.includes('/') ? file.replace(/[^/]+$/, '') : undefined;
    const parents = folder?.split('/').map((_, index, all) => `${all.slice(0, index + 1).join('/')}/`) ?? [];
    const isCovered = folder
      ? parents.some((parent) => text.includes(`\`${parent}\``))
      : text.includes(`\`${file}\``) || names.some((name) => new RegExp(String.raw`\b${name}\b`).test(text));
    return isCovered ? [] : names.map((name): Problem => ({ kind: 'export without a line', name }));
  });
}

/** Of TypeScript, Node and vitest. */
const known = new Set('Promise Map Set Error Date Record Partial Buffer URL if for while switch afterAll describe it expect'.split(' '));

function sampleProblems(text: string, repository: Repository, exports: Exports): Problem[] {
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => {
    const imports = [...block.matchAll(/^import (?:type )?\{ ([^}]*) \} from '([^']*)';$/gm)];
    const fromLibraries = imports.flatMap(([, names = '', from = '']) => {
      const [, library] = /^@rollcall\/(.*)$/.exec(from) ?? [];
      if (library === undefined) return [];
      const exported = publicExports(`libs/${library}`, repository);
      return names.split(', ').flatMap((it) => (exported.has(it.replace('type ', '')) ? [] : [it]));
    });
    const names = [...fromLibraries, ...unknownIn(block, exports)];
    return [...new Set(names)].map((name): Problem => ({ kind: 'unknown name in a sample', name }));
  });
}

/** Names that a sample uses and nobody exports, and members that their objects do not have. */
function unknownIn(sample: string, exports: Exports): string[] {
  const code = sample.replaceAll(/\/\/.*$/gm, '').replaceAll(/'[^'\n]*'|"[^"\n]*"/g, "''");
  const declared = [
    ...code.matchAll(/\b(?:const|let|function|class) (\w+)/g),
    ...code.matchAll(/[{,] ?(\w+)(?= ?[,}])/g), // imported, or taken out of an object
    ...code.matchAll(/^ *(?:async )?(\w+)\(.*\{$/gm), // a method
  ];
  const own = new Set(declared.map(([, name]) => name));
  const used = [...code.matchAll(/(?<![\w.])([A-Za-z]\w*)(?=\()|(?<![\w.])([A-Z]\w*)/g)].map(([name]) => name);
  const members = [...code.matchAll(/\b([A-Z]\w*)\.(\w+)/g)].filter(([, object = '', member = '']) => {
    const those = exports.get(object)?.flatMap((it) => it.members ?? []) ?? [];
    return those.length > 0 && !those.some((it) => it.has(member));
  });
  return [
    ...used.filter((name) => !own.has(name) && !known.has(name) && !exports.has(name)),
    ...members.map(([name]) => name),
  ];
}
