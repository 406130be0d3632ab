import { registerSafeErrors } from '@rollcall/service-kit';

/** Handlers and subscribed topics do not match: a programming error, which logs show by this error's name. */
export class HandlerRegistrationError extends Error {
  override readonly name = 'HandlerRegistrationError';
}

registerSafeErrors(HandlerRegistrationError);
