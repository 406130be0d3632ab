// Writes docs/messages.md, and a sample of each message that has none yet, from the definitions in libs/contracts.
// `--check` writes nothing and fails when the page is out of date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allMessageDefinitions, topicDefinitions } from '@rollcall/contracts';

const repository = join(import.meta.dirname, '../..');
const page = join(repository, 'docs/messages.md');
const samples = join(repository, 'libs/contracts/samples');

function topicRow({ name, partitions, retentionMs }: (typeof topicDefinitions)[number]): string {
  const hours = retentionMs / 3_600_000;
  return `| \`${name}\` | ${partitions} | ${hours >= 48 ? `${hours / 24} days` : `${hours} hours`} |`;
}

function messageSection(message: ReturnType<typeof allMessageDefinitions>[number]): string {
  return [
    `### \`${message.type}\` (${message.kind}, version ${message.version})`,
    '',
    `Topic \`${message.topic}\`, key \`${message.key(message.example)}\` in the example.`,
    '',
    '```json',
    JSON.stringify(message.example, null, 2),
    '```',
  ].join('\n');
}

const text = `# Messages

Made from \`libs/contracts\` by \`npm run docs:messages\`: do not edit.

On the wire: CloudEvents 1.0 in Kafka's binary mode (\`ce_id\`, \`ce_type\`, \`ce_source\`, \`ce_time\`, \`ce_subject\`), W3C
\`traceparent\`, and the extensions \`ce_accountid\`, \`ce_correlationid\`, \`ce_causationid\`, \`ce_aggregateversion\`, of request records \`ce_sequence\` and \`rollcall_bootid\` ([ADR 0057](adr/0057-request-records-are-numbered-and-spooled.md)),
\`ce_dataschemaversion\`. The value is the payload as JSON.

## Changing a message

- A new optional field keeps the version. Consumers ignore fields that they do not know.
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
