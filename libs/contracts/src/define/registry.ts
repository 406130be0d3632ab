import type { MessageDefinition } from './message.js';
import { oldestVersion } from './upcast.js';

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

/** The definition of a type, or undefined for a type that is not defined. */
export function messageDefinition(type: string): MessageDefinition | undefined {
  return registry.get(type);
}

/**
 * Events and records, ordered as `allMessageDefinitions`: what readers outside of the product may rely on. Commands and replies may change
 * with any release.
 */
export function publishedMessages(): MessageDefinition[] {
  return allMessageDefinitions().filter(({ kind }) => kind !== 'command');
}

/** The definitions of all messages, ordered by topic and type. */
export function allMessageDefinitions(): MessageDefinition[] {
  return [...registry.values()].sort((a, b) => `${a.topic} ${a.type}`.localeCompare(`${b.topic} ${b.type}`));
}
