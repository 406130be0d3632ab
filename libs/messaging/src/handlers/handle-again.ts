import { readAgain } from '../codec/decode-message.js';
import type { DecisionStore } from '../ports/decision-store.js';
import type { Message } from '../codec/envelope.js';
import type { HandlerRegistry } from './handler-registry.js';

/**
 * Handles one message outside of the consumers: for an operator who retries a parked message.
 * @throws what its handling throws; the message then had no effect
 */
export async function handleAgain<State, Change>(
  message: Message,
  registry: Pick<HandlerRegistry<unknown, State, Change>, 'decide'>,
  store: DecisionStore<State, Change>,
): Promise<void> {
  await store.run([readAgain(message)], registry.decide);
}
