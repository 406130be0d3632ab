// Writes docs/asyncapi.json and docs/schemas from the definitions in libs/contracts and their comments. `--check` writes
// nothing and fails where a file is out of date, where AsyncAPI's schema finds something, or where a sample does not fit its schema.
// `--release` also keeps the document as the one that the next versions are compared with (check:compatible).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publishedMessages, type JsonSchema } from '@rollcall/contracts';
import { asyncApiDocument } from '../topics/asyncapi.ts';
import { docCommentsIn } from '../topics/doc-comments.ts';
import { asyncApiFindings, SchemaValidator } from '../topics/findings.ts';
import { messageSchema, sampleFile, schemaFile } from '../topics/message-schema.ts';
import { document, git, releasedDocument, releasedFrom } from '../topics/released.ts';

const repository = join(import.meta.dirname, '../..');

const messages = publishedMessages();
const comments = docCommentsIn(join(repository, 'libs/contracts/src'));
const asyncApi = asyncApiDocument(messages, comments);
const files = new Map<string, object>([
  [document, asyncApi],
  ...messages.map(
    (each) => [`docs/schemas/${schemaFile(each.type, each.version)}`, messageSchema(each, comments)] as const,
  ),
]);

const textOf = (content: object) => `${JSON.stringify(content, null, 2)}\n`;
const read = (file: string) => readFileSync(join(repository, file), 'utf8');
function isCurrent(file: string, content: object): boolean {
  try {
    return read(file) === textOf(content);
  } catch {
    return false;
  }
}
function write(file: string, content: object): void {
  mkdirSync(dirname(join(repository, file)), { recursive: true });
  writeFileSync(join(repository, file), textOf(content));
}

/** Every committed sample of a published message against the schema of its version. */
function sampleFindings(): string[] {
  const validator = new SchemaValidator();
  return messages.flatMap(({ type }) =>
    readdirSync(join(repository, 'docs/schemas', type)).flatMap((name) => {
      const version = Number(name.slice(1, -'.json'.length));
      const problems = validator.compile(JSON.parse(read(`docs/schemas/${schemaFile(type, version)}`)) as JsonSchema);
      const sample = sampleFile(type, version);
      const value: unknown = JSON.parse(read(`libs/contracts/samples/${sample}`));
      return problems(value).map((problem) => `sample ${sample}: ${problem}`);
    }),
  );
}

/** The document of the last commit, which it names: what is not committed is no release. */
function release(): void {
  const commit = git('rev-parse', 'HEAD')?.trim() ?? '';
  if (git('show', `${commit}:${document}`) !== textOf(asyncApi))
    throw new Error(`commit ${document} first: a release is compared with what is committed`);
  write(releasedDocument, releasedFrom(commit, asyncApi));
}

const isCheck = process.argv.includes('--check');
if (!isCheck) for (const [file, content] of files) write(file, content);
if (process.argv.includes('--release')) release();
const outOfDate = [...files].flatMap(([file, content]) => (isCurrent(file, content) ? [] : file));
const findings = outOfDate.length > 0 ? [] : [...asyncApiFindings(asyncApi), ...sampleFindings()];
for (const file of outOfDate) console.error(`${file} is not what the code says: npm run docs:asyncapi`);
for (const finding of findings) console.error(finding);
if (outOfDate.length + findings.length > 0) process.exit(1);
