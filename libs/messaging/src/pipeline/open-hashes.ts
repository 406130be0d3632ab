import type { Policy } from './delivery.js';

/** Opens the password hashes of a command, which travel sealed; `HashOpener` of service-kit implements it. */
export interface PayloadOpener {
  /** @throws Error where they were sealed for another service */
  openIn<Payload extends object>(payload: Payload, accountId: string): Payload;
}

/** Gives handlers the hashes as they are stored. A command whose hashes cannot be opened is marked with its failure. */
export function openHashes(opener: PayloadOpener | undefined): Policy {
  return (next) => async (deliveries) => {
    if (!opener) return next(deliveries);
    for (const delivery of deliveries) {
      const { message } = delivery;
      if (!message) continue;
      try {
        delivery.message = { ...message, payload: opener.openIn(message.payload, message.accountId) };
      } catch (failure) {
        delivery.failure = failure;
      }
    }
    await next(deliveries.filter(({ failure }) => failure === undefined));
  };
}
