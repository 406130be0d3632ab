import { register } from './registry.js';
import type { Shape } from './shape.js';
import type { Upcast } from './upcast.js';

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

/** A command: it asks one aggregate for one change. */
export interface CommandDefinition<
  Input extends object = object,
  Body extends object = object,
> extends MessageDefinition<Input> {
  readonly kind: 'command';
  /** The shape of the body in the reply (`Reply.body`) to a command that succeeded. */
  readonly reply: Shape<Body>;
}

/** A fact about one aggregate. */
export interface EventDefinition<Payload extends object = object> extends MessageDefinition<Payload> {
  readonly kind: 'event';
}

/** A record of a fact that belongs to no aggregate. */
export interface RecordDefinition<Payload extends object = object> extends MessageDefinition<Payload> {
  readonly kind: 'record';
}

/**
 * Registers a command.
 * @throws Error as `register`
 */
export function defineCommand<Input extends object, Body extends object>(
  definition: Omit<CommandDefinition<Input, Body>, 'kind'>,
): CommandDefinition<Input, Body> {
  return registered({ kind: 'command', ...definition });
}

/**
 * Registers an event.
 * @throws Error as `register`
 */
export function defineEvent<Payload extends object>(
  definition: Omit<EventDefinition<Payload>, 'kind'>,
): EventDefinition<Payload> {
  return registered({ kind: 'event', ...definition });
}

/**
 * Registers a record.
 * @throws Error as `register`
 */
export function defineRecord<Payload extends object>(
  definition: Omit<RecordDefinition<Payload>, 'kind'>,
): RecordDefinition<Payload> {
  return registered({ kind: 'record', ...definition });
}

/** Whether a message is one of a definition's: then its payload is what that says, since it was checked as that, or made as that. */
export function isMessageOf<Payload extends object, Given extends { readonly type: string; readonly payload: object }>(
  definition: Pick<MessageDefinition<Payload>, 'type' | 'payload'>,
  message: Given,
): message is Given & { readonly payload: Payload } {
  return message.type === definition.type;
}

function registered<Definition>(definition: Definition): Definition {
  register(definition as MessageDefinition); // the registry loses the payload's type
  return definition;
}
