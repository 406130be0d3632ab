/** Injection token of the limiter that counts attempts to sign in with a password or a link. */
export const SIGN_IN_LIMITER = Symbol('SignInLimiter');
