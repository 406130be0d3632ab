import type { Decide, DecisionStore } from '../ports/decision-store.js';
import type { MessagingObserver } from '../ports/observers.js';
import type { Handler } from './delivery.js';

/**
 * The innermost policy: handles all messages in one transaction with inbox, state and outbox, and sets each delivery's
 * outcome.
 */
export function transact<State, Change>(
  store: DecisionStore<State, Change>,
  decide: Decide<State, Change>,
  observer: MessagingObserver,
): Handler {
  return async (deliveries) => {
    const messages = deliveries.flatMap(({ message }) => (message ? [message] : []));
    const began = performance.now();
    const outcomes = await store.run(messages, decide);
    observer.batch(messages.length, performance.now() - began);
    outcomes.forEach((outcome, at) => {
      const delivery = deliveries[at];
      if (!delivery) return;
      delivery.outcome = outcome;
      if (outcome.reply) delivery.reply = outcome.reply;
      observer.count(outcome.kind === 'done' ? (outcome.reply?.ok === false ? 'refused' : 'handled') : outcome.kind);
    });
  };
}
