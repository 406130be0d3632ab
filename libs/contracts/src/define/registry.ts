import type { MessageDefinition } from './message.js';
import type { PlainPayload } from './upcast.js';

const registry = new Map<string, MessageDefinition>();

/**
 * Registers a message definition.
 * @throws Error when the type is defined twice (a type has one meaning), or has more upcasts than older versions
 */
export function register(definition: MessageDefinition): void {
  if (registry.has(definition.type)) throw new Error(`message type ${definition.type} is defined twice`);
  if (oldestVersion(definition) < 1) throw new Error(`message type ${definition.type} has too many upcasts`);
  registry.set(definition.type, definition);
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

/** The definition of a type, or undefined for a type that is not defined. */
export function messageDefinition(type: string): MessageDefinition | undefined {
  return registry.get(type);
}

/** Every defined message, ordered by topic and type. */
export function allMessages(): MessageDefinition[] {
  return [...registry.values()].sort((a, b) => `${a.topic} ${a.type}`.localeCompare(`${b.topic} ${b.type}`));
}
