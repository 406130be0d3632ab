/**
 * Turns the payload of one version into that of the next. Pure. Its input has not been validated, so it may throw, or
 * leave wrong values as they are: the result is validated.
 */
export type Upcast = (payload: PlainPayload) => PlainPayload;
export type PlainPayload = Readonly<Record<string, unknown>>;

/**
 * A message type of the published language: its name, topic, key and payload. Everything else (validation on both
 * sides, the decoder of ops-cli, the docs page, the committed samples) is derived from this one definition.
 */
export interface MessageDefinition<Payload extends object = object> {
  readonly kind: 'command' | 'event' | 'record';
  /** Dotted type: imperative for commands (`user.create`), past tense for events (`user.created`). */
  readonly type: string;
  /** Adding an optional field keeps the version; anything else is a new version with an upcast. */
  readonly version: number;
  /** From each older version that is still read to the next, oldest first; the last one leads to `version`. */
  readonly upcasts?: readonly Upcast[];
  readonly topic: string;
  /** Returns the Kafka key from the payload: the id of the aggregate, so that order per aggregate holds. */
  readonly key: (payload: NoInfer<Payload>) => string;
  /** The class that validates the payload (class-validator). */
  readonly payload: new () => Payload;
  /** A complete, valid payload, shown in the docs and committed as a sample. */
  readonly example: NoInfer<Payload>;
}

const registry = new Map<string, MessageDefinition>();

/**
 * Registers a message type.
 * @throws Error when the type is defined twice (a type has one meaning), or has more upcasts than older versions
 */
export function defineMessage<Payload extends object>(
  definition: MessageDefinition<Payload>,
): MessageDefinition<Payload> {
  if (registry.has(definition.type)) throw new Error(`message type ${definition.type} is defined twice`);
  if (oldestVersion(definition) < 1) throw new Error(`message type ${definition.type} has too many upcasts`);
  registry.set(definition.type, definition as unknown as MessageDefinition); // the registry loses the payload's type
  return definition;
}

/** The oldest version of a message that can still be read. */
export function oldestVersion({ version, upcasts = [] }: Pick<MessageDefinition, 'version' | 'upcasts'>): number {
  return version - upcasts.length;
}

/** Brings a payload of a version that can still be read to the current version. */
export function upcast(
  definition: Pick<MessageDefinition, 'version' | 'upcasts'>,
  version: number,
  payload: PlainPayload,
): PlainPayload {
  const steps = (definition.upcasts ?? []).slice(version - oldestVersion(definition));
  return steps.reduce((older, step) => step(older), payload);
}

/** The definition of a type, or undefined for an unknown type. */
export function messageDefinition(type: string): MessageDefinition | undefined {
  return registry.get(type);
}

/** Every defined message, ordered by topic and type. */
export function allMessages(): MessageDefinition[] {
  return [...registry.values()].sort((a, b) => `${a.topic} ${a.type}`.localeCompare(`${b.topic} ${b.type}`));
}
