import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonSchema } from '@rollcall/contracts';
import type { RawRecord } from '@rollcall/messaging';
import { messagesIn, type PublishedMessage } from './compatibility.ts';
import { SchemaValidator } from './findings.ts';
import { headerSchema } from './header-schema.ts';
import { schemaFile } from './message-schema.ts';

type Problems = (value: unknown) => string[];
type ReadRecord = Pick<RawRecord, 'topic' | 'key' | 'headers' | 'value'>;

/** Compares records with what docs/asyncapi.json and docs/schemas say about them. */
export class RecordFindings {
  private readonly docs: string;
  private readonly messages: ReadonlyMap<string, PublishedMessage>;
  private readonly validator = new SchemaValidator();
  private readonly headerProblems: Problems = this.validator.compile(headerSchema);
  private readonly ofVersions = new Map<string, Problems>();

  constructor(docs: string) {
    this.docs = docs;
    const document = JSON.parse(readFileSync(join(docs, 'asyncapi.json'), 'utf8')) as Parameters<typeof messagesIn>[0];
    this.messages = new Map(messagesIn(document).map((each) => [each.type, each]));
  }

  /** The topics of the published messages. */
  get topics(): string[] {
    return [...new Set([...this.messages.values()].map(({ topic }) => topic))];
  }

  /** What about a record is not as it is published; names and places, no values. */
  of({ topic, key, headers, value }: ReadRecord): string[] {
    const { ce_type: type = 'a record without type', ce_dataschemaversion: version = '' } = headers;
    const message = this.messages.get(type);
    if (message?.topic !== topic) return [`${type} on ${topic} is not published`];
    const payload = jsonObject(String(value));
    if (!payload) return [`${type}, version ${version}: the value is no JSON object`];
    const keyed = message.key.map((name) => payload[name]).find((each) => each !== undefined);
    return [
      ...this.headerProblems(headers).map((problem) => `headers: ${problem}`),
      ...(keyed === String(key) ? [] : [`the key is not ${message.key.join(' or ')}`]),
      ...this.ofVersion(type, Number(version))(payload),
    ].map((problem) => `${type}, version ${version}: ${problem}`);
  }

  private ofVersion(type: string, version: number): Problems {
    const name = schemaFile(type, version);
    const known = this.ofVersions.get(name);
    if (known) return known;
    const file = join(this.docs, 'schemas', name);
    const problems = existsSync(file)
      ? this.validator.compile(JSON.parse(readFileSync(file, 'utf8')) as JsonSchema)
      : () => ['this version has no schema'];
    this.ofVersions.set(name, problems);
    return problems;
  }
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
