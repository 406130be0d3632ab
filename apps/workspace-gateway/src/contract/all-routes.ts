import { definedRoutes, type RouteContract } from './define-route.js';
// In the order of the document.
import './sign-in-routes.js';
import './session-routes.js';
import './people-list-routes.js';
import './people-routes.js';
import './role-routes.js';
import './team-routes.js';
import './takeover-routes.js';
import './scim-routes.js';
import './leaver-routes.js';
import './notice-routes.js';
import './webhook-routes.js';
import './reconciler-routes.js';
import './audit-routes.js';
import './audit-export-routes.js';
import './audit-token-routes.js';
import './audit-stream-routes.js';
import './explain-routes.js';
import './event-routes.js';
import './lookup-routes.js';
import './about-routes.js';

/** Everything that this API serves. */
export const allRoutes: readonly RouteContract[] = definedRoutes();
