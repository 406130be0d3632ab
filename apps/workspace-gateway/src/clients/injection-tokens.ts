/** Injection tokens of the ports. */
export const SESSION_QUERY_CLIENT = Symbol('SessionDirectory');
export const USER_QUERY_CLIENT = Symbol('UserDirectory');
export const USER_COMMAND_BUS = Symbol('UserCommandBus');
export const TEAM_QUERY_CLIENT = Symbol('TeamDirectory');
export const TEAM_COMMAND_BUS = Symbol('TeamCommandBus');
export const TOKEN_QUERY_CLIENT = Symbol('TokenDirectory');
export const ACCOUNT_COMMAND_BUS = Symbol('AccountCommandBus');

/** Counts attempts to sign in with a password or a link. */
export const SIGN_IN_LIMITER = Symbol('SignInLimiter');
