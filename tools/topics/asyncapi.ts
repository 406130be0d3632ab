import {
  isUuid,
  publications,
  topicDefinitions,
  type JsonSchema,
  type MessageDefinition,
  type TopicDefinition,
} from '@rollcall/contracts';
import { encodeMessage } from '@rollcall/messaging';
import type { DocComments } from './doc-comments.ts';
import { headerSchema, headersOf } from './header-schema.ts';
import { payloadSchemas, schemaFile } from './message-schema.ts';
import { keyProperties } from './key-properties.ts';

type Json = Readonly<Record<string, unknown>>;

const kafkaBinding = '0.5.0';
const ref = (path: string) => ({ $ref: `#/${path}` });

/** The AsyncAPI 3.0 document of events and records. */
export function asyncApiDocument(messages: readonly MessageDefinition[], comments: DocComments): Json {
  const topics = topicDefinitions.filter(({ name }) => messages.some(({ topic }) => topic === name));
  return {
    asyncapi: '3.0.0',
    info,
    defaultContentType: 'application/json',
    servers,
    channels: Object.fromEntries(topics.map((topic) => [channelName(topic), channel(topic, messages)])),
    operations: Object.fromEntries(topics.map((topic) => [`send-${channelName(topic)}`, operation(topic)])),
    components: {
      messages: Object.fromEntries(messages.map((each) => [each.type, message(each, comments)])),
      messageTraits: { cloudEvents: { headers: headerSchema } },
      schemas: payloadSchemas([...new Set(messages.map(({ payload }) => payload))], '#/components/schemas/', comments),
      securitySchemes,
    },
  };
}

const info = {
  title: 'Rollcall events',
  version: '1',
  description:
    'What happens in Rollcall, on Kafka: events (facts about users, teams, tokens and accounts) and records of requests. How to read them: docs/guides/topics.md. A new optional field, a new type and a new value of a list with `x-extensible-enum` change no version; anything else is a new version of that message.',
  license: { name: 'Apache-2.0' },
};

const servers = {
  kafka: {
    host: '{brokers}',
    protocol: 'kafka-secure',
    description: 'The operator names brokers, user and password. A Kafka on the same machine speaks SASL without TLS.',
    variables: { brokers: { default: 'kafka.example.com:9093', description: 'A list of HOST:PORT.' } },
    security: [ref('components/securitySchemes/scramSha512'), ref('components/securitySchemes/plain')],
  },
};

const securitySchemes = {
  scramSha512: { type: 'scramSha512', description: 'SASL SCRAM-SHA-512, on a Kafka of your own.' },
  plain: { type: 'plain', description: 'SASL PLAIN, on the Kafka of docker-compose.yml and of `npm start`.' },
};

/** `user.events`: as operators and `ops-cli` name it. */
const channelName = ({ name }: TopicDefinition) => name.replace(/^rollcall\./, '');

function channel(topic: TopicDefinition, messages: readonly MessageDefinition[]): Json {
  const { name, partitions, retentionMs } = topic;
  const types = messages.filter((each) => each.topic === name).map(({ type }) => type);
  return {
    address: name,
    messages: Object.fromEntries(types.map((type) => [type, ref(`components/messages/${type}`)])),
    bindings: {
      kafka: {
        topic: name,
        partitions,
        topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': retentionMs },
        bindingVersion: kafkaBinding,
      },
    },
  };
}

function operation(topic: TopicDefinition): Json {
  return { action: 'send', channel: ref(`channels/${channelName(topic)}`) };
}

function message(definition: MessageDefinition, comments: DocComments): Json {
  const { type, kind, version, example, payload } = definition;
  const about = comments.ofMessage(type) ?? comments.ofClass(payload.name);
  const keys = keyProperties(definition);
  return {
    name: type,
    title: type,
    ...(about === undefined ? {} : { description: about }),
    tags: [{ name: kind }],
    headers: headersOf(type, version),
    payload: ref(`components/schemas/${payload.name}`),
    traits: [ref('components/messageTraits/cloudEvents')],
    bindings: { kafka: { key: keySchema(keys, definition.key(example)), bindingVersion: kafkaBinding } },
    examples: [{ headers: exampleHeaders(definition), payload: example }],
    'x-version': version,
    'x-key': keys,
    'x-schema': `schemas/${schemaFile(type, version)}`,
  };
}

/** As the part that publishes it writes them. */
function exampleHeaders({ type, topic, key, example }: MessageDefinition): Json {
  const id = '01890a5d-ac96-774b-bcce-b302099a8070';
  const parts: [string, readonly string[]][] = Object.entries(publications);
  const source = parts.find(([, topics]) => topics.includes(topic))?.[0] ?? 'rollcall';
  const { accountId = id } = example as { readonly accountId?: string };
  const time = new Date('2026-11-28T20:57:53Z');
  const envelope = { id, type, source, subject: key(example), accountId, correlationId: id, time };
  return encodeMessage(envelope, example).headers;
}

/** @param example a key as it is written */
function keySchema(properties: readonly string[], example: string): JsonSchema {
  return {
    type: 'string',
    ...(isUuid(example) ? { format: 'uuid' } : {}),
    description: `\`${properties.join('`, else `')}\` of the payload: order holds per key.`,
  };
}
