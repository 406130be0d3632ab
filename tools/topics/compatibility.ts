import type { JsonSchema } from '@rollcall/contracts';

/** A schema with the definitions that its references lead to. */
export interface WholeSchema {
  readonly schema: JsonSchema;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

/** What a release promises about one type of message. */
export interface PublishedMessage extends WholeSchema {
  readonly type: string;
  readonly version: number;
  readonly topic: string;
  /** The properties of the payload that give the key. */
  readonly key: readonly string[];
}

/** What says nothing that a reader could depend on. */
const annotations = new Set(['$schema', '$id', '$defs', 'title', 'description', 'examples']);

/**
 * What readers of the first release would not get on with, as sentences; empty where a reader of either reads the messages of both.
 * @param oldestRead the oldest version of a type that decoding still brings to the current one, by upcasts
 */
export function incompatibilities(
  released: readonly PublishedMessage[],
  current: readonly PublishedMessage[],
  oldestRead: (type: string) => number,
): string[] {
  return released.flatMap((before) => {
    const after = current.find(({ type }) => type === before.type);
    const problems = after ? problemsOf(before, after, oldestRead(before.type)) : ['is gone'];
    return problems.map((problem) => `${before.type} (version ${before.version}): ${problem}`);
  });
}

function problemsOf(before: PublishedMessage, after: PublishedMessage, oldestRead: number): string[] {
  if (after.topic !== before.topic) return ['has another topic: a type stays where it is read'];
  if (after.key.join() !== before.key.join()) return ['has another key: the order that readers rely on is gone'];
  if (after.version > before.version)
    return oldestRead <= before.version ? [] : ['has a new version, and no upcast leads to it'];
  if (after.version < before.version) return ['has an older version'];
  return schemaChanges(before, after).map((change) => `${change}, which needs a new version with an upcast`);
}

/**
 * What changed between two schemas of one version beyond what may change: an added optional property, an added value of an open
 * list, annotations.
 */
export function schemaChanges(before: WholeSchema, after: WholeSchema): string[] {
  return new Comparison(before.definitions, after.definitions).changes(before.schema, after.schema, '');
}

type Definitions = WholeSchema['definitions'];

class Comparison {
  /** Pairs of references that are being compared: a class may hold itself. */
  private readonly seen = new Set<string>();

  private readonly before: Definitions;
  private readonly after: Definitions;

  constructor(before: Definitions, after: Definitions) {
    this.before = before;
    this.after = after;
  }

  changes(was: JsonSchema, is: JsonSchema, at: string): string[] {
    if (was.$ref !== undefined || is.$ref !== undefined) {
      const pair = `${String(was.$ref)} ${String(is.$ref)}`;
      if (this.seen.has(pair)) return [];
      this.seen.add(pair);
      const changes = this.changes(resolved(was, this.before), resolved(is, this.after), at);
      this.seen.delete(pair);
      return changes;
    }
    const keywords = new Set([...Object.keys(was), ...Object.keys(is)]);
    return [...keywords].flatMap((keyword) => this.changesOf(keyword, [was, is], at));
  }

  private changesOf(keyword: string, [was, is]: readonly [JsonSchema, JsonSchema], at: string): string[] {
    const [old, now] = [was[keyword], is[keyword]];
    if (annotations.has(keyword)) return [];
    if (keyword === 'properties') return this.propertyChanges(old, now, at);
    if (keyword === 'required') return requiredChanges(old, now, is, was).map((name) => `${at}${name}`);
    if (keyword === 'items' && old !== undefined && now !== undefined)
      return this.changes(old as JsonSchema, now as JsonSchema, `${at.slice(0, -1)}[].`);
    if (keyword === 'x-extensible-enum' && Array.isArray(old) && Array.isArray(now))
      return old.filter((value) => !now.includes(value)).map((value) => `${placeOf(at)} lost ${String(value)}`);
    return sameValue(old, now) ? [] : [`${placeOf(at)} has another ${keyword}`];
  }

  private propertyChanges(old: unknown, now: unknown, at: string): string[] {
    const [was, is] = [old, now].map((each) => (each ?? {}) as Record<string, JsonSchema>);
    return Object.entries(was ?? {}).flatMap(([name, schema]) => {
      const other = is?.[name];
      return other === undefined ? [`${at}${name} is gone`] : this.changes(schema, other, `${at}${name}.`);
    });
  }
}

const placeOf = (at: string) => (at === '' ? 'the payload' : at.replace(/\.$/, ''));

/** Follows a reference; what stands beside it counts too. */
function resolved({ $ref, ...siblings }: JsonSchema, definitions: Definitions): JsonSchema {
  if (typeof $ref !== 'string') return siblings;
  return { ...definitions[$ref.slice($ref.lastIndexOf('/') + 1)], ...siblings };
}

function requiredChanges(old: unknown, now: unknown, is: JsonSchema, was: JsonSchema): string[] {
  const [before, after] = [old, now].map((each) => (each ?? []) as string[]) as [string[], string[]];
  const has = ({ properties }: JsonSchema, name: string) => Object.hasOwn(properties ?? {}, name);
  return [
    ...after.flatMap((name) => (before.includes(name) ? [] : `${name} is required${has(was, name) ? '' : ' and new'}`)),
    // What is gone altogether is told once.
    ...before.flatMap((name) => (after.includes(name) || !has(is, name) ? [] : `${name} may be absent`)),
  ];
}

/** Lists of values have no order. */
function sameValue(old: unknown, now: unknown): boolean {
  const texts = (value: unknown) => (Array.isArray(value) ? value : [value]).map((each) => JSON.stringify(each));
  const [before, after] = [texts(old), texts(now)];
  return Array.isArray(old) === Array.isArray(now) && before.sort().join() === after.sort().join();
}

interface AsyncApiMessage {
  readonly name: string;
  readonly payload: JsonSchema;
  readonly 'x-version': number;
  readonly 'x-key': readonly string[];
}
interface AsyncApiDocument {
  readonly channels: Readonly<
    Record<string, { readonly address: string; readonly messages: Readonly<Record<string, unknown>> }>
  >;
  readonly components: {
    readonly messages: Readonly<Record<string, AsyncApiMessage>>;
    readonly schemas: Definitions;
  };
}

/** The messages of an AsyncAPI document that asyncapi.ts made. */
export function messagesIn({ channels, components }: AsyncApiDocument): PublishedMessage[] {
  return Object.values(components.messages).map(({ name, payload, 'x-version': version, 'x-key': key }) => {
    const channel = Object.values(channels).find(({ messages }) => Object.hasOwn(messages, name));
    const topic = channel?.address ?? '';
    return { type: name, version, topic, key, schema: payload, definitions: components.schemas };
  });
}
