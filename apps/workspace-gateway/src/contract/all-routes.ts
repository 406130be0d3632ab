import type { RouteContract } from './define-route.js';
import { signInRoutes } from './sign-in-routes.js';

/** Everything that this API serves. */
export const allRoutes: readonly RouteContract[] = [...signInRoutes];
