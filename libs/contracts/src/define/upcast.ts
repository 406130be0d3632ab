import type { MessageDefinition } from './message.js';

/**
 * Turns the payload of one version into that of the next. Pure. Its input has not been validated, so it may throw, or
 * leave wrong values as they are: the result is validated.
 */
export type Upcast = (payload: PlainPayload) => PlainPayload;
export type PlainPayload = Readonly<Record<string, unknown>>;

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
