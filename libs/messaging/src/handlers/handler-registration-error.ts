import { registerSafeErrors } from '@rollcall/service-kit';

/** Handlers and subscribed topics do not fit together: a mistake in the program, which its log must name. */
export class HandlerRegistrationError extends Error {
  override readonly name = 'HandlersDoNotFit';
}

registerSafeErrors(HandlerRegistrationError);
