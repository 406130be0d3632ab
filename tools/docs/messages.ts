// Writes docs/messages.md, and a sample of each message that has none yet, from the definitions in libs/contracts.
// `--check` writes nothing and fails when the page is out of date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allMessageDefinitions, topicDefinitions } from '@rollcall/contracts';
import { docCommentsIn } from '../topics/doc-comments.ts';
import { schemaFile } from '../topics/message-schema.ts';
import { keyProperties } from '../topics/key-properties.ts';

const repository = join(import.meta.dirname, '../..');
const page = join(repository, 'docs/messages.md');
const samples = join(repository, 'libs/contracts/samples');
const comments = docCommentsIn(join(repository, 'libs/contracts/src'));

function topicRow({ name, partitions, retentionMs }: (typeof topicDefinitions)[number]): string {
  const hours = retentionMs / 3_600_000;
  return `| \`${name}\` | ${partitions} | ${hours >= 48 ? `${hours / 24} days` : `${hours} hours`} |`;
}

function messageSection(message: ReturnType<typeof allMessageDefinitions>[number]): string {
  const { type, kind, version, topic, payload } = message;
  const about = comments.ofMessage(type) ?? comments.ofClass(payload.name);
  const schema = kind === 'command' ? '' : ` [JSON Schema](schemas/${schemaFile(type, version)}).`;
  return [
    `### \`${type}\` (${kind}, version ${version})`,
    '',
    ...(about === undefined ? [] : [about, '']),
    `Topic \`${topic}\`, key \`${keyProperties(message).join('` or `')}\`.${schema}`,
    '',
    '```json',
    JSON.stringify(message.example, null, 2),
    '```',
  ].join('\n');
}

const text = `# Messages

Made from \`libs/contracts\` by \`npm run docs:messages\`: do not edit.

**Events and records are a published API**: [asyncapi.json](asyncapi.json) (AsyncAPI 3.0) and a JSON Schema of each version, made by
\`npm run docs:asyncapi\`; how to read them is in [guides/topics.md](guides/topics.md). Commands and replies are for the product's own parts, and may change with any release.

On the wire: CloudEvents 1.0 in Kafka's binary mode (\`ce_id\`, \`ce_type\`, \`ce_source\`, \`ce_time\`, \`ce_subject\`), W3C
\`traceparent\`, and the extensions \`ce_accountid\`, \`ce_correlationid\`, \`ce_causationid\`, \`ce_aggregateversion\`, of request records \`ce_sequence\` and \`rollcall_bootid\` ([ADR 0057](adr/0057-request-records-are-numbered-and-spooled.md)),
\`ce_dataschemaversion\`. The value is the payload as JSON.

## Changing a message

- A new optional field keeps the version, and so does a new value of a list that is declared open (\`openList\`). Consumers ignore fields that they do not know.
  \`npm run check:compatible\` compares events and records with those of the last release ([ADR 0061](adr/0061-topics-as-a-published-api.md)).
- Anything else is a new version. In the message's definition: raise \`version\`, change the class and the example, and append to \`upcasts\` a pure function
  that turns a payload of the version before into one of the new. Decoding applies all that it takes, then validates; handlers see
  the newest version only. \`npm run docs:messages\` writes its sample; samples are never edited, and a check reads all of them.
- Update consumers before producers. A command of a newer version than a service knows is refused (\`invalid-message\`); an event of one parks
  its key: after the update, \`ops-cli parked retry\`.
- An upcast may go, with the samples of its version, when no topic, dead letter or parked message holds the version any more.

## Topics

| Topic | Partitions | Kept |
|---|---|---|
${topicDefinitions.map(topicRow).join('\n')}
| \`rollcall.replies.<caller>.<instance>\` | 1 | 10 minutes |

## Messages

${allMessageDefinitions().map(messageSection).join('\n\n')}
`;

if (process.argv.includes('--check')) {
  if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
    console.error('docs/messages.md is out of date: run `npm run docs:messages` and commit it.');
    process.exit(1);
  }
} else {
  writeFileSync(page, text);
  for (const message of allMessageDefinitions()) {
    const sample = join(samples, `${message.type}.v${message.version}.json`);
    if (!existsSync(sample)) writeFileSync(sample, `${JSON.stringify(message.example, null, 2)}\n`);
  }
}
