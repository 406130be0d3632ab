import { registerSafeErrors } from '@rollcall/service-kit';

/** Handlers and subscribed topics do not fit together: a programming error, shown in the log by this error's name. */
export class HandlerRegistrationError extends Error {
  override readonly name = 'HandlersDoNotFit';
}

registerSafeErrors(HandlerRegistrationError);
