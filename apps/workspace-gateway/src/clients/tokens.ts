/** Injection tokens of the ports. */
export const SESSION_DIRECTORY = Symbol('SessionDirectory');
export const USER_DIRECTORY = Symbol('UserDirectory');
export const USER_COMMAND_BUS = Symbol('UserCommandBus');

/** Counts attempts to come in with a password or a link. */
export const SIGN_IN_LIMITER = Symbol('SignInLimiter');
