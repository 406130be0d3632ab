/** Injection token: counts attempts to come in with a password or a link. */
export const SIGN_IN_LIMITER = Symbol('SignInLimiter');
