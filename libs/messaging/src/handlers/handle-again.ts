import { readAgain } from '../codec/decode.js';
import type { DecisionStore } from '../ports/decision-store.js';
import type { Message } from '../ports/message.js';
import type { HandlerRegistry } from './handler-registry.js';

/**
 * Handles one message outside the flow: an operator retries what was parked.
 * @throws what its handling throws; then nothing has happened
 */
export async function handleAgain<Reads, State, Change>(
  message: Message,
  handlers: HandlerRegistry<Reads, State, Change>,
  store: DecisionStore<State, Change>,
): Promise<void> {
  await store.run([readAgain(message)], handlers.decide);
}
