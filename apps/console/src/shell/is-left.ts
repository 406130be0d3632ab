import { ApiProblem } from '../api/api-problem';

/**
 * Whether the session is over although the sign-out failed: only where there was none any more.
 * @param error of the sign-out
 */
export const isLeft = (error: unknown): boolean => error instanceof ApiProblem && error.isSignedOut;
