// Compares the events and records of docs/asyncapi.json with those of the last release (docs/asyncapi.released.json), or with
// another such document that is named. Fails where a reader of the one would not get on with the other.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageDefinition, oldestVersion } from '@rollcall/contracts';
import { incompatibilities, messagesIn } from './compatibility.ts';

const docs = join(import.meta.dirname, '../../docs');
const [, , released = join(docs, 'asyncapi.released.json')] = process.argv;
const messagesOf = (file: string) =>
  messagesIn(JSON.parse(readFileSync(file, 'utf8')) as Parameters<typeof messagesIn>[0]);

const problems = incompatibilities(messagesOf(released), messagesOf(join(docs, 'asyncapi.json')), (type) => {
  const definition = messageDefinition(type);
  return definition ? oldestVersion(definition) : Infinity;
});
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error('docs/messages.md#changing-a-message says what may change.');
  process.exit(1);
}
